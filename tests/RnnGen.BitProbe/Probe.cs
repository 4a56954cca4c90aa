using System;
using System.Collections.Generic;
using System.Runtime.InteropServices;

namespace RnnGen.BitProbe;

/// <summary>
/// Computes the same streams in every way that a cell offers. What a stream gives is its trace: [step, hidden] outputs, then the final
/// hidden state, then the final cell state.
/// </summary>
internal abstract class Probe
{
    /// <summary>Streams computed; the largest batch.</summary>
    public const int Streams = 64;

    /// <summary>Steps of every stream: no multiple of any tile's height.</summary>
    protected const int Steps = 13;

    /// <summary>The cell's name.</summary>
    public abstract string Name { get; }

    /// <summary>How much of a trace is outputs.</summary>
    public abstract int OutputLength { get; }

    /// <summary>Every stream's trace by single steps, which all other ways must equal.</summary>
    public abstract float[][] RunBySteps();

    /// <summary>The names and traces of the other ways, each one's streams being the last so many.</summary>
    public abstract IEnumerable<(string Way, float[][] Traces)> RunInOtherWays();

    /// <summary>A forward and a backward pass over the last so many streams.</summary>
    /// <param name="batch">Streams.</param>
    /// <returns>The gradients of the parameters, of the inputs, and of the initial states.</returns>
    public abstract float[][] Differentiate(int batch);

    /// <summary>
    /// Outputs of the first stream's inputs at other rates (<see cref="RateCorrection"/>), each by single steps and by a run; of none, where there is
    /// no such stream.
    /// </summary>
    public virtual IEnumerable<(string Rate, float[] Steps, float[] Run)> RunAtOtherRates() => [];

    /// <summary>Outputs of some inputs at other rates.</summary>
    /// <param name="model">The model.</param>
    /// <param name="inputs">[step, input]</param>
    protected static IEnumerable<(string Rate, float[] Steps, float[] Run)> RunAtOtherRates(IModel model, float[] inputs)
    {
        foreach (RateInterpolation interpolation in Enum.GetValues<RateInterpolation>())
        {
            foreach (int rate in (int[])[44100, 96000, 110000])
            {
                var correction = new RateCorrection(48000, rate, interpolation);
                IModelStream stepped = correction.CreateStream(model), ran = correction.CreateStream(model);
                float[] steps = new float[(model.HasOutputPerStep ? Steps : 1) * model.OutputSize], run = new float[steps.Length];
                for (int step = 0; step < Steps; step++)
                {
                    int row = model.HasOutputPerStep ? step * model.OutputSize : 0;
                    stepped.Step(inputs.AsSpan(step * model.InputSize, model.InputSize), steps.AsSpan(row, model.OutputSize));
                }

                ran.Run(inputs, run);
                yield return ($"{interpolation}{rate}", steps, run);
            }
        }
    }

    /// <summary>Compares all other ways with single steps, bit for bit.</summary>
    /// <param name="expected">The traces by single steps.</param>
    /// <returns>What differs, one line a way.</returns>
    public IEnumerable<string> FindDifferences(float[][] expected)
    {
        foreach ((string way, float[][] traces) in RunInOtherWays())
        {
            int firstStream = Streams - traces.Length;
            for (int i = 0; i < traces.Length; i++)
            {
                ReadOnlySpan<uint> expectedBits = MemoryMarshal.Cast<float, uint>(expected[firstStream + i]);
                ReadOnlySpan<uint> bits = MemoryMarshal.Cast<float, uint>(traces[i]);
                int equal = bits.CommonPrefixLength(expectedBits);
                if (equal < bits.Length)
                {
                    yield return $"{Name}: {way}, stream {firstStream + i}, float {equal} of its trace: 0x{bits[equal]:X8}; "
                        + $"by single steps 0x{expectedBits[equal]:X8}";
                    break;
                }
            }
        }

        foreach ((string rate, float[] steps, float[] run) in RunAtOtherRates())
        {
            if (!MemoryMarshal.Cast<float, uint>(steps).SequenceEqual(MemoryMarshal.Cast<float, uint>(run)))
            {
                yield return $"{Name}: a run at {rate} has other bits than single steps";
            }
        }
    }
}
