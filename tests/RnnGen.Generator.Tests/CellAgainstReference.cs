using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using RnnGen.Formats;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>One emitted cell against the reference and against itself, computed every way there is.</summary>
public static class CellAgainstReference
{
    private const int Steps = 6;
    private const int Streams = 5;

    /// <summary>
    /// One step from the same state, against the reference in double: 1e-6, and more only where gate sums are long and large. Weights are drawn
    /// from +-1/sqrt(hidden), so partial sums grow to sqrt(input / hidden) / 3, and the rounding of a sum of n terms to sqrt(n) times that: 2e-8 *
    /// input / sqrt(hidden), four times which the worst of some ten thousand sums reaches. A relu passes the rounding of its sum on whole, where a
    /// sigmoid or tanh would damp it.
    /// </summary>
    private static double StepTolerance(Declaration declaration) =>
        (declaration.Accuracy == Accuracy.Fast ? 3e-4 : 1e-6)
        * Math.Max(1, declaration.Input / Math.Sqrt(declaration.Hidden) / 12)
        * (declaration.Kind == DeclaredKind.Rnn && declaration.Activation == RnnActivation.Relu ? 4 : 1);

    private static bool HasFusedMultiplyAdd => Fma.IsSupported || AdvSimd.IsSupported;

    public static void Check<TCell, TState, TWorkspace>(Declaration declaration)
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class
    {
        Assert.Equal(declaration.Input, TCell.InputSize);
        Assert.Equal(declaration.Hidden, TCell.HiddenSize);
        var cell = new TCell();
        cell.Initialize(declaration.Seed);
        float[] inputs = Noise(declaration.Seed, Steps * Streams * TCell.InputSize);
        TState[] initial = InitialStates<TCell, TState, TWorkspace>(cell, declaration.Seed);

        // [stream][step, hidden], step by step.
        float[][] outputs = new float[Streams][];
        for (int stream = 0; stream < Streams; stream++)
        {
            outputs[stream] = CompareWithReference<TCell, TState, TWorkspace>(declaration, cell, initial[stream], InputsOf<TCell, TState, TWorkspace>(inputs, stream));
        }

        CompareWays<TCell, TState, TWorkspace>(declaration, cell, initial, inputs, outputs);
    }

    private static float[] CompareWithReference<TCell, TState, TWorkspace>(Declaration declaration, TCell cell, TState state, float[] inputs)
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class
    {
        var tensors = new TensorSink();
        cell.Save(tensors);
        (int gates, int apart) = declaration.Kind switch
        {
            DeclaredKind.Lstm => (4, 0),
            DeclaredKind.Gru => (3, declaration.Variant == GruVariant.ResetAfter ? declaration.Hidden : 0),
            _ => (1, 0),
        };
        Assert.Equal(TCell.ParameterCount - apart + (gates * TCell.HiddenSize), tensors.Values.Values.Sum(static values => values.Length));
        ReferenceStep<double> exact = ReferenceSteps.Exact(declaration, tensors.Values);
        ReferenceStep<float> twin = ReferenceSteps.WithScalarForms(declaration, tensors.Values);

        float[] outputs = new float[Steps * declaration.Hidden];
        for (int step = 0; step < Steps; step++)
        {
            ReadOnlySpan<float> input = inputs.AsSpan(step * declaration.Input, declaration.Input);
            double[] exactHidden = [.. state.Hidden.ToArray().Select(static value => (double)value)];
            double[] exactCell = [.. CellState(state).Select(static value => (double)value)];
            float[] twinHidden = state.Hidden.ToArray();
            float[] twinCell = CellState(state);
            exact([.. input.ToArray().Select(static value => (double)value)], exactHidden, exactCell);
            twin(input, twinHidden, twinCell);
            cell.Step(input, ref state);
            float[] cellState = CellState(state);
            for (int unit = 0; unit < declaration.Hidden; unit++)
            {
                double tolerance = StepTolerance(declaration);
                Assert.True(Math.Abs(state.Hidden[unit] - exactHidden[unit]) <= tolerance, Describe("h", step, unit, state.Hidden[unit], exactHidden[unit]));
                if (cellState.Length > 0)
                {
                    Assert.True(Math.Abs(cellState[unit] - exactCell[unit]) <= tolerance, Describe("c", step, unit, cellState[unit], exactCell[unit]));
                }

                // The strongest test there is: the reference, run in float, gives the very bits wherever the recurrent sum is not split.
                if (HasFusedMultiplyAdd && !IsSplit(unit, declaration))
                {
                    Assert.True(BitConverter.SingleToInt32Bits(state.Hidden[unit]) == BitConverter.SingleToInt32Bits(twinHidden[unit]), Describe("h bits", step, unit, state.Hidden[unit], twinHidden[unit]));
                    if (cellState.Length > 0)
                    {
                        Assert.True(BitConverter.SingleToInt32Bits(cellState[unit]) == BitConverter.SingleToInt32Bits(twinCell[unit]), Describe("c bits", step, unit, cellState[unit], twinCell[unit]));
                    }
                }
            }

            state.Hidden.CopyTo(outputs.AsSpan(step * declaration.Hidden));
        }

        return outputs;

        string Describe(string what, int step, int unit, double actual, double expected) =>
            $"{declaration}: {what} of unit {unit} at step {step} is {actual:R}, the reference says {expected:R}";
    }

    /// <summary>c of a cell that has one, else nothing.</summary>
    private static float[] CellState<TState>(TState state)
        where TState : struct, IRecurrentState => state is ILstmState lstm ? lstm.Cell.ToArray() : [];

    /// <summary>
    /// The last one to eight units past a multiple of 16 stand in a tail block, whose recurrent sums are split in two. A GRU that resets before the
    /// product reads the reset gates of all units within a step, so there every unit depends on those.
    /// </summary>
    private static bool IsSplit(int unit, Declaration declaration)
    {
        bool hasTail = declaration.Hidden % 16 is >= 1 and <= 8;
        bool readsAllGates = declaration.Kind == DeclaredKind.Gru && declaration.Variant != GruVariant.ResetAfter;
        return hasTail && (readsAllGates || unit >= declaration.Hidden / 16 * 16);
    }

    private static void CompareWays<TCell, TState, TWorkspace>(
        Declaration declaration, TCell cell, TState[] initial, float[] inputs, float[][] outputs)
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class
    {
        int input = declaration.Input;
        int hidden = declaration.Hidden;
        float[] expected = new float[Steps * Streams * hidden];
        for (int row = 0; row < Steps * Streams; row++)
        {
            outputs[row % Streams].AsSpan(row / Streams * hidden, hidden).CopyTo(expected.AsSpan(row * hidden));
        }

        // Run, one stream.
        float[] actual = new float[Steps * hidden];
        for (int stream = 0; stream < Streams; stream++)
        {
            TState state = initial[stream];
            cell.Run(InputsOf<TCell, TState, TWorkspace>(inputs, stream), actual, ref state);
            AssertSameBits("Run", outputs[stream], actual);
            AssertSameBits("final state of Run", outputs[stream].AsSpan(^hidden..), state.Hidden);
        }

        // Run, many streams.
        TState[] states = [.. initial];
        float[] together = new float[expected.Length];
        cell.Run(inputs, together, states, TCell.CreateWorkspace(Streams));
        AssertSameBits("Run of many streams", expected, together);

        // Step, many streams.
        states = [.. initial];
        for (int step = 0; step < Steps; step++)
        {
            cell.Step(inputs.AsSpan(step * Streams * input, Streams * input), states);
            for (int stream = 0; stream < Streams; stream++)
            {
                AssertSameBits("Step of many streams", expected.AsSpan(((step * Streams) + stream) * hidden, hidden), states[stream].Hidden);
            }
        }

        void AssertSameBits(string way, ReadOnlySpan<float> one, ReadOnlySpan<float> other) =>
            Assert.True(
                System.Runtime.InteropServices.MemoryMarshal.AsBytes(one).SequenceEqual(System.Runtime.InteropServices.MemoryMarshal.AsBytes(other)),
                $"{declaration}: {way} differs from Step");
    }

    /// <summary>States as they come about: a random h, then one step, so that c (where there is one) is not zero either.</summary>
    private static TState[] InitialStates<TCell, TState, TWorkspace>(TCell cell, int seed)
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class
    {
        var states = new TState[Streams];
        for (int stream = 0; stream < Streams; stream++)
        {
            Noise(seed + stream + 1, TCell.HiddenSize).CopyTo(states[stream].Hidden);
            cell.Step(Noise(seed + stream + 101, TCell.InputSize), ref states[stream]);
        }

        return states;
    }

    private static float[] InputsOf<TCell, TState, TWorkspace>(float[] inputs, int stream)
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class =>
        [.. Enumerable.Range(0, Steps).SelectMany(step => inputs.Skip(((step * Streams) + stream) * TCell.InputSize).Take(TCell.InputSize))];

    private static float[] Noise(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }

    private sealed class TensorSink : ITensorSink
    {
        public Dictionary<string, float[]> Values { get; } = [];

        public void Write(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values) => Values.Add(name, values.ToArray());
    }
}
