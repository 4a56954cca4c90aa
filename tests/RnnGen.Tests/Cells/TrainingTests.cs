using System;
using System.Linq;
using Xunit;

namespace RnnGen.Tests.Cells;

/// <summary>What <c>Forward</c>, <c>Backward</c>, tapes and gradients promise, of every cell. (Their values are compared with the reference elsewhere.)</summary>
public sealed class TrainingTests
{
    private const int Steps = 9;

    public static TheoryData<string, int> CellsAndStreams()
    {
        var data = new TheoryData<string, int>();
        foreach (string cell in CellTraining.CellNames)
        {
            data.Add(cell, 1);
            data.Add(cell, 7);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(CellsAndStreams))]
    public void Forward_gives_the_bits_of_Run(string name, int streams)
    {
        CellTraining forward = Create(name, streams, Steps);
        CellTraining run = Create(name, streams, Steps);
        float[] inputs = Noise.Create(seed: 1, Steps * streams * run.InputSize);
        float[] outputs = new float[Steps * streams * run.OutputSize];
        float[] recorded = new float[outputs.Length];

        run.Run(inputs, outputs);
        forward.Forward(inputs, recorded);

        Bits.AssertEqual(outputs, recorded, "outputs");
        Bits.AssertEqual(run.States, forward.States, "final states");
    }

    [Theory]
    [MemberData(nameof(CellsAndStreams))]
    public void Training_iterations_allocate_nothing(string name, int streams)
    {
        CellTraining cell = Create(name, streams, Steps);
        float[] inputs = Noise.Create(seed: 1, Steps * streams * cell.InputSize);
        float[] outputs = new float[Steps * streams * cell.OutputSize];
        float[] inputGradients = new float[inputs.Length];
        void Iterate(int times)
        {
            for (int i = 0; i < times; i++)
            {
                cell.ClearGradients();
                cell.Forward(inputs, outputs);
                cell.Backward(outputs, inputGradients);
            }
        }

        Iterate(3);
        long least = long.MaxValue;

        // (The least of a few attempts: AllocationTests says why.)
        for (int attempt = 0; attempt < 5 && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Iterate(20);
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }

    [Theory]
    [MemberData(nameof(CellsAndStreams))]
    public void Gradients_add_up_and_a_tape_serves_again(string name, int streams)
    {
        CellTraining cell = Create(name, streams, Steps);
        float[] inputs = Noise.Create(seed: 1, Steps * streams * cell.InputSize);
        float[] outputGradients = Noise.Create(seed: 2, Steps * streams * cell.OutputSize);
        cell.Forward(inputs, new float[outputGradients.Length]);
        float[] first = new float[inputs.Length];
        cell.Backward(outputGradients, first);
        float[] parameters = cell.Gradients.ToArray();

        float[] second = new float[inputs.Length];
        cell.ClearGradients();
        cell.Backward(outputGradients, second);
        Bits.AssertEqual(first, second, "input gradients of the same tape");
        Bits.AssertEqual(parameters, cell.Gradients, "gradients of the same tape");

        cell.Backward(outputGradients, second);
        AssertClose([.. first.Select(static gradient => 2 * gradient)], second, "input gradients");
        AssertClose([.. parameters.Select(static gradient => 2 * gradient)], cell.Gradients, "gradients");
        Assert.Contains(parameters, static gradient => gradient != 0);
    }

    [Theory]
    [MemberData(nameof(CellsAndStreams))]
    public void A_tape_of_more_steps_and_streams_gives_the_same(string name, int streams)
    {
        CellTraining exact = Create(name, streams, Steps);
        var roomy = CellTraining.Create(name, streams, tapeSteps: Steps + 3, tapeStreams: streams + 2);
        roomy.States = exact.States;
        float[] inputs = Noise.Create(seed: 1, Steps * streams * exact.InputSize);
        float[] outputGradients = Noise.Create(seed: 2, Steps * streams * exact.OutputSize);
        float[] longer = Noise.Create(seed: 3, (Steps + 3) * streams * exact.InputSize);
        float[] before = roomy.States;

        // Something longer has been on it.
        roomy.Forward(longer, new float[(Steps + 3) * streams * exact.OutputSize]);
        roomy.Backward(Noise.Create(seed: 5, (Steps + 3) * streams * exact.OutputSize), []);
        roomy.ClearGradients();
        roomy.States = before;
        float[] inputGradients = new float[inputs.Length];
        float[] roomyInputGradients = new float[inputs.Length];
        exact.Forward(inputs, new float[outputGradients.Length]);
        exact.Backward(outputGradients, inputGradients);
        roomy.Forward(inputs, new float[outputGradients.Length]);
        roomy.Backward(outputGradients, roomyInputGradients);

        Bits.AssertEqual(inputGradients, roomyInputGradients, "input gradients");
        Bits.AssertEqual(exact.Gradients, roomy.Gradients, "gradients");
    }

    /// <summary>Truncated BPTT whose gradients are carried on as the states are is full BPTT.</summary>
    [Theory]
    [MemberData(nameof(CellsAndStreams))]
    public void Two_tapes_joined_by_states_are_one(string name, int streams) => CheckJoined(name, streams, Steps, cut: 4);

    /// <summary>
    /// The backward pass goes by chunks of at most 256 rows (steps times streams): more rows than one, more streams than one, and cuts elsewhere give
    /// the same.
    /// </summary>
    [Theory]
    [InlineData("Lstm3x19", 7, 90, 41)]
    [InlineData("Lstm3x19", 1, 600, 301)]
    [InlineData("Lstm16x64", 7, 90, 41)]
    [InlineData("Lstm16x64", 300, 3, 1)]
    [InlineData("Lstm1x40", 1, 600, 301)]
    [InlineData("Lstm100x256", 3, 90, 41)]
    [InlineData("Gru3x19ResetBefore", 7, 90, 41)]
    [InlineData("Gru9x48ComplementReset", 300, 3, 1)]
    [InlineData("Gru16x64", 7, 90, 41)]
    [InlineData("Rnn16x64", 1, 600, 301)]
    [InlineData("Lstm5x40Projected", 7, 90, 41)]
    [InlineData("Lstm3x19Peephole", 7, 90, 41)]
    [InlineData("Lstm3x19Diagonal", 7, 90, 41)]
    [InlineData("Gru5x40Diagonal", 300, 3, 1)]
    [InlineData("Gru5x37DiagonalBefore", 7, 90, 41)]
    [InlineData("Rnn16x64Diagonal", 1, 600, 301)]
    [InlineData("Gru5x37Normalized", 7, 90, 41)]
    [InlineData("Gru5x40NormalizedBefore", 300, 3, 1)]
    [InlineData("Rnn5x19Normalized", 1, 600, 301)]
    public void Many_rows_are_the_sum_of_fewer(string name, int streams, int steps, int cut) => CheckJoined(name, streams, steps, cut);

    private static void CheckJoined(string name, int streams, int steps, int cut)
    {
        CellTraining whole = Create(name, streams, steps);
        CellTraining early = Create(name, streams, cut);
        CellTraining late = Create(name, streams, steps - cut);
        float[] inputs = Noise.Create(seed: 1, steps * streams * whole.InputSize);
        float[] outputGradients = Noise.Create(seed: 2, steps * streams * whole.OutputSize);
        float[] finalGradients = Noise.Create(seed: 3, streams * whole.StateSize);
        float[] outputs = new float[outputGradients.Length];
        float[] inputGradients = new float[inputs.Length];
        float[] stateGradients = [.. finalGradients];
        whole.Forward(inputs, outputs);
        whole.BackwardThroughStates(outputGradients, inputGradients, stateGradients);

        int cutInputs = cut * streams * whole.InputSize;
        int cutOutputs = cut * streams * whole.OutputSize;
        float[] joined = new float[outputs.Length];
        early.Forward(inputs.AsSpan(0, cutInputs), joined.AsSpan(0, cutOutputs));
        late.States = early.States;
        late.Forward(inputs.AsSpan(cutInputs), joined.AsSpan(cutOutputs));
        float[] carried = [.. finalGradients];
        float[] joinedGradients = new float[inputs.Length];
        late.BackwardThroughStates(outputGradients.AsSpan(cutOutputs), joinedGradients.AsSpan(cutInputs), carried);
        early.BackwardThroughStates(outputGradients.AsSpan(0, cutOutputs), joinedGradients.AsSpan(0, cutInputs), carried);
        float[] sum = [.. early.Gradients.ToArray().Zip(late.Gradients.ToArray(), static (one, other) => one + other)];

        Bits.AssertEqual(outputs, joined, "outputs");
        AssertClose(inputGradients, joinedGradients, "input gradients");
        AssertClose(stateGradients, carried, "gradients of the initial states");
        AssertClose(whole.Gradients.ToArray(), sum, "gradients");
    }

    [Theory]
    [MemberData(nameof(CellTraining.Cells), MemberType = typeof(CellTraining))]
    public void Padding_has_no_gradients(string name)
    {
        CellTraining cell = Create(name, streams: 3, Steps);
        float[] inputs = Noise.Create(seed: 1, Steps * 3 * cell.InputSize);
        float[] outputGradients = Noise.Create(seed: 2, Steps * 3 * cell.OutputSize);
        cell.Forward(inputs, new float[outputGradients.Length]);
        cell.Backward(outputGradients, []);

        // What is still zero when all tensors are ones is padding.
        CellTraining ones = Create(name, streams: 1, Steps);
        var tensors = new MemoryTensors();
        ones.Save(tensors);
        foreach ((int[] _, float[] values) in tensors.Tensors.Values)
        {
            Array.Fill(values, 1f);
        }

        ones.Load(tensors);
        for (int i = 0; i < cell.Parameters.Length; i++)
        {
            if (ones.Parameters[i] == 0)
            {
                Assert.Equal(0, cell.Gradients[i]);
            }
        }

        Assert.DoesNotContain(cell.Gradients.ToArray(), static gradient => !float.IsFinite(gradient));
    }

    [Theory]
    [MemberData(nameof(CellTraining.Cells), MemberType = typeof(CellTraining))]
    public void Gradients_are_saved_under_the_parameters_names_and_shapes(string name)
    {
        CellTraining cell = Create(name, streams: 1, Steps);
        var parameters = new MemoryTensors();
        var gradients = new MemoryTensors();
        cell.Save(parameters);
        cell.SaveGradients(gradients);

        Assert.Equal(parameters.Tensors.Keys.Order(StringComparer.Ordinal), gradients.Tensors.Keys.Order(StringComparer.Ordinal));
        Assert.All(parameters.Tensors, tensor => Assert.Equal(tensor.Value.Shape, gradients.Tensors[tensor.Key].Shape));
    }

    [Theory]
    [InlineData("Lstm3x19")]
    [InlineData("Gru3x19ResetBefore")]
    [InlineData("Rnn16x64")]
    [InlineData("Lstm5x40Projected")]
    public void Wrong_sizes_are_named(string name)
    {
        const int streams = 2;
        CellTraining cell = Create(name, streams, Steps);
        float[] inputs = new float[Steps * streams * cell.InputSize];
        float[] outputs = new float[Steps * streams * cell.OutputSize];

        // Nothing is on the tape yet; then something is.
        AssertRefused("outputGradients", () => cell.Backward(outputs, []));
        AssertRefused("outputs", () => cell.Forward(inputs, outputs.AsSpan(1)));
        AssertRefused("inputs", () => cell.Forward(inputs.AsSpan(1), outputs));
        AssertRefused("tape", () => cell.Forward(new float[inputs.Length + (streams * cell.InputSize)], new float[outputs.Length + (streams * cell.OutputSize)]));
        AssertRefused("tape", () => CellTraining.Create(name, streams, Steps, tapeStreams: 1).Forward(inputs, outputs));
        Assert.Throws<ArgumentNullException>("tape", () => cell.ForwardWithoutTape(inputs, outputs));
        Assert.Throws<ArgumentNullException>("tape", cell.BackwardWithoutTape);
        Assert.Throws<ArgumentNullException>("gradients", cell.BackwardWithoutGradients);
        cell.Forward(inputs, outputs);
        AssertRefused("outputGradients", () => cell.Backward(outputs.AsSpan(1), []));
        AssertRefused("outputGradients", () => cell.Backward([], []));
        AssertRefused("inputGradients", () => cell.Backward(outputs, inputs.AsSpan(1)));
        AssertRefused("stateGradients", () => cell.BackwardWithStates(outputs, states: 1));
        cell.BackwardWithStates(outputs, states: streams);
        cell.Backward(outputs, []);
        float[] both = new float[outputs.Length + inputs.Length];
        Assert.Throws<ArgumentException>("inputGradients", () => cell.Backward(both.AsSpan(0, outputs.Length), both.AsSpan(outputs.Length - 1, inputs.Length)));

        Assert.Throws<ArgumentOutOfRangeException>("steps", () => cell.CreateTape(0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("streams", () => cell.CreateTape(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => cell.CreateTape(int.MaxValue, 3));
        Assert.Throws<ArgumentOutOfRangeException>("steps", () => cell.CreateTape(1, int.MaxValue));
    }

    [Fact]
    public void No_steps_and_no_streams_are_nothing()
    {
        CellTraining cell = Create("Lstm16x64", streams: 2, Steps);
        cell.Forward([], []);
        cell.Backward([], []);
        float[] stateGradients = Noise.Create(seed: 1, 2 * cell.StateSize);
        float[] unchanged = [.. stateGradients];
        cell.BackwardThroughStates([], [], stateGradients);
        Bits.AssertEqual(unchanged, stateGradients, "gradients of states over no steps");
        CellTraining none = CellTraining.Create("Lstm16x64", streams: 0, Steps, tapeStreams: 1);
        none.Forward([], []);
        none.Backward([], []);
        Assert.DoesNotContain(cell.Gradients.ToArray(), static gradient => gradient != 0);
    }

    [Fact]
    public void A_cell_without_training_has_no_backward_pass()
    {
        Type cell = typeof(TestCells.Lstm2x3Untrained);
        Assert.Null(cell.GetMethod("Backward"));
        Assert.Null(cell.GetNestedType("Tape"));
        Assert.NotNull(cell.GetMethod("Run", [typeof(ReadOnlySpan<float>), typeof(Span<float>), cell.GetNestedType("State")!.MakeByRefType()]));
    }

    private static CellTraining Create(string name, int streams, int steps)
    {
        CellTraining cell = CellTraining.Create(name, streams, steps);
        cell.States = Noise.Create(seed: 4, streams * cell.StateSize);
        return cell;
    }

    /// <summary>Sums in another order: relative to the largest.</summary>
    private static void AssertClose(float[] expected, ReadOnlySpan<float> actual, string what)
    {
        float bound = 2e-6f * Math.Max(1e-3f, expected.Max(Math.Abs));
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= bound, $"{what}[{i}]: {actual[i]:R}, not {expected[i]:R}");
        }
    }

    private static void AssertRefused(string argument, Action call)
    {
        ArgumentException exception = Assert.Throws<ArgumentException>(argument, call);
        Assert.Contains($"'{argument}'", exception.Message, StringComparison.Ordinal);
    }
}
