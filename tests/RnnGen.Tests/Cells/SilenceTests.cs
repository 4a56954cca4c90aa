using System;
using System.Linq;
using Xunit;

namespace RnnGen.Tests.Cells;

/// <summary>
/// A state that decays in silence ends as zeros and is never denormal: some processors take a hundred times as long to multiply with a denormal number. Biases are zeros
/// here, since any other keeps a state away from zero.
/// </summary>
public sealed class SilenceTests
{
    private const int Steps = 2000;
    private const int Streams = 5;

    public static TheoryData<string> Shapes => CellStreams.Shapes;

    [Theory]
    [MemberData(nameof(Shapes))]
    public void A_state_that_decays_in_silence_is_never_denormal_and_ends_as_zeros(string shape)
    {
        CellStreams single = CreateWithoutBiases(shape, streams: 1);
        float[] input = new float[single.InputSize];
        for (int step = 0; step < Steps; step++)
        {
            single.Step(input);
            AssertNoneIsDenormal(single.CopyStates());
        }

        Assert.All(single.CopyStates(), static value => Assert.Equal(0f, value));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void No_output_of_many_steps_or_streams_is_denormal(string shape)
    {
        CellStreams streams = CreateWithoutBiases(shape, Streams);
        CellStreams single = streams.Fork();
        float[] inputs = new float[Steps * Streams * streams.InputSize];
        float[] outputs = new float[Steps * Streams * streams.HiddenSize];

        streams.RunStreams(inputs, outputs);
        AssertNoneIsDenormal(outputs);
        single.Run(inputs.AsSpan(0, Steps * single.InputSize), outputs.AsSpan(0, Steps * single.HiddenSize));
        AssertNoneIsDenormal(outputs);

        Assert.All(streams.CopyStates(), static value => Assert.Equal(0f, value));
    }

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Inputs_that_are_denormal_leave_no_denormal_state(string shape)
    {
        CellStreams streams = CreateWithoutBiases(shape, streams: 1);
        float[] input = [.. Enumerable.Repeat(1e-39f, streams.InputSize)];
        for (int step = 0; step < Steps; step++)
        {
            streams.Step(input);
            AssertNoneIsDenormal(streams.CopyStates());
        }
    }

    private static CellStreams CreateWithoutBiases(string shape, int streams)
    {
        CellStreams cell = CellStreams.CreateRandom(shape, streams);
        var tensors = new MemoryTensors();
        cell.Save(tensors);
        foreach (string bias in tensors.Tensors.Keys.Where(static name => name.StartsWith("bias", StringComparison.Ordinal)))
        {
            Array.Clear(tensors.Tensors[bias].Values);
        }

        cell.Load(tensors);
        return cell;
    }

    private static void AssertNoneIsDenormal(float[] values) => Assert.DoesNotContain(values, float.IsSubnormal);
}
