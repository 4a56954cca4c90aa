using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Reference;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>
/// Linear interpolation is RTNeural's: numbers that its own layers gave (<c>rtneural_rates.cpp</c>). It gives the interpolated state, that which the next step
/// reads, as its output; so its outputs are ours, delayed by ratio - 1.
/// </summary>
public sealed class RTNeuralRatesTests
{
    private const int Hidden = 5;
    private const int Steps = 40;

    /// <summary>The kind, the ratio and the outputs.</summary>
    public static TheoryData<string, double, double[]> Cases
    {
        get
        {
            var cases = new TheoryData<string, double, double[]>();
            string[] lines = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Cases", "rtneural_rates.txt"));
            foreach (string[] lineGroup in lines.Chunk(Steps + 1))
            {
                string[] head = lineGroup[0].Split(' ');
                cases.Add(head[0], Number(head[1]), [.. lineGroup[1..].SelectMany(static line => line.Split(' ')).Select(Number)]);
            }

            return cases;

            static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
        }
    }

    [Fact]
    public void There_are_cases() => Assert.Equal(12, Cases.Count);

    [Theory]
    [MemberData(nameof(Cases))]
    public void The_next_steps_state_is_its_output(string kind, double ratio, double[] expected)
    {
        var noise = new Noise();
        IModel model = kind == "lstm" ? Lstm(noise) : Gru(noise);
        float[] inputs = [.. Enumerable.Range(0, Steps).Select(_ => noise.Next())];
        float[] outputs = new float[Steps * Hidden];
        new RateCorrection(1, ratio, RateInterpolation.Linear).CreateStream(model).Run(inputs, outputs);
        double[] exact = new RateCorrectedLayer<double>(ReferenceModel.Of(model), ratio, order: 1).Run(Array.ConvertAll(inputs, static value => (double)value));
        int whole = (int)ratio;
        double part = ratio - whole;
        for (int step = 0; step < Steps; step++)
        {
            for (int unit = 0; unit < Hidden; unit++)
            {
                double theirs = expected[(step * Hidden) + unit];
                Assert.Equal(theirs, Read(index => exact[index], step, unit), 1e-13);
                Assert.Equal(theirs, Read(index => outputs[index], step, unit), 1e-6);
            }
        }

        // Before the first step there were zeros.
        double Read(Func<int, double> h, int step, int unit) =>
            ((1 - part) * At(h, step + 1 - whole, unit)) + (part == 0 ? 0 : part * At(h, step - whole, unit));

        static double At(Func<int, double> h, int step, int unit) => step < 0 ? 0 : h((step * Hidden) + unit);
    }

    /// <summary>Keras's matrices are PyTorch's, turned; the gates of an LSTM stand in the same order.</summary>
    private static RateModels.Lstm1x5 Lstm(Noise noise)
    {
        var cell = new RateModels.Lstm1x5();
        var tensors = new TensorStore();
        cell.Save(tensors);
        Turned(noise, 1, 4, tensors.Values("weight_ih_l0"), [0, 1, 2, 3]);
        Turned(noise, Hidden, 4, tensors.Values("weight_hh_l0"), [0, 1, 2, 3]);
        Turned(noise, 1, 4, tensors.Values("bias_ih_l0"), [0, 1, 2, 3]);
        tensors.Values("bias_hh_l0").Clear();
        cell.Load(tensors);
        return cell;
    }

    /// <summary>Keras: z, r, h; PyTorch: r, z, n.</summary>
    private static RateModels.Gru1x5 Gru(Noise noise)
    {
        var cell = new RateModels.Gru1x5();
        var tensors = new TensorStore();
        cell.Save(tensors);
        Turned(noise, 1, 3, tensors.Values("weight_ih_l0"), [1, 0, 2]);
        Turned(noise, Hidden, 3, tensors.Values("weight_hh_l0"), [1, 0, 2]);
        Turned(noise, 1, 3, tensors.Values("bias_ih_l0"), [1, 0, 2]);
        Turned(noise, 1, 3, tensors.Values("bias_hh_l0"), [1, 0, 2]);
        cell.Load(tensors);
        return cell;
    }

    /// <summary>Draws [rows, gates * hidden] and writes [gates * hidden, rows].</summary>
    private static void Turned(Noise noise, int rows, int gates, Span<float> destination, int[] places)
    {
        for (int row = 0; row < rows; row++)
        {
            for (int column = 0; column < gates * Hidden; column++)
            {
                destination[(((places[column / Hidden] * Hidden) + (column % Hidden)) * rows) + row] = noise.Next();
            }
        }
    }

    /// <summary>The numbers of <c>rtneural_rates.cpp</c>.</summary>
    private sealed class Noise
    {
        private uint _state = 12345;

        public float Next()
        {
            _state = (_state * 1664525) + 1013904223;
            return ((_state >> 8) / 8388608f) - 1;
        }
    }
}
