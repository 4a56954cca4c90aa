using System;
using System.Linq;
using Xunit;

namespace RnnGen.Tests.Cells;

/// <summary>Inputs that are not finite, or hardly: results are numbers or NaN, and only those of the stream in question.</summary>
public sealed class NonFiniteInputTests
{
    private const int Streams = 7;
    private const int Steps = 3;
    private const int Victim = 4;

    public static TheoryData<string, float> Cases()
    {
        var cases = new TheoryData<string, float>();
        foreach (string shape in CellStreams.ShapeNames)
        {
            foreach (float value in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.MaxValue, float.MinValue])
            {
                cases.Add(shape, value);
            }
        }

        return cases;
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Results_are_numbers_or_NaN(string shape, float value)
    {
        CellStreams cell = CellStreams.CreateRandom(shape);
        bool isRelu = shape.EndsWith("Relu", StringComparison.Ordinal);
        float[] input = Noise.Create(seed: 1, cell.InputSize);
        input[^1] = value;
        for (int step = 0; step < Steps; step++)
        {
            cell.Step(input);
            foreach (float h in cell.Hidden(0))
            {
                Assert.True(float.IsNaN(h) || (isRelu ? h >= 0 : Math.Abs(h) <= 1), $"h = {h:R}");
            }

            Assert.All(cell.Cell(0).ToArray(), c => Assert.False(float.IsInfinity(c)));
        }

        // NaN in, NaN out: a wrong input must not look like a result. Every unit reads every input.
        if (float.IsNaN(value))
        {
            Assert.All(cell.CopyStates(), number => Assert.True(float.IsNaN(number)));
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Other_streams_do_not_notice(string shape, float value)
    {
        CellStreams healthy = CellStreams.CreateRandom(shape, Streams);
        CellStreams ill = healthy.Fork();
        int width = healthy.InputSize;
        int hidden = healthy.HiddenSize;
        float[] inputs = Noise.Create(seed: 1, Steps * Streams * width);
        float[] illInputs = [.. inputs];
        for (int step = 0; step < Steps; step++)
        {
            illInputs.AsSpan(((step * Streams) + Victim) * width, width).Fill(value);
        }

        float[] outputs = new float[Steps * Streams * hidden];
        float[] illOutputs = new float[outputs.Length];
        healthy.RunStreams(inputs, outputs);
        ill.RunStreams(illInputs, illOutputs);
        healthy.StepStreams(inputs.AsSpan(0, Streams * width));
        ill.StepStreams(illInputs.AsSpan(0, Streams * width));

        for (int stream = 0; stream < Streams; stream++)
        {
            if (stream != Victim)
            {
                for (int step = 0; step < Steps; step++)
                {
                    int row = ((step * Streams) + stream) * hidden;
                    Bits.AssertEqual(outputs.AsSpan(row, hidden), illOutputs.AsSpan(row, hidden), $"output of stream {stream}");
                }

                Bits.AssertEqual(healthy.Hidden(stream), ill.Hidden(stream), $"hidden state of stream {stream}");
                Bits.AssertEqual(healthy.Cell(stream), ill.Cell(stream), $"cell state of stream {stream}");
            }
        }

        Assert.NotEqual(healthy.Hidden(Victim).ToArray(), ill.Hidden(Victim).ToArray());
    }
}
