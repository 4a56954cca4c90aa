using System;
using System.Buffers.Binary;
using System.Linq;
using RnnGen.Networks;
using RnnGen.Tests.Cells;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>
/// The mean over a stream without an end. Streams of 1e9 steps begin in the state that they have after them: a state's bytes say what was counted and summed.
/// </summary>
public sealed class MeanPoolingTests
{
    private const int HeaderBytes = 16;
    private const int Width = 6;

    private readonly TestNetworks.MeanOfSteps _network = new();

    public MeanPoolingTests() => _network.Initialize(4);

    public static TheoryData<string, long> LongStreams => new()
    {
        { "constant", 1_000_000_000 }, { "slow", 1_000_000_000 }, { "signs", 1_000_000_000 }, { "tiny", 1_000_000_000 },
        { "constant", 60_000_000 }, { "constant", int.MaxValue - 5L }, { "constant", 5_000_000_000 },
    };

    /// <summary>Further steps of the stream that the state is after: the mean is theirs and those before, within 1e-6.</summary>
    [Theory]
    [MemberData(nameof(LongStreams))]
    public void A_mean_is_exact_after_so_many_steps(string signal, long count)
    {
        const int more = 200_000;
        double[] before = [.. Enumerable.Range(0, Width).Select(unit => Signal(signal, unit, 0))];
        double[] sums = [.. before.Select(mean => mean * count)];
        decimal[] exact = [.. sums.Select(static sum => (decimal)sum)];
        long steps = count;
        float[] row = new float[Width], mean = new float[Width];
        for (int step = 0; step < more; step++)
        {
            for (int unit = 0; unit < Width; unit++)
            {
                row[unit] = Signal(signal, unit, step);
                exact[unit] += (decimal)(double)row[unit];
            }

            MeanRows.Add(row, sums, ref steps);
        }

        MeanRows.Finish(sums, steps, mean);
        Assert.Equal(count + more, steps);
        for (int unit = 0; unit < Width; unit++)
        {
            Assert.InRange(mean[unit] - (double)(exact[unit] / steps), -1e-7, 1e-7);
        }
    }

    /// <summary>In a network: a constant input's mean after 1e9 steps does not drift, and a changed one moves it by what it should.</summary>
    [Fact]
    public void A_network_goes_on_from_a_billion_steps()
    {
        const long count = 1_000_000_000;
        const int more = 100_000;
        float[] inputs = [.. Enumerable.Repeat(0.7f, 2 * more)];
        TestNetworks.MeanOfSteps.State settled = default;
        _network.Run(inputs.AsSpan(0, 2000), new float[Width], ref settled);
        float[] h = settled.RnnL0.Hidden.ToArray();
        var state = Pooled(settled, count, [.. h.Select(static value => (double)value * count)]);
        float[] outputs = new float[Width];
        _network.Run(inputs, outputs, ref state);
        for (int unit = 0; unit < Width; unit++)
        {
            Assert.InRange(outputs[unit] - h[unit], -1e-7f, 1e-7f);
        }

        // As much again in the mean as the steps are long: 1e5 rows that differ by d move it by d * 1e5 / (1e9 + 2e5).
        state = Pooled(settled, count, [.. h.Select(static value => ((double)value - 0.5) * count)]);
        _network.Run(inputs, outputs, ref state);
        for (int unit = 0; unit < Width; unit++)
        {
            Assert.InRange(outputs[unit] - (h[unit] - 0.5 + (0.5 * more / (count + more))), -1e-7, 1e-7);
        }
    }

    /// <summary>Step by step, in one piece, in pieces and in batches of several lengths, from 1e9 steps on and beyond 2^31: the same bits.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1_000_000_000)]
    [InlineData(int.MaxValue - 3L)]
    public void Every_way_gives_the_same_bits(long count)
    {
        const int steps = 11, streams = 3;
        float[] inputs = Noise.Create(seed: 5, steps * streams * 2);
        TestNetworks.MeanOfSteps.State start = Pooled(default, count, [.. Enumerable.Range(1, Width).Select(unit => count * Math.Sin(unit))]);
        var states = new TestNetworks.MeanOfSteps.State[streams];
        states.AsSpan().Fill(start);
        int[] lengths = [11, 4, 7];
        float[] batch = new float[streams * Width];
        _network.Run(inputs, batch, states, new TestNetworks.MeanOfSteps.Workspace(3, streams), lengths);
        var trained = new TestNetworks.MeanOfSteps.State[streams];
        trained.AsSpan().Fill(start);
        float[] forward = new float[streams * Width];
        _network.Forward(inputs, forward, trained, new TestNetworks.MeanOfSteps.Tape(steps, streams), lengths);
        Bits.AssertEqual(batch, forward, "Forward");

        for (int stream = 0; stream < streams; stream++)
        {
            float[] own = [.. Enumerable.Range(0, lengths[stream]).SelectMany(step => inputs.AsSpan(((step * streams) + stream) * 2, 2).ToArray())];
            TestNetworks.MeanOfSteps.State ran = start, stepped = start, split = start;
            float[] output = new float[Width];
            _network.Run(own, output, ref ran);
            Bits.AssertEqual(batch.AsSpan(stream * Width, Width), output, "Run");
            for (int step = 0; step < lengths[stream]; step++)
            {
                _network.Step(own.AsSpan(step * 2, 2), output, ref stepped);
            }

            Bits.AssertEqual(batch.AsSpan(stream * Width, Width), output, "Step");
            _network.Run(own.AsSpan(0, 2 * 3), output, ref split);
            _network.Run(own.AsSpan(2 * 3), output, ref split);
            Bits.AssertEqual(batch.AsSpan(stream * Width, Width), output, "pieces");
            Assert.Equal(states[stream], ran);
            Assert.Equal(states[stream], stepped);
            Assert.Equal(states[stream], split);
            Assert.Equal(states[stream], trained[stream]);
        }
    }

    /// <summary>Vectors of every width give the bits of a plain loop, sums and quotients alike.</summary>
    [Fact]
    public void Every_width_gives_the_bits_of_a_plain_loop()
    {
        for (int width = 1; width < 70; width++)
        {
            float[] rows = Noise.Create(seed: width, 3 * width), results = new float[width];
            double[] sums = [.. Enumerable.Range(0, width).Select(static unit => 1e9 * Math.Cos(unit))], expected = [.. sums];
            long count = 999_999_999;
            for (int row = 0; row < 3; row++)
            {
                MeanRows.Add(rows.AsSpan(row * width, width), sums, ref count);
                for (int unit = 0; unit < width; unit++)
                {
                    expected[unit] += rows[(row * width) + unit];
                }
            }

            Assert.Equal(expected, sums);
            MeanRows.Finish(sums, count, results);
            Bits.AssertEqual([.. expected.Select(sum => (float)(sum / 1_000_000_002.0))], results, "mean");
        }
    }

    /// <summary>The largest and last of so many steps count them in 64 bits, too.</summary>
    [Fact]
    public void Every_count_has_64_bits()
    {
        long count = uint.MaxValue;
        float[] pooled = [1, 5];
        PoolingRows.Add(Pooling.Max, [2, 3], pooled, ref count);
        Assert.Equal(1L << 32, count);
        Assert.Equal([2, 5], pooled);
        PoolingRows.Finish(pooled, count, pooled);
        Assert.Equal([2, 5], pooled);
    }

    private static float Signal(string signal, int unit, int step) => signal switch
    {
        "constant" => 0.39906f + (0.1f * unit),
        "slow" => (float)Math.Tanh(0.2 + (0.1 * unit) + (1e-6 * step)),
        "signs" => (step % 2 == 0 ? 1 : -1) * (0.1f + (0.17f * unit)),
        _ => 1e-6f * (1 + unit),
    };

    /// <summary>The state with other sums: behind the cells the number of rows, then a double a unit.</summary>
    private static TestNetworks.MeanOfSteps.State Pooled(TestNetworks.MeanOfSteps.State state, long count, double[] sums)
    {
        byte[] bytes = new byte[TestNetworks.MeanOfSteps.State.ByteCount];
        state.Write(bytes);
        Span<byte> pooled = bytes.AsSpan(HeaderBytes + (sizeof(float) * Width));
        BinaryPrimitives.WriteInt64LittleEndian(pooled, count);
        for (int unit = 0; unit < Width; unit++)
        {
            BinaryPrimitives.WriteDoubleLittleEndian(pooled[(sizeof(long) + (sizeof(double) * unit))..], sums[unit]);
        }

        return TestNetworks.MeanOfSteps.State.Read(bytes);
    }
}
