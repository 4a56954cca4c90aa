using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using RnnGen.Reference;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Generator.Tests;

/// <summary>One emitted network against the reference, sequence by sequence, and against itself, computed every way there is.</summary>
/// <param name="declaration">What was declared.</param>
public class NetworkAgainstReference<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>(NetworkDeclaration declaration)
    where TNetwork : class, ITrainableNetwork<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>, new()
    where TInput : struct
    where TState : struct, INetworkState<TState>
    where TWorkspace : class
    where TTape : class, INetworkTape
    where TGradients : class, ICellGradients
{
    protected const int Steps = NetworkDeclaration.Steps;
    protected const int Streams = NetworkDeclaration.Streams;
    private const int HeaderBytes = 16;
    protected const long DropoutSeed = 42;

    /// <summary>One step of a cell is held to 1e-6; errors add up over layers and steps.</summary>
    private const double OutputTolerance = 2e-6;

    /// <summary>Relative to the largest of a tensor, or to this where that is small.</summary>
    private const double GradientTolerance = 4e-6;
    private const double VanishedGradient = 0.5;

    private readonly Random _random = new(declaration.Seed);

    protected NetworkDeclaration Declaration => declaration;

    protected TNetwork Network { get; } = Initialized(declaration.Seed);

    /// <summary>In no order, one of them all steps, one none.</summary>
    protected int[] Lengths { get; } = DrawLengths(declaration.Seed);

    /// <summary>Floats of a step's inputs, which have gradients.</summary>
    private int GradientSize => declaration.FloatColumns.Count;

    private static int OutputRows => TNetwork.HasOutputPerStep ? Steps * Streams : Streams;

    /// <summary>Outputs and states of a batch of different lengths, in both layouts and by Forward; the gradients of everything.</summary>
    public virtual void Check()
    {
        Assert.Equal(declaration.InputSize, TNetwork.InputSize);
        Assert.Equal(!declaration.IsPooled, TNetwork.HasOutputPerStep);
        TWorkspace workspace = TNetwork.CreateWorkspace(Steps, Streams);

        // States that are neither zeros nor impossible: those after other sequences.
        var initial = new TState[Streams];
        Network.Run(Inputs(1, padded: false), new float[OutputRows * TNetwork.OutputSize], initial, workspace);

        TState[] states = [.. initial];
        TInput[] inputs = Inputs(2, padded: true);
        float[] outputs = Garbage(OutputRows * TNetwork.OutputSize);
        Network.Run(inputs, outputs, states, workspace, Lengths);
        CompareForward(initial, states, inputs, outputs, dropoutSeed: null);
        AssertPaddingIsZero(outputs, TNetwork.OutputSize, TNetwork.HasOutputPerStep);

        TState[] otherStates = [.. initial];
        float[] otherOutputs = Garbage(outputs.Length);
        Network.Run(Turned(inputs, TNetwork.InputSize, toBatchFirst: true), otherOutputs, otherStates, workspace, Lengths, SequenceLayout.BatchFirst);
        AssertSameBits(outputs, TNetwork.HasOutputPerStep ? Turned(otherOutputs, TNetwork.OutputSize, toBatchFirst: false) : otherOutputs, "batch first");
        AssertSameBits(Values(states), Values(otherStates), "states of batch first");

        CheckStates(states);
        CheckTraining(initial, inputs, outputs, states);
        CheckThreads(ManyThreads.Count(declaration.Seed), initial, inputs, outputs, states);
    }

    /// <summary>Any number of threads gives the bits of one.</summary>
    private void CheckThreads(int threads, TState[] initial, TInput[] inputs, float[] runOutputs, TState[] runStates)
    {
        TWorkspace workspace = TNetwork.CreateWorkspace(Steps, Streams, threads);
        float[] outputs = Garbage(runOutputs.Length);
        TState[] states = [.. initial];
        Network.Run(inputs, outputs, states, workspace, Lengths);
        AssertSameBits(runOutputs, outputs, $"outputs of {threads} threads");
        AssertSameBits(Values(runStates), Values(states), $"states of {threads} threads");
        ((IDisposable)workspace).Dispose();

        AssertSameBits(Gradients(1), Gradients(threads), $"gradients of {threads} threads");

        float[] Gradients(int number)
        {
            TTape tape = TNetwork.CreateTape(Steps, Streams, number);
            tape.DropoutSeed = DropoutSeed;
            TGradients gradients = TNetwork.CreateGradients();
            TState[] ownStates = [.. initial];
            float[] ownOutputs = Garbage(runOutputs.Length);
            Network.Forward(inputs, ownOutputs, ownStates, tape, Lengths);
            float[] inputGradients = new float[Steps * Streams * GradientSize];
            TState[] stateGradients = [.. Enumerable.Range(0, Streams).Select(StateGradient)];
            Network.Backward(Noise(3, OutputRows * TNetwork.OutputSize), tape, gradients, inputGradients, stateGradients);
            ((IDisposable)tape).Dispose();
            return [.. ownOutputs, .. Values(ownStates), .. gradients.Values, .. inputGradients, .. Values(stateGradients)];
        }
    }

    /// <summary>h and c go out of states and into others, layer by layer, and nothing else does; equal states are equal.</summary>
    private static void CheckStates(TState[] states)
    {
        var copies = new TState[Streams];
        foreach (StateLayer layer in TState.Layers)
        {
            float[] hidden = new float[layer.HiddenFloats(Streams)];
            TState.GetHidden(states, hidden, layer.Name);
            TState.SetHidden(copies, hidden, layer.Name);
            if (layer.HasCell)
            {
                float[] cell = new float[layer.CellFloats(Streams)];
                TState.GetCell(states, cell, layer.Name);
                TState.SetCell(copies, cell, layer.Name);
            }
        }

        for (int stream = 0; stream < Streams; stream++)
        {
            Span<byte> bytes = BytesOf(states[stream]), copied = BytesOf(copies[stream]);
            Assert.True(bytes[..(sizeof(float) * CellFloats)].SequenceEqual(copied[..(sizeof(float) * CellFloats)]));
            Assert.False(copied[(sizeof(float) * CellFloats)..].ContainsAnyExcept((byte)0));
            Assert.Equal(bytes.SequenceEqual(copied), states[stream].Equals(copies[stream]));
            Assert.True(states[stream].Equals(states[stream]));
        }
    }

    private void CheckTraining(TState[] initial, TInput[] inputs, float[] runOutputs, TState[] runStates)
    {
        TTape tape = TNetwork.CreateTape(Steps, Streams);
        for (int stream = 0; stream < Streams; stream++)
        {
            tape.DropoutStreams[stream] = NetworkDeclaration.DropoutStream(stream);
        }

        TGradients gradients = TNetwork.CreateGradients();
        float[] outputGradients = Noise(3, OutputRows * TNetwork.OutputSize);
        if (TNetwork.HasOutputPerStep)
        {
            Pad(outputGradients, TNetwork.OutputSize, float.NaN);
        }

        float[] first = [];
        for (int repetition = 0; repetition < 3; repetition++)
        {
            // The second in the other layout; the third as the first, on a used tape.
            SequenceLayout layout = repetition == 1 ? SequenceLayout.BatchFirst : SequenceLayout.TimeFirst;
            bool turns = layout == SequenceLayout.BatchFirst;
            TState[] states = [.. initial];
            float[] outputs = Garbage(runOutputs.Length);
            tape.DropoutSeed = DropoutSeed;
            Network.Forward(turns ? Turned(inputs, TNetwork.InputSize, toBatchFirst: true) : inputs, outputs, states, tape, Lengths, layout);
            tape.DropoutSeed = -1;
            outputs = turns && TNetwork.HasOutputPerStep ? Turned(outputs, TNetwork.OutputSize, toBatchFirst: false) : outputs;
            if (declaration.HasDropout)
            {
                CompareForward(initial, states, inputs, outputs, DropoutSeed);
            }
            else
            {
                AssertSameBits(runOutputs, outputs, "outputs of Forward");
                AssertSameBits(Values(runStates), Values(states), "states of Forward");
            }

            float[] inputGradients = new float[Steps * Streams * GradientSize];
            TState[] stateGradients = [.. Enumerable.Range(0, Streams).Select(StateGradient)];
            gradients.Clear();
            Network.Backward(
                turns && TNetwork.HasOutputPerStep ? Turned(outputGradients, TNetwork.OutputSize, toBatchFirst: true) : outputGradients,
                tape, gradients, inputGradients, stateGradients);
            inputGradients = turns && inputGradients.Length > 0 ? Turned(inputGradients, GradientSize, toBatchFirst: false) : inputGradients;
            float[] all = [.. gradients.Values, .. inputGradients, .. Values(stateGradients)];
            first = repetition == 0 ? all : first;
            AssertSameBits(first, all, $"gradients of repetition {repetition}");
            if (repetition == 0)
            {
                CompareGradients(initial, inputs, outputGradients, gradients, inputGradients, stateGradients);
            }
        }

        // Gradients are added to, whether those of the inputs are wanted or not.
        TGradients twice = TNetwork.CreateGradients();
        TState[] again = [.. initial];
        tape.DropoutSeed = DropoutSeed;
        Network.Forward(inputs, Garbage(runOutputs.Length), again, tape, Lengths);
        Network.Backward(outputGradients, tape, twice, default, [.. Enumerable.Range(0, Streams).Select(StateGradient)]);
        AssertSameBits(first.AsSpan(0, twice.Values.Length), twice.Values, "gradients without those of inputs");
        Network.Backward(outputGradients, tape, twice);
        Assert.DoesNotContain(twice.Values.ToArray(), float.IsNaN);
    }

    private void CompareForward(TState[] initial, TState[] states, TInput[] inputs, float[] outputs, long? dropoutSeed)
    {
        var tensors = new TensorSink();
        Network.Save(tensors);
        for (int stream = 0; stream < Streams; stream++)
        {
            Network<double> reference = declaration.Reference(tensors.Values, stream, dropoutSeed);
            double[] state = Doubles(initial[stream]);
            (double[] expected, _) = reference.Forward(ToDouble(SequenceOf(inputs, TNetwork.InputSize, stream)), state);
            float[] actual = TNetwork.HasOutputPerStep
                ? SequenceOf(outputs, TNetwork.OutputSize, stream)
                : outputs.AsSpan(stream * TNetwork.OutputSize, TNetwork.OutputSize).ToArray();
            AssertClose(expected, actual, OutputTolerance * declaration.Depth, 1, $"outputs of stream {stream}");
            AssertClose(state, [.. Doubles(states[stream]).Select(static value => (float)value)], OutputTolerance * declaration.Depth, 1, $"state of stream {stream}");
        }
    }

    /// <summary>Compares outputs and the final state of a stream at another rate, from zeros, with the reference.</summary>
    protected void CompareRates(float[] inputs, double ratio, int order, float[] outputs, TState state)
    {
        var tensors = new TensorSink();
        Network.Save(tensors);
        var reference = new RateCorrectedLayer<double>(declaration.Reference(tensors.Values, stream: 0, dropoutSeed: null), ratio, order);
        double[] expected = reference.Run(Array.ConvertAll(inputs, static value => (double)value));

        // Where a state is extrapolated, its error is magnified, too, step by step.
        double tolerance = OutputTolerance * declaration.Depth * (ratio < 1 ? 4 : 2);
        AssertClose(expected, outputs, tolerance, 1, $"outputs at {ratio}, order {order}");
        AssertClose(reference.State, [.. Doubles(state).Select(static value => (float)value)], tolerance, 1, $"state at {ratio}, order {order}");
    }

    private void CompareGradients(
        TState[] initial, TInput[] inputs, float[] outputGradients, TGradients gradients, float[] inputGradients, TState[] stateGradients)
    {
        var tensors = new TensorSink();
        Network.Save(tensors);
        var actual = new TensorSink();
        gradients.Save(actual);
        var sums = new Dictionary<string, (Parameter<double> Parameter, double[] Sum)>();
        double[] expectedInputs = new double[Steps * Streams * GradientSize];
        double[] expectedStates = new double[Streams * Doubles(default).Length];
        for (int stream = 0; stream < Streams; stream++)
        {
            Network<double> reference = declaration.Reference(tensors.Values, stream, DropoutSeed);
            (_, LayerPullback<double> pullback) = reference.Forward(ToDouble(SequenceOf(inputs, TNetwork.InputSize, stream)), Doubles(initial[stream]));
            float[] given = TNetwork.HasOutputPerStep
                ? SequenceOf(outputGradients, TNetwork.OutputSize, stream)
                : outputGradients.AsSpan(stream * TNetwork.OutputSize, TNetwork.OutputSize).ToArray();
            double[] state = Doubles(StateGradient(stream));
            double[] taken = pullback([.. given.Select(static value => (double)value)], state);
            for (int step = 0; step < Lengths[stream]; step++)
            {
                for (int column = 0; column < GradientSize; column++)
                {
                    expectedInputs[(((step * Streams) + stream) * GradientSize) + column] = taken[(step * declaration.Columns) + declaration.FloatColumns[column]];
                }
            }

            state.CopyTo(expectedStates, stream * state.Length);
            AddGradients(reference, sums);
        }

        foreach ((string name, (Parameter<double> parameter, double[] sum)) in sums)
        {
            (string prefix, string suffix) = Split(name, parameter.Name);
            float[] tensor = ReferenceTwin.TensorOf(actual.Values, prefix, suffix, parameter).ToArray();
            AssertClose(sum, tensor, GradientTolerance * declaration.Depth, VanishedGradient, $"gradients of {name}");
        }

        if (inputGradients.Length > 0)
        {
            AssertClose(expectedInputs, inputGradients, GradientTolerance * declaration.Depth, VanishedGradient, "gradients of inputs");
            AssertPaddingIsZero(inputGradients, GradientSize, isPerStep: true);
        }

        AssertClose(
            expectedStates, [.. stateGradients.SelectMany(state => Doubles(state)).Select(static value => (float)value)], GradientTolerance * declaration.Depth,
            VanishedGradient, "gradients of states");
    }

    // The reference names parameters within a layer; layers are told apart by their place.
    private void AddGradients(Network<double> reference, Dictionary<string, (Parameter<double> Parameter, double[] Sum)> sums)
    {
        foreach ((string name, Parameter<double> parameter) in declaration.Named(reference))
        {
            if (!sums.TryGetValue(name, out var entry))
            {
                entry = (parameter, new double[parameter.Gradients.Length]);
                sums.Add(name, entry);
            }

            for (int index = 0; index < entry.Sum.Length; index++)
            {
                entry.Sum[index] += parameter.Gradients[index];
            }
        }
    }

    private static (string Prefix, string Suffix) Split(string name, string parameter)
    {
        int suffix = parameter.IndexOf("_l", parameter.StartsWith("layer_norm", StringComparison.Ordinal) ? 6 : 0, StringComparison.Ordinal);
        return (name[..^parameter.Length], suffix < 0 ? "" : parameter[suffix..]);
    }

    private static TNetwork Initialized(int seed)
    {
        var network = new TNetwork();
        network.Initialize(seed);
        return network;
    }

    private static int[] DrawLengths(int seed)
    {
        var random = new Random(seed);
        int[] lengths = [.. Enumerable.Range(0, Streams - 2).Select(_ => random.Next(1, Steps + 1)), Steps, seed % 2 == 0 ? 0 : 1];
        random.Shuffle(lengths);
        return lengths;
    }

    /// <summary>[step, stream, input]; padding is what no computation survives.</summary>
    protected TInput[] Inputs(int salt, bool padded)
    {
        var random = new Random(declaration.Seed + salt);
        if (typeof(TInput) == typeof(int))
        {
            int[] tokens = [.. Enumerable.Range(0, Steps * Streams).Select(_ => random.Next(declaration.Vocabulary))];
            if (padded)
            {
                Pad(tokens, 1, -7);
            }

            return (TInput[])(object)tokens;
        }

        if (DrawnSteps is { } drawn)
        {
            TInput[] steps = [.. Enumerable.Range(0, Steps * Streams).Select(_ => drawn.Draw(random, declaration.Inputs))];
            if (padded)
            {
                Pad(steps, 1, drawn.Garbage(declaration.Inputs));
            }

            return steps;
        }

        float[] inputs = Noise(salt, Steps * Streams * TNetwork.InputSize);
        if (padded)
        {
            Pad(inputs, TNetwork.InputSize, float.NaN);
        }

        return (TInput[])(object)inputs;
    }

    /// <summary>One sequence of [step, stream, width], without its padding.</summary>
    protected T[] SequenceOf<T>(T[] rows, int width, int stream) =>
        [.. Enumerable.Range(0, Lengths[stream]).SelectMany(step => rows.AsSpan(((step * Streams) + stream) * width, width).ToArray())];

    protected static float[] Garbage(int count) => [.. Enumerable.Repeat(float.NaN, count)];

    /// <summary>The bytes of states without headers, as floats (the bits of what is pooled in 64 bits among them).</summary>
    protected static float[] Values(ReadOnlySpan<TState> states)
    {
        var values = new List<float>();
        foreach (TState state in states)
        {
            values.AddRange(MemoryMarshal.Cast<byte, float>(BytesOf(state)));
        }

        return [.. values];
    }

    private static Span<byte> BytesOf(TState state)
    {
        byte[] bytes = new byte[TState.ByteCount];
        state.Write(bytes);
        return bytes.AsSpan(HeaderBytes);
    }

    protected void AssertSameBits(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int index = 0; index < expected.Length; index++)
        {
            if (BitConverter.SingleToInt32Bits(expected[index]) != BitConverter.SingleToInt32Bits(actual[index]))
            {
                Assert.Fail($"{declaration}\n{what}: float {index} is {actual[index]:R}, not {expected[index]:R}");
            }
        }
    }

    protected void AssertClose(double[] expected, float[] actual, double tolerance, double smallest, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double scale = Math.Max(smallest, expected.Select(Math.Abs).DefaultIfEmpty(0).Max());
        for (int index = 0; index < expected.Length; index++)
        {
            if (!(Math.Abs(expected[index] - actual[index]) <= tolerance * scale))
            {
                Assert.Fail($"{declaration}\n{what}: number {index} is {actual[index]:R}, the reference says {expected[index]:R} (scale {scale:0.###})");
            }
        }
    }

    private void AssertPaddingIsZero(float[] rows, int width, bool isPerStep)
    {
        for (int row = 0; isPerStep && row < Steps * Streams; row++)
        {
            if (row / Streams >= Lengths[row % Streams])
            {
                Assert.All(rows.AsSpan(row * width, width).ToArray(), static value => Assert.Equal(0f, value));
            }
        }
    }

    private void Pad<T>(T[] rows, int width, T value)
    {
        for (int row = 0; row < Steps * Streams; row++)
        {
            if (row / Streams >= Lengths[row % Streams])
            {
                rows.AsSpan(row * width, width).Fill(value);
            }
        }
    }

    private static T[] Turned<T>(T[] rows, int width, bool toBatchFirst)
    {
        T[] turned = new T[rows.Length];
        for (int step = 0; step < Steps; step++)
        {
            for (int stream = 0; stream < Streams; stream++)
            {
                int timeFirst = ((step * Streams) + stream) * width, batchFirst = ((stream * Steps) + step) * width;
                rows.AsSpan(toBatchFirst ? timeFirst : batchFirst, width).CopyTo(turned.AsSpan(toBatchFirst ? batchFirst : timeFirst));
            }
        }

        return turned;
    }

    /// <summary>Of a network of several inputs, its steps.</summary>
    private IDrawnSteps<TInput>? DrawnSteps => declaration.Inputs.Count == 0
        ? null
        : (IDrawnSteps<TInput>)Activator.CreateInstance(typeof(DrawnSteps<>).MakeGenericType(typeof(TInput)))!;

    protected double[] ToDouble(TInput[] values) => DrawnSteps is { } drawn ? [.. values.SelectMany(step => drawn.RowOf(step, declaration.Inputs))]
        : typeof(TInput) == typeof(int)
        ? [.. ((int[])(object)values).Select(static value => (double)value)]
        : [.. ((float[])(object)values).Select(static value => (double)value)];

    private static int CellFloats => TState.Layers.ToArray().Sum(static layer => layer.HiddenFloats(1) + layer.CellFloats(1));

    /// <summary>A state as the reference has it: of every cell h, then c; where it keeps something of the rows, their number and that.</summary>
    private double[] Doubles(TState state)
    {
        Span<byte> bytes = BytesOf(state);
        Span<byte> pooled = bytes[(sizeof(float) * CellFloats)..];
        double[] cells = Widened(bytes[..^pooled.Length]);
        if (declaration.PooledSize == 0)
        {
            Assert.Equal(0, pooled.Length);
            return cells;
        }

        Span<byte> kept = pooled[sizeof(long)..];
        return [.. cells, BitConverter.ToInt64(pooled), .. declaration.PoolsSums ? MemoryMarshal.Cast<byte, double>(kept).ToArray() : Widened(kept)];

        static double[] Widened(Span<byte> floats) => [.. MemoryMarshal.Cast<byte, float>(floats).ToArray().Select(static value => (double)value)];
    }

    /// <summary>Gradients of a state, the same at every call; none of a count.</summary>
    private TState StateGradient(int stream)
    {
        byte[] bytes = new byte[TState.ByteCount];
        default(TState).Write(bytes);
        Span<byte> pooled = bytes.AsSpan(HeaderBytes + (sizeof(float) * CellFloats));
        float[] noise = Noise(100 + stream, CellFloats + declaration.PooledSize);
        MemoryMarshal.AsBytes(noise.AsSpan(0, CellFloats)).CopyTo(bytes.AsSpan(HeaderBytes));
        if (declaration.PooledSize > 0)
        {
            float[] kept = noise[CellFloats..];
            (declaration.PoolsSums ? MemoryMarshal.AsBytes<double>(kept.Select(static value => (double)value).ToArray()) : MemoryMarshal.AsBytes<float>(kept))
                .CopyTo(pooled[sizeof(long)..]);
        }

        return TState.Read(bytes);
    }

    private float[] Noise(int salt, int count)
    {
        var random = new Random(declaration.Seed + salt);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }
}

/// <summary>The same, of a network whose outputs depend on no later input.</summary>
/// <param name="declaration">What was declared.</param>
public sealed class CausalNetworkAgainstReference<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>(NetworkDeclaration declaration)
    : NetworkAgainstReference<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>(declaration)
    where TNetwork : class, ITrainableNetwork<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>,
        ICausalNetwork<TNetwork, TInput, TState, TWorkspace>, new()
    where TInput : struct
    where TState : struct, INetworkState<TState>
    where TWorkspace : class
    where TTape : class, INetworkTape
    where TGradients : class, ICellGradients
{
    /// <inheritdoc/>
    public override void Check()
    {
        base.Check();
        CheckPieces();
        if (typeof(TInput) == typeof(float))
        {
            CheckRates((ICausalModel<float, TState>)Network);
        }
    }

    /// <summary>At other rates: step by step and at once the same bits, and near to the reference.</summary>
    private void CheckRates(ICausalModel<float, TState> network)
    {
        float[] inputs = SequenceOf((float[])(object)Inputs(4, padded: false), TNetwork.InputSize, stream: Array.IndexOf(Lengths, Steps));
        bool isPerStep = TNetwork.HasOutputPerStep;
        foreach (double ratio in (double[])[44100.0 / 48000, 1, 48000.0 / 44100, 1.5, 2, 96000.0 / 44100])
        {
            foreach (RateInterpolation interpolation in Enum.GetValues<RateInterpolation>())
            {
                var correction = new RateCorrection(1, ratio, interpolation);
                RateCorrectedStream<TState> stepping = correction.CreateStream(network), running = correction.CreateStream(network);
                float[] stepped = new float[(isPerStep ? Steps : 1) * TNetwork.OutputSize], ran = new float[stepped.Length];
                for (int step = 0; step < Steps; step++)
                {
                    stepping.Step(
                        inputs.AsSpan(step * TNetwork.InputSize, TNetwork.InputSize), stepped.AsSpan(isPerStep ? step * TNetwork.OutputSize : 0, TNetwork.OutputSize));
                }

                running.Run(inputs, ran);
                AssertSameBits(stepped, ran, $"Run at {ratio}");
                AssertSameBits(Values([stepping.State]), Values([running.State]), $"state after Run at {ratio}");
                CompareRates(inputs, ratio, interpolation == RateInterpolation.Linear ? 1 : 3, ran, running.State);
            }
        }
    }

    /// <summary>Step by step, in pieces, stream by stream: the same bits.</summary>
    private void CheckPieces()
    {
        ICausalNetwork<TNetwork, TInput, TState, TWorkspace> network = Network;
        bool isPerStep = TNetwork.HasOutputPerStep;
        TInput[] inputs = Inputs(2, padded: true);
        float[] outputs = Garbage((isPerStep ? Steps * Streams : Streams) * TNetwork.OutputSize);
        var states = new TState[Streams];
        network.Run(inputs, outputs, states, TNetwork.CreateWorkspace(Steps, Streams), Lengths);

        float[] pieces = Garbage(outputs.Length);
        var pieceStates = new TState[Streams];
        network.Run(inputs, pieces, pieceStates, TNetwork.CreateWorkspace(2, Streams), Lengths);
        AssertSameBits(outputs, pieces, "pieces of two steps");
        AssertSameBits(Values(states), Values(pieceStates), "states after pieces of two steps");

        for (int stream = 0; stream < Streams; stream++)
        {
            TInput[] sequence = SequenceOf(inputs, TNetwork.InputSize, stream);
            float[] expected = isPerStep
                ? SequenceOf(outputs, TNetwork.OutputSize, stream)
                : outputs.AsSpan(stream * TNetwork.OutputSize, TNetwork.OutputSize).ToArray();
            float[] ran = Garbage(expected.Length);
            TState ranState = default, steppedState = default;
            network.Run(sequence, ran, ref ranState);
            float[] stepped = Lengths[stream] == 0 ? [.. ran] : Garbage(ran.Length);
            for (int step = 0; step < Lengths[stream]; step++)
            {
                network.Step(
                    sequence.AsSpan(step * TNetwork.InputSize, TNetwork.InputSize),
                    stepped.AsSpan(isPerStep ? step * TNetwork.OutputSize : 0, TNetwork.OutputSize),
                    ref steppedState);
            }

            AssertSameBits(expected, ran, $"Run of stream {stream}");
            AssertSameBits(expected, stepped, $"Step of stream {stream}");
            AssertSameBits(Values([states[stream]]), Values([ranState]), $"state after Run of stream {stream}");
            AssertSameBits(Values([states[stream]]), Values([steppedState]), $"state after Step of stream {stream}");
        }
    }
}
