using System;
using Xunit;

namespace RnnGen.Tests.Cells;

/// <summary>
/// Invariant 1: no emitted member allocates. Every kind of call is made once beforehand: the runtime may allocate for itself where it
/// compiles a method. (A process's very first calls are watched by <see cref="FirstCallTests"/>.)
/// </summary>
public sealed class AllocationTests
{
    private const int Streams = 13;
    private const int Steps = 25;

    /// <summary>So that the rest of the work is a fraction of a second whatever the shape.</summary>
    private const int MultiplyAdds = 30_000_000;

    [Theory]
    [InlineData("1x8")]
    [InlineData("2x16")]
    [InlineData("GRU 1x8")]
    [InlineData("GRU 4x4 ResetBefore")]
    [InlineData("RNN 1x8")]
    public void A_million_steps_allocate_nothing(string shape)
    {
        CellStreams cell = CellStreams.CreateRandom(shape);
        float[] input = Noise.Create(seed: 1, cell.InputSize);

        Assert.Equal(0, Allocation.Of(1_000_000, () => cell.Step(input)));
    }

    [Theory]
    [MemberData(nameof(CellStreams.Shapes), MemberType = typeof(CellStreams))]
    public void No_way_of_computing_allocates(string shape)
    {
        CellStreams cell = CellStreams.CreateRandom(shape, Streams);
        float[] inputs = Noise.Create(seed: 1, Steps * Streams * cell.InputSize);
        float[] outputs = new float[Steps * Streams * cell.HiddenSize];
        int stepInputs = Streams * cell.InputSize;
        int times = Math.Max(2, MultiplyAdds / (cell.ParameterCount * Steps * Streams));

        Assert.Equal(0, Allocation.Of(times * Steps, () => cell.Step(inputs.AsSpan(0, cell.InputSize))));
        Assert.Equal(0, Allocation.Of(
            times, () => cell.Run(inputs.AsSpan(0, Steps * cell.InputSize), outputs.AsSpan(0, Steps * cell.HiddenSize))));
        Assert.Equal(0, Allocation.Of(times, () => cell.StepStreams(inputs.AsSpan(0, stepInputs))));
        Assert.Equal(0, Allocation.Of(times, () => cell.RunStreams(inputs, outputs)));
        Assert.Equal(0, Allocation.Of(
            times, () => cell.RunStreams(inputs.AsSpan(0, cell.InputSize), outputs.AsSpan(0, cell.HiddenSize), count: 1)));
        Assert.Equal(0, Allocation.Of(times, () => cell.RunStreams([], [], count: 0)));
    }

    [Theory]
    [MemberData(nameof(CellStreams.Shapes), MemberType = typeof(CellStreams))]
    public void Reading_a_state_or_the_parameters_allocates_nothing(string shape)
    {
        CellStreams cell = CellStreams.CreateRandom(shape);
        float sum = 0;

        Assert.Equal(0, Allocation.Of(1000, () => sum += cell.Hidden(0)[0] + cell.Parameters[0] + (cell.Cell(0) is [float c, ..] ? c : 0)));
        Assert.Equal(0, Allocation.Of(10, () => cell.Initialize(seed: 2)));
        Assert.Equal(0, Allocation.Of(10, () => sum += cell.HasNonFiniteParameters ? 1 : 0));
        Assert.NotEqual(0, sum);
    }
}
