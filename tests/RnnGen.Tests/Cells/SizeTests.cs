using System;
using System.Globalization;
using Xunit;

namespace RnnGen.Tests.Cells;

/// <summary>
/// Invariant 5: a buffer of the wrong size is an exception that names the argument, the size it has and the size it needs; and nothing has
/// changed then.
/// </summary>
public sealed class SizeTests
{
    private const int Streams = 3;
    private const int Steps = 2;

    /// <summary>What outputs are filled with before a call that must not write them.</summary>
    private const float Untouched = 12345;

    [Theory]
    [MemberData(nameof(CellStreams.Shapes), MemberType = typeof(CellStreams))]
    public void Step_takes_exactly_one_input(string shape)
    {
        CellStreams cell = CellStreams.CreateRandom(shape);
        foreach (int length in WrongLengths(cell.InputSize))
        {
            AssertRefused(cell, "input", length, cell.InputSize, () => cell.Step(new float[length]));
        }
    }

    [Theory]
    [MemberData(nameof(CellStreams.Shapes), MemberType = typeof(CellStreams))]
    public void Step_of_streams_takes_an_input_for_each(string shape)
    {
        CellStreams cell = CellStreams.CreateRandom(shape, Streams);
        int needed = Streams * cell.InputSize;
        foreach (int length in (int[])[.. WrongLengths(needed), needed - cell.InputSize, needed + cell.InputSize])
        {
            AssertRefused(cell, "inputs", length, needed, () => cell.StepStreams(new float[length]));
        }

        AssertRefused(cell, "inputs", cell.InputSize, 0, () => cell.StepStreams(new float[cell.InputSize], count: 0));
    }

    [Theory]
    [MemberData(nameof(CellStreams.Shapes), MemberType = typeof(CellStreams))]
    public void Run_takes_an_output_for_each_step(string shape)
    {
        CellStreams cell = CellStreams.CreateRandom(shape);
        float[] inputs = new float[Steps * cell.InputSize];
        int needed = Steps * cell.HiddenSize;
        foreach (int length in (int[])[.. WrongLengths(needed), needed - cell.HiddenSize, needed + cell.HiddenSize])
        {
            float[] outputs = NewOutputs(length);
            AssertRefused(cell, "outputs", length, needed, () => cell.Run(inputs, outputs));
            AssertUntouched(outputs);
        }

        AssertRefused(cell, "outputs", cell.HiddenSize, 0, () => cell.Run([], new float[cell.HiddenSize]));
    }

    [Theory]
    [InlineData("2x16")]
    [InlineData("3x19")]
    [InlineData("16x64")]
    [InlineData("100x256")]
    [InlineData("GRU 3x19")]
    [InlineData("GRU 9x48 ComplementReset")]
    [InlineData("RNN 16x64")]
    public void Run_takes_whole_steps(string shape)
    {
        CellStreams cell = CellStreams.CreateRandom(shape, Streams);
        foreach (int rest in (int[])[1, cell.InputSize - 1])
        {
            int length = (Steps * cell.InputSize) + rest;
            float[] outputs = NewOutputs(Steps * cell.HiddenSize);
            AssertRefused(cell, "inputs", length, cell.InputSize, () => cell.Run(new float[length], outputs));
            AssertUntouched(outputs);

            int stepInputs = Streams * cell.InputSize;
            length = (Steps * stepInputs) + rest;
            outputs = NewOutputs(Steps * Streams * cell.HiddenSize);
            AssertRefused(cell, "inputs", length, stepInputs, () => cell.RunStreams(new float[length], outputs));
            AssertUntouched(outputs);
        }
    }

    [Theory]
    [MemberData(nameof(CellStreams.Shapes), MemberType = typeof(CellStreams))]
    public void Run_of_streams_takes_whole_steps_of_all_streams(string shape)
    {
        CellStreams cell = CellStreams.CreateRandom(shape, Streams);
        int stepInputs = Streams * cell.InputSize;
        float[] outputs = NewOutputs(Steps * Streams * cell.HiddenSize);
        foreach (int length in (int[])[(Steps * stepInputs) - cell.InputSize, (Steps * stepInputs) + cell.InputSize])
        {
            AssertRefused(cell, "inputs", length, stepInputs, () => cell.RunStreams(new float[length], outputs));
        }

        AssertUntouched(outputs);
        int needed = outputs.Length;
        foreach (int length in (int[])[.. WrongLengths(needed), needed - cell.HiddenSize, needed + cell.HiddenSize])
        {
            outputs = NewOutputs(length);
            AssertRefused(cell, "outputs", length, needed, () => cell.RunStreams(new float[Steps * stepInputs], outputs));
            AssertUntouched(outputs);
        }

        AssertRefused(cell, "inputs", cell.InputSize, 0, () => cell.RunStreams(new float[cell.InputSize], [], count: 0));
        AssertRefused(cell, "outputs", cell.HiddenSize, 0, () => cell.RunStreams([], new float[cell.HiddenSize], count: 0));
    }

    [Theory]
    [MemberData(nameof(CellStreams.Shapes), MemberType = typeof(CellStreams))]
    public void Outputs_must_not_overlap_inputs(string shape)
    {
        CellStreams cell = CellStreams.CreateRandom(shape, Streams);
        int inputs = Streams * cell.InputSize;
        int outputs = Streams * cell.HiddenSize;
        float[] memory = NewOutputs(inputs + outputs);

        // (where the inputs start, where the outputs start): one float in common either way round, and the same place, which is refused unless the sizes are the same.
        (int, int)[] samePlace = inputs == outputs ? [] : [(0, 0)];
        foreach ((int input, int output) in ((int, int)[])[.. samePlace, (0, inputs - 1), (outputs - 1, 0)])
        {
            AssertUnchanged(cell, () => Assert.Throws<ArgumentException>(
                "outputs", () => cell.RunStreams(memory.AsSpan(input, inputs), memory.AsSpan(output, outputs))));
            AssertUntouched(memory);
        }

        foreach ((int input, int output) in ((int, int)[])[.. samePlace, (0, cell.InputSize - 1), (cell.HiddenSize - 1, 0)])
        {
            AssertUnchanged(cell, () => Assert.Throws<ArgumentException>(
                "outputs", () => cell.Run(memory.AsSpan(input, cell.InputSize), memory.AsSpan(output, cell.HiddenSize))));
            AssertUntouched(memory);
        }
    }

    [Theory]
    [MemberData(nameof(CellStreams.Shapes), MemberType = typeof(CellStreams))]
    public void Neighbouring_buffers_do_not_overlap(string shape)
    {
        CellStreams cell = CellStreams.CreateRandom(shape, Streams);
        CellStreams apart = cell.Fork();
        int inputs = Streams * cell.InputSize;
        float[] memory = Noise.Create(seed: 1, inputs + (Streams * cell.HiddenSize));
        float[] expected = new float[Streams * cell.HiddenSize];
        apart.RunStreams([.. memory.AsSpan(0, inputs)], expected);

        cell.RunStreams(memory.AsSpan(0, inputs), memory.AsSpan(inputs));

        Bits.AssertEqual(expected, memory.AsSpan(inputs), "outputs");
    }

    /// <summary>Padded units have no place in the outputs: nothing before or after them may be written, whatever the hidden size.</summary>
    [Theory]
    [MemberData(nameof(CellStreams.Shapes), MemberType = typeof(CellStreams))]
    public void Nothing_is_written_beside_the_outputs(string shape)
    {
        const int guard = 64;
        CellStreams cell = CellStreams.CreateRandom(shape, Streams);
        foreach (int steps in (int[])[1, 2, 5, 13])
        {
            float[] inputs = Noise.Create(seed: 1, steps * Streams * cell.InputSize);
            int length = steps * cell.HiddenSize;
            float[] memory = NewOutputs(guard + length + guard);
            cell.Run(inputs.AsSpan(0, steps * cell.InputSize), memory.AsSpan(guard, length));
            AssertOnlyWritten(memory, guard, length);

            length = Streams * steps * cell.HiddenSize;
            memory = NewOutputs(guard + length + guard);
            cell.RunStreams(inputs, memory.AsSpan(guard, length));
            AssertOnlyWritten(memory, guard, length);
        }
    }

    [Theory]
    [MemberData(nameof(CellStreams.Shapes), MemberType = typeof(CellStreams))]
    public void Workspace_must_serve_all_streams(string shape)
    {
        CellStreams cell = CellStreams.CreateRandom(shape, Streams);
        float[] inputs = new float[Steps * Streams * cell.InputSize];
        float[] outputs = NewOutputs(Steps * Streams * cell.HiddenSize);

        AssertRefused(cell, "workspace", Streams - 1, Streams, () => cell.RunStreamsWithWorkspaceFor(Streams - 1, inputs, outputs));
        AssertUnchanged(cell, () => Assert.Throws<ArgumentNullException>(
            "workspace", () => cell.RunStreamsWithWorkspaceFor(null, inputs, outputs)));
        AssertUntouched(outputs);
        Assert.Throws<ArgumentOutOfRangeException>("streams", () => cell.CreateWorkspace(0));
        Assert.Throws<ArgumentOutOfRangeException>("streams", () => cell.CreateWorkspace(-1));
        if (cell.HiddenSize > 32)
        {
            // (Smaller cells go through their streams one by one: their workspaces hold nothing, and have no limit.)
            Assert.Throws<ArgumentOutOfRangeException>("streams", () => cell.CreateWorkspace(int.MaxValue));
        }

        // Larger than needed is fine, and changes nothing.
        CellStreams other = cell.Fork();
        float[] expected = new float[outputs.Length];
        other.RunStreams(inputs, expected);
        cell.RunStreamsWithWorkspaceFor(100 * Streams, inputs, outputs);
        Bits.AssertEqual(expected, outputs, "outputs");
    }

    [Theory]
    [MemberData(nameof(CellStreams.Shapes), MemberType = typeof(CellStreams))]
    public void No_steps_and_no_streams_are_fine_and_do_nothing(string shape)
    {
        CellStreams cell = CellStreams.CreateRandom(shape, Streams);

        AssertUnchanged(cell, () =>
        {
            cell.Run([], []);
            cell.RunStreams([], []);
            cell.RunStreams([], [], count: 1);
            cell.RunStreams([], [], count: 0);
            cell.StepStreams([], count: 0);
        });
    }

    [Theory]
    [MemberData(nameof(CellStreams.SquareShapes), MemberType = typeof(CellStreams))]
    public void A_cell_may_read_its_own_hidden_state_as_input(string shape)
    {
        CellStreams cell = CellStreams.CreateRandom(shape);
        CellStreams apart = cell.Fork();
        for (int step = 0; step < 10; step++)
        {
            cell.Step(cell.Hidden(0));
            apart.Step(apart.Hidden(0).ToArray());
            Bits.AssertEqual(apart.CopyStates(), cell.CopyStates(), $"states after step {step}");
        }
    }

    private static int[] WrongLengths(int needed) => needed == 1 ? [0, 2] : [0, needed - 1, needed + 1];

    private static float[] NewOutputs(int length)
    {
        float[] outputs = new float[length];
        outputs.AsSpan().Fill(Untouched);
        return outputs;
    }

    private static void AssertUntouched(ReadOnlySpan<float> outputs) => Assert.Equal(-1, outputs.IndexOfAnyExcept(Untouched));

    private static void AssertOnlyWritten(ReadOnlySpan<float> memory, int start, int length)
    {
        AssertUntouched(memory[..start]);
        Assert.Equal(-1, memory.Slice(start, length).IndexOf(Untouched));
        AssertUntouched(memory[(start + length)..]);
    }

    private static void AssertRefused(CellStreams cell, string argument, int size, int needed, Action call) =>
        AssertUnchanged(cell, () =>
        {
            ArgumentException exception = Assert.Throws<ArgumentException>(argument, call);
            Assert.Matches($"^'{argument}' (has size|serves) {Format(size)}\\b.*; it needs ", exception.Message);
            Assert.Matches($" {Format(needed)}\\b", exception.Message[exception.Message.IndexOf(';', StringComparison.Ordinal)..]);
        });

    private static string Format(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static void AssertUnchanged(CellStreams cell, Action action)
    {
        float[] states = cell.CopyStates();
        float[] parameters = cell.Parameters.ToArray();
        action();
        Bits.AssertEqual(states, cell.CopyStates(), "states");
        Bits.AssertEqual(parameters, cell.Parameters, "parameters");
    }
}
