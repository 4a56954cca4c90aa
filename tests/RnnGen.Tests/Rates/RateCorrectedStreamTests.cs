using System;
using System.Linq;
using RnnGen.Tests.Cells;
using Xunit;

namespace RnnGen.Tests.Rates;

/// <summary>A stream at another rate, beside the model itself and the equation.</summary>
public sealed class RateCorrectedStreamTests
{
    private const int Steps = 60;

    /// <summary>Below 1, 1, between, whole, and the largest.</summary>
    private static readonly double[] Ratios = [0.25, 44100.0 / 48000, 1, 48000.0 / 44100, 1.5, 2, 96000.0 / 44100, 3.7, 16];

    public static TheoryData<string> Names => [.. RateModels.All.Keys];

    /// <summary>The models, the ratios and the interpolations.</summary>
    public static TheoryData<string, double, RateInterpolation> Cases
    {
        get
        {
            var cases = new TheoryData<string, double, RateInterpolation>();
            foreach (string name in RateModels.All.Keys)
            {
                foreach (double ratio in Ratios)
                {
                    cases.Add(name, ratio, RateInterpolation.Linear);
                    cases.Add(name, ratio, RateInterpolation.Cubic);
                }
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void At_its_own_rate_it_is_the_model(string name)
    {
        IModel model = RateModels.All[name];
        foreach (RateInterpolation interpolation in Enum.GetValues<RateInterpolation>())
        {
            IModelStream own = model.CreateStream(), corrected = new RateCorrection(48000, 48000, interpolation).CreateStream(model);
            float[] inputs = Noise.Create(seed: 1, Steps * model.InputSize);
            Bits.AssertEqual(Stepped(own, inputs), Stepped(corrected, inputs), name);
            Bits.AssertEqual(Ran(own, inputs), Ran(corrected, inputs), name + ", further on");
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Run_has_the_bits_of_steps(string name, double ratio, RateInterpolation interpolation)
    {
        IModel model = RateModels.All[name];
        var correction = new RateCorrection(1, ratio, interpolation);
        IModelStream stepped = correction.CreateStream(model), ran = correction.CreateStream(model), pieces = correction.CreateStream(model);
        float[] inputs = Noise.Create(seed: 2, Steps * model.InputSize);
        float[] expected = Stepped(stepped, inputs);
        Bits.AssertEqual(expected, Ran(ran, inputs), "Run");

        // In blocks of any lengths, none among them.
        float[] outputs = new float[expected.Length];
        for (int step = 0, length = 0; step < Steps; step += length, length = Math.Min((length + 1) % 9, Steps - step))
        {
            int first = model.HasOutputPerStep ? step * model.OutputSize : 0, rows = model.HasOutputPerStep ? length : 1;
            pieces.Run(inputs.AsSpan(step * model.InputSize, length * model.InputSize), outputs.AsSpan(first, rows * model.OutputSize));
        }

        Bits.AssertEqual(expected, outputs, "blocks");
    }

    /// <summary>The equation, with what the interface itself gives: nothing of the library but the model's step.</summary>
    [Theory]
    [InlineData(0.75)]
    [InlineData(1)]
    [InlineData(1.5)]
    [InlineData(2)]
    [InlineData(3.25)]
    public void The_state_is_read_at_the_delay(double ratio)
    {
        var cell = new TestCells.Lstm1x8();
        cell.Initialize(3);
        using var noise = Noise.Create(seed: 3, 40).AsEnumerable().GetEnumerator();
        RateCorrectedStream<TestCells.Lstm1x8.State> stream = new RateCorrection(1, ratio, RateInterpolation.Linear).CreateStream(cell);
        var past = Enumerable.Repeat(cell.RestState, 8).ToList();
        float[] output = new float[8];
        while (noise.MoveNext())
        {
            int first = Math.Max(1, (int)ratio);
            TestCells.Lstm1x8.State state = default, newer = past[first - 1], older = past[first];
            double part = ratio - first;
            for (int unit = 0; unit < 8; unit++)
            {
                state.Hidden[unit] = (float)(((1 - part) * newer.Hidden[unit]) + (part * older.Hidden[unit]));
                state.Cell[unit] = (float)(((1 - part) * newer.Cell[unit]) + (part * older.Cell[unit]));
            }

            cell.Step([noise.Current], ref state);
            stream.Step([noise.Current], output);
            past.Insert(0, state);
            Assert.All(output.Zip(state.Hidden.ToArray()), static pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
            Assert.Equal(output, stream.State.Hidden);
        }
    }

    /// <summary>A slow signal at twice the rate: every other output is near to what the model gives at its own.</summary>
    [Fact]
    public void A_model_sounds_the_same_at_twice_its_rate()
    {
        var network = new RateCells.Amplifier();
        network.Initialize(4);
        float[] slow = Sine(200, 0.05), fast = Sine(400, 0.025);
        float[] expected = Ran(((IModel)network).CreateStream(), slow);
        float[] corrected = Ran(new RateCorrection(1, 2).CreateStream((IModel)network), fast);
        float[] uncorrected = Ran(((IModel)network).CreateStream(), fast);
        Assert.InRange(Error(corrected), 0, 0.2 * Error(uncorrected));

        double Error(float[] outputs) => Enumerable.Range(50, 150).Max(step => Math.Abs(outputs[2 * step] - expected[step]));

        static float[] Sine(int count, double step) => [.. Enumerable.Range(0, count).Select(index => (float)Math.Sin(index * step))];
    }

    [Fact]
    public void A_reset_goes_back_to_the_rest_state_of_the_model()
    {
        var cell = new TestCells.Gru1x8();
        cell.Initialize(5);
        TestCells.Gru1x8.State rest = default;
        rest.Hidden.Fill(0.25f);
        cell.RestState = rest;
        RateCorrectedStream<TestCells.Gru1x8.State> stream = new RateCorrection(44100, 96000).CreateStream(cell);
        Assert.Equal(rest, stream.State);
        float[] inputs = Noise.Create(seed: 5, 20), first = Ran(stream, inputs);
        Assert.NotEqual(rest, stream.State);
        stream.Reset();
        Assert.Equal(rest, stream.State);
        Bits.AssertEqual(first, Ran(stream, inputs), "after a reset");
    }

    [Fact]
    public void A_state_that_is_set_is_the_whole_past()
    {
        var cell = new TestCells.Gru1x8();
        cell.Initialize(5);
        var correction = new RateCorrection(44100, 96000);
        RateCorrectedStream<TestCells.Gru1x8.State> settled = correction.CreateStream(cell), set = correction.CreateStream(cell);
        float[] silence = new float[4096];
        _ = Ran(settled, silence);
        set.State = settled.State;
        float[] rest = settled.State.Hidden.ToArray();
        Assert.All(
            Ran(set, silence.AsSpan(0, 64).ToArray()).Chunk(8), row => Assert.All(row.Zip(rest), static pair => Assert.Equal(pair.Second, pair.First, 1e-6f)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_wrong_size_changes_nothing(string name)
    {
        IModel model = RateModels.All[name];
        var correction = new RateCorrection(44100, 48000);
        IModelStream stream = correction.CreateStream(model), other = correction.CreateStream(model);
        float[] inputs = Noise.Create(seed: 6, 30 * model.InputSize), outputs = new float[31 * model.OutputSize];
        Bits.AssertEqual(Stepped(other, inputs), Stepped(stream, inputs), "before");
        Assert.Throws<ArgumentException>(() => stream.Step(new float[model.InputSize], new float[model.OutputSize + 1]));
        Assert.Throws<ArgumentException>(() => stream.Step(new float[model.InputSize + 1], new float[model.OutputSize]));
        Assert.Throws<ArgumentException>(() => stream.Run(inputs, outputs));
        Assert.Throws<ArgumentException>(() => stream.Run(new float[2 * model.InputSize], new float[(2 * model.OutputSize) + 1]));
        Bits.AssertEqual(Stepped(other, inputs), Stepped(stream, inputs), "afterwards");
    }

    [Fact]
    public void A_block_in_place_is_a_block()
    {
        var network = new RateCells.Amplifier();
        network.Initialize(7);
        var correction = new RateCorrection(44100, 48000);
        float[] inputs = Noise.Create(seed: 7, 64), expected = Ran(correction.CreateStream(network), inputs);
        RateCorrectedStream<RateCells.Amplifier.State> stream = correction.CreateStream(network);
        Assert.Throws<ArgumentException>(() => stream.Run(inputs.AsSpan(0, 63), inputs.AsSpan(1, 63)));
        stream.Run(inputs, inputs);
        Bits.AssertEqual(expected, inputs, "in place");
    }

    [Fact]
    public void Token_ids_are_refused()
    {
        IModelStream stream = new RateCorrection(44100, 48000).CreateStream(RateModels.All["lstm"]);
        const string message = "'Lstm1x40' takes floats and was given token ids.";
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => stream.Step([1], new float[40])).Message);
        Assert.Equal(message, Assert.Throws<InvalidOperationException>(() => stream.Run([1, 2], new float[80])).Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Nothing_allocates(string name)
    {
        IModel model = RateModels.All[name];
        float[] input = Noise.Create(seed: 8, model.InputSize), output = new float[model.OutputSize];
        float[] inputs = Noise.Create(seed: 9, 64 * model.InputSize), outputs = new float[(model.HasOutputPerStep ? 64 : 1) * model.OutputSize];
        foreach (double ratio in Ratios)
        {
            foreach (RateInterpolation interpolation in Enum.GetValues<RateInterpolation>())
            {
                IModelStream stream = new RateCorrection(1, ratio, interpolation).CreateStream(model);
                Assert.Equal(0, Allocation.Of(200, () => stream.Step(input, output)));
                Assert.Equal(0, Allocation.Of(10, () => stream.Run(inputs, outputs)));
                Assert.Equal(0, Allocation.Of(10, stream.Reset));
            }
        }
    }

    private static float[] Stepped(IModelStream stream, float[] inputs)
    {
        int inputSize = stream.Model.InputSize, outputSize = stream.Model.OutputSize, steps = inputs.Length / inputSize;
        bool isPerStep = stream.Model.HasOutputPerStep;
        float[] outputs = new float[(isPerStep ? steps : 1) * outputSize];
        for (int step = 0; step < steps; step++)
        {
            stream.Step(inputs.AsSpan(step * inputSize, inputSize), outputs.AsSpan(isPerStep ? step * outputSize : 0, outputSize));
        }

        return outputs;
    }

    private static float[] Ran(IModelStream stream, float[] inputs)
    {
        float[] outputs = new float[(stream.Model.HasOutputPerStep ? inputs.Length / stream.Model.InputSize : 1) * stream.Model.OutputSize];
        stream.Run(inputs, outputs);
        return outputs;
    }
}
