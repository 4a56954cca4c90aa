using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using RnnGen.Formats;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>One emitted cell against the reference and against itself, computed every way there is.</summary>
public static class CellAgainstReference
{
    private const int Steps = 6;
    private const int Streams = 5;
    private const double VanishedGradient = 0.5;
    private const double Exploded = 1e6;

    /// <summary>
    /// One step from the same state, against the reference in double: 1e-6, and more only where gate sums are long and large. Weights are drawn
    /// from +-1/sqrt(hidden), so partial sums grow to sqrt(input / hidden) / 3, and the rounding of a sum of n terms to sqrt(n) times that: 2e-8 *
    /// input / sqrt(hidden), four times which the worst of some ten thousand sums reaches. A relu passes the rounding of its sum on whole, where a
    /// sigmoid or tanh would damp it.
    /// </summary>
    private static double StepTolerance(Declaration declaration) =>
        (declaration.Accuracy == Accuracy.Fast ? 3e-4 : 1e-6)
        * Math.Max(1, declaration.Input / Math.Sqrt(declaration.Hidden) / 12)
        * (PassesRoundingOn(declaration) ? 4 : 1);

    /// <summary>Whether an activation of the sums does not damp their rounding.</summary>
    private static bool PassesRoundingOn(Declaration declaration) =>
        (declaration.Kind != DeclaredKind.Rnn && declaration.GateActivation.Function != RnnActivation.Sigmoid)
        || declaration.CandidateActivation.Function != RnnActivation.Tanh
        || declaration.CellActivation.Function != RnnActivation.Tanh;

    /// <summary>Where the truth is further from a float computation than rounding explains: a step over a discontinuity.</summary>
    private static bool HasDiscontinuity(Declaration declaration) =>
        new[] { declaration.GateActivation, declaration.CandidateActivation, declaration.CellActivation }.Any(static activation =>
            activation.Function == RnnActivation.ThresholdedRelu);

    private static bool HasFusedMultiplyAdd => Fma.IsSupported || AdvSimd.IsSupported;

    public static void Check<TCell, TState, TWorkspace>(Declaration declaration)
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class
    {
        Assert.Equal(declaration.Input, TCell.InputSize);
        Assert.Equal(declaration.Hidden, TCell.HiddenSize);
        Assert.Equal(declaration.OutputSize, TCell.OutputSize);
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
        int apart = declaration.Kind == DeclaredKind.Gru && declaration.Variant == GruVariant.ResetAfter ? declaration.Hidden : 0;
        int twice = declaration.Bias ? (declaration.Gates * declaration.Hidden) - apart : 0;
        Assert.Equal(TCell.ParameterCount + twice, tensors.Values.Values.Sum(static values => values.Length));
        ReferenceTwin<double> exact = ReferenceTwin.Exact(declaration, tensors.Values);
        ReferenceTwin<float> twin = ReferenceTwin.WithScalarForms(declaration, tensors.Values);

        float[] outputs = new float[Steps * declaration.OutputSize];
        for (int step = 0; step < Steps; step++)
        {
            ReadOnlySpan<float> input = inputs.AsSpan(step * declaration.Input, declaration.Input);
            double[] exactHidden = [.. state.Hidden.ToArray().Select(static value => (double)value)];
            double[] exactCell = [.. CellState(state).Select(static value => (double)value)];
            float[] twinHidden = state.Hidden.ToArray();
            float[] twinCell = CellState(state);
            exact.Step([.. input.ToArray().Select(static value => (double)value)], exactHidden, exactCell);
            twin.Step(input, twinHidden, twinCell);
            cell.Step(input, ref state);
            Compare("h", step, state.Hidden, exactHidden, twinHidden);
            Compare("c", step, CellState(state), exactCell, twinCell);
            state.Hidden.CopyTo(outputs.AsSpan(step * declaration.OutputSize));
        }

        return outputs;

        void Compare(string what, int step, ReadOnlySpan<float> actual, double[] truth, float[] bits)
        {
            // Activations without a bound may let a cell explode, past what floats hold.
            if (truth.Any(static value => !(Math.Abs(value) < Exploded)))
            {
                return;
            }

            double tolerance = StepTolerance(declaration) * Math.Max(1, truth.Select(Math.Abs).DefaultIfEmpty(0).Max()) * (declaration.LayerNorm ? 100 : 1);
            for (int unit = 0; unit < truth.Length; unit++)
            {
                Assert.True(
                    HasDiscontinuity(declaration) || Math.Abs(actual[unit] - truth[unit]) <= tolerance,
                    Describe(what, step, unit, actual[unit], truth[unit]));

                // The strongest test there is: the reference, run in float, gives the very bits, split sums included.
                if (HasFusedMultiplyAdd && !declaration.LayerNorm)
                {
                    Assert.True(
                        BitConverter.SingleToInt32Bits(actual[unit]) == BitConverter.SingleToInt32Bits(bits[unit]),
                        Describe(what + " bits", step, unit, actual[unit], bits[unit]));
                }
            }
        }

        string Describe(string what, int step, int unit, double actual, double expected) =>
            $"{declaration}: {what} of unit {unit} at step {step} is {actual:R}, the reference says {expected:R}";
    }

    /// <summary>c of a cell that has one, else nothing.</summary>
    private static float[] CellState<TState>(TState state)
        where TState : struct, IRecurrentState => state is ILstmState lstm ? lstm.Cell.ToArray() : [];

    private static void CompareWays<TCell, TState, TWorkspace>(
        Declaration declaration, TCell cell, TState[] initial, float[] inputs, float[][] outputs)
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class
    {
        int input = declaration.Input;
        int hidden = declaration.OutputSize;
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
                HaveSameBits(one, other),
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
            Noise(seed + stream + 1, TCell.OutputSize).CopyTo(states[stream].Hidden);
            cell.Step(Noise(seed + stream + 101, TCell.InputSize), ref states[stream]);
        }

        return states;
    }

    private static float[] InputsOf<TCell, TState, TWorkspace>(float[] inputs, int stream)
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class =>
        [.. Enumerable.Range(0, Steps).SelectMany(step => inputs.Skip(((step * Streams) + stream) * TCell.InputSize).Take(TCell.InputSize))];

    /// <summary>A tape's forward pass against <c>Run</c>, and every gradient against the reference in double.</summary>
    /// <returns>Whether the gradients could be compared: no argument came too near a kink.</returns>
    public static bool CheckTraining<TCell, TState, TWorkspace, TTape, TGradients>(Declaration declaration)
        where TCell : class, ITrainableCell<TCell, TState, TWorkspace, TTape, TGradients>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class
        where TTape : class
        where TGradients : class, ICellGradients
    {
        var cell = new TCell();
        cell.Initialize(declaration.Seed);
        TTape tape = TCell.CreateTape(Steps, Streams);
        bool compared = true;
        foreach (int streams in new[] { Streams, 1 })
        {
            compared &= CheckTraining<TCell, TState, TWorkspace, TTape, TGradients>(declaration, cell, tape, streams);
        }

        return compared;
    }

    private static bool CheckTraining<TCell, TState, TWorkspace, TTape, TGradients>(Declaration declaration, TCell cell, TTape tape, int streams)
        where TCell : class, ITrainableCell<TCell, TState, TWorkspace, TTape, TGradients>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class
        where TTape : class
        where TGradients : class, ICellGradients
    {
        float[] inputs = Noise(declaration.Seed + 7, Steps * streams * TCell.InputSize);
        float[] outputGradients = Noise(declaration.Seed + 8, Steps * streams * TCell.OutputSize);
        TState[] initial = InitialStates<TCell, TState, TWorkspace>(cell, declaration.Seed)[..streams];
        TState[] stateGradients = InitialStates<TCell, TState, TWorkspace>(cell, declaration.Seed + 9)[..streams];
        TState[] finalGradients = [.. stateGradients];

        TState[] states = [.. initial];
        TState[] states2 = [.. initial];
        float[] outputs = new float[outputGradients.Length];
        float[] outputs2 = new float[outputGradients.Length];
        cell.Forward(inputs, outputs, states, tape);
        cell.Run(inputs, outputs2, states2, TCell.CreateWorkspace(streams));
        Assert.True(HaveSameBits(outputs, outputs2), $"{declaration}: Forward differs from Run");
        for (int stream = 0; stream < streams; stream++)
        {
            Assert.True(HaveSameBits(states[stream].Hidden, states2[stream].Hidden), $"{declaration}: Forward's final h differs from Run's");
            Assert.True(HaveSameBits(CellState(states[stream]), CellState(states2[stream])), $"{declaration}: Forward's final c differs from Run's");
        }

        TGradients gradients = TCell.CreateGradients();
        float[] inputGradients = new float[inputs.Length];
        cell.Backward(outputGradients, tape, gradients, inputGradients, stateGradients);

        CheckThreads(ManyThreads.Count(declaration.Seed));

        var tensors = new TensorSink();
        cell.Save(tensors);
        ReferenceTwin<double> exact = ReferenceTwin.Exact(declaration, tensors.Values);
        var hazards = new Hazards(double.PositiveInfinity, 1, 1);
        double[] exactInputGradients = new double[inputs.Length];
        var exactState = new List<(double[] Hidden, double[] Cell)>();
        for (int stream = 0; stream < streams; stream++)
        {
            double[] streamInputGradients = new double[Steps * TCell.InputSize];
            (double[] hidden, double[] c) = (Widen(finalGradients[stream].Hidden), Widen(CellState(finalGradients[stream])));
            Hazards own = exact.ForwardAndBackward(
                Rows(inputs, TCell.InputSize, stream), Widen(initial[stream].Hidden), Widen(CellState(initial[stream])),
                Rows(outputGradients, TCell.OutputSize, stream), streamInputGradients, hidden, c);
            hazards = new Hazards(
                Math.Min(hazards.KinkDistance, own.KinkDistance), Math.Max(hazards.Magnification, own.Magnification), Math.Max(hazards.Magnitude, own.Magnitude));
            exactState.Add((hidden, c));
            for (int index = 0; index < streamInputGradients.Length; index++)
            {
                exactInputGradients[(((index / TCell.InputSize * streams) + stream) * TCell.InputSize) + (index % TCell.InputSize)] = streamInputGradients[index];
            }
        }

        if (!(hazards.Magnitude < Exploded) || hazards.KinkDistance < 1e-4 * hazards.Magnitude * hazards.Magnification)
        {
            return false;
        }

        // Invariant 3: 2e-6 of the tensor's largest; more where rounding is passed on or magnified (as for one step).
        double tolerance = 2 * StepTolerance(declaration) * hazards.Magnification * hazards.Magnitude * (PassesRoundingOn(declaration) ? 4 : 1);
        var saved = new TensorSink();
        gradients.Save(saved);
        foreach ((string name, double[] truth) in exact.Gradients)
        {
            if (truth.Length > 0)
            {
                CompareGradients(name, truth, saved.Values[name]);
            }
        }

        CompareGradients("inputs", exactInputGradients, inputGradients);
        for (int stream = 0; stream < streams; stream++)
        {
            CompareGradients("initial h", exactState[stream].Hidden, stateGradients[stream].Hidden);
            CompareGradients("initial c", exactState[stream].Cell, CellState(stateGradients[stream]));
        }

        return true;

        // Any number of threads gives the bits of one.
        void CheckThreads(int threads)
        {
            TWorkspace workspace = TCell.CreateWorkspace(streams, threads);
            TTape ownTape = TCell.CreateTape(Steps, streams, threads);
            foreach (bool isForward in new[] { false, true })
            {
                TState[] own = [.. initial];
                float[] ownOutputs = new float[outputs.Length];
                if (isForward)
                {
                    cell.Forward(inputs, ownOutputs, own, ownTape);
                }
                else
                {
                    cell.Run(inputs, ownOutputs, own, workspace);
                }

                Assert.True(HaveSameBits(outputs, ownOutputs), $"{declaration}: outputs of {threads} threads");
                for (int stream = 0; stream < streams; stream++)
                {
                    Assert.True(HaveSameBits(states[stream].Hidden, own[stream].Hidden), $"{declaration}: h of {threads} threads");
                    Assert.True(HaveSameBits(CellState(states[stream]), CellState(own[stream])), $"{declaration}: c of {threads} threads");
                }
            }

            TGradients ownGradients = TCell.CreateGradients();
            float[] ownInputGradients = new float[inputs.Length];
            TState[] ownStateGradients = [.. finalGradients];
            cell.Backward(outputGradients, ownTape, ownGradients, ownInputGradients, ownStateGradients);
            Assert.True(HaveSameBits(gradients.Values, ownGradients.Values), $"{declaration}: gradients of {threads} threads, {streams} streams");
            Assert.True(HaveSameBits(inputGradients, ownInputGradients), $"{declaration}: input gradients of {threads} threads, {streams} streams");
            for (int stream = 0; stream < streams; stream++)
            {
                Assert.True(HaveSameBits(stateGradients[stream].Hidden, ownStateGradients[stream].Hidden), $"{declaration}: dh of {threads} threads");
                Assert.True(HaveSameBits(CellState(stateGradients[stream]), CellState(ownStateGradients[stream])), $"{declaration}: dc of {threads} threads");
            }

            ((IDisposable)workspace).Dispose();
            ((IDisposable)ownTape).Dispose();
        }

        double[] Rows(float[] values, int width, int stream) =>
            [.. Enumerable.Range(0, Steps).SelectMany(step => values.Skip(((step * streams) + stream) * width).Take(width)).Select(static value => (double)value)];

        void CompareGradients(string name, double[] truth, ReadOnlySpan<float> actual)
        {
            Assert.Equal(truth.Length, actual.Length);

            // A gradient that has all but vanished on its way through saturated gates is measured against what came in (the output gradients are of
            // the order of one): 1 - y of a gate near one has few bits left, and those of the fast functions are wrong everywhere by the same amount. So is one whose
            // 30 terms, a step and a stream each, all but cancel: each addition rounds to the bits of a sum of that order.
            double largest = Math.Max(declaration.Accuracy == Accuracy.Fast ? 1 : VanishedGradient, truth.Select(Math.Abs).DefaultIfEmpty(0).Max());
            for (int index = 0; index < truth.Length; index++)
            {
                Assert.True(
                    Math.Abs(actual[index] - truth[index]) <= tolerance * largest,
                    $"{declaration}: {streams} streams: gradient of {name}[{index}] is {actual[index]:R}, the reference says {truth[index]:R} (largest {largest:R}, tolerance {tolerance:R}, {hazards})");
            }
        }
    }

    /// <summary>By bits: NaN equals NaN.</summary>
    private static bool HaveSameBits(ReadOnlySpan<float> one, ReadOnlySpan<float> other) => MemoryMarshal.AsBytes(one).SequenceEqual(MemoryMarshal.AsBytes(other));

    private static double[] Widen(ReadOnlySpan<float> values) => [.. values.ToArray().Select(static value => (double)value)];

    private static float[] Noise(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }
}
