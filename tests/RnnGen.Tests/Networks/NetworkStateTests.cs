using System;
using System.Linq;
using System.Runtime.InteropServices;
using RnnGen.Formats;
using RnnGen.Tests.Cells;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>States of streams without an end: copied, saved, restored, set back.</summary>
public sealed class NetworkStateTests
{
    private const int HeaderBytes = 16;

    private readonly TestNetworks.Filter _network = new();

    public NetworkStateTests() => _network.Initialize(3);

    [Fact]
    public void A_stream_goes_on_after_its_state_was_saved_and_read()
    {
        float[] inputs = Noise.Create(seed: 1, 40);
        var state = default(TestNetworks.Filter.State);
        float[] expected = Steps(inputs, ref state);

        var before = default(TestNetworks.Filter.State);
        float[] first = Steps(inputs.AsSpan(0, 15), ref before);
        byte[] bytes = new byte[TestNetworks.Filter.State.ByteCount];
        before.Write(bytes);
        var restored = TestNetworks.Filter.State.Read(bytes);
        float[] second = Steps(inputs.AsSpan(15), ref restored);

        Bits.AssertEqual(expected, [.. first, .. second], "outputs");
        Bits.AssertEqual(state.LstmL0.Hidden, restored.LstmL0.Hidden, "h");
        Bits.AssertEqual(state.LstmL0.Cell, restored.LstmL0.Cell, "c");
    }

    [Fact]
    public void An_assignment_copies_a_state_and_sets_a_stream_back_to_rest()
    {
        float[] silence = new float[100], signal = Noise.Create(seed: 2, 30);
        var rest = default(TestNetworks.Filter.State);
        Steps(silence, ref rest);

        TestNetworks.Filter.State state = rest;
        float[] expected = Steps(signal, ref state);
        Assert.False(state.LstmL0.Hidden.SequenceEqual(rest.LstmL0.Hidden));
        state = rest;
        Bits.AssertEqual(expected, Steps(signal, ref state), "outputs from rest");
    }

    [Fact]
    public void The_parts_of_a_state_can_be_read_and_set()
    {
        var state = default(TestNetworks.Filter.State);
        state.LstmL0.Hidden.Fill(0.25f);
        state.LstmL0.Cell[3] = 2f;
        byte[] bytes = new byte[TestNetworks.Filter.State.ByteCount];
        state.Write(bytes);
        float[] values = MemoryMarshal.Cast<byte, float>(bytes.AsSpan(HeaderBytes)).ToArray();
        Assert.Equal(32, values.Length);
        Assert.All(values.Take(16), static value => Assert.Equal(0.25f, value));
        Assert.Equal(2f, values[16 + 3]);
    }

    /// <summary>The format is fixed: these bytes must be read for ever.</summary>
    [Fact]
    public void Bytes_are_versioned_and_little_endian()
    {
        var state = default(TestNetworks.MeanOfSteps.State);
        state.RnnL0.Hidden[0] = 1f;
        var network = new TestNetworks.MeanOfSteps();
        byte[] bytes = new byte[TestNetworks.MeanOfSteps.State.ByteCount];
        state.Write(bytes);
        Assert.Equal(HeaderBytes + (4 * 6) + 8 + (8 * 6), bytes.Length);
        Assert.Equal("526E6E5302000000", Convert.ToHexString(bytes.AsSpan(0, 8)));
        Assert.Equal("50000000", Convert.ToHexString(bytes.AsSpan(12, 4)));
        Assert.Equal("0000803F", Convert.ToHexString(bytes.AsSpan(HeaderBytes, 4)));

        // The rows that were pooled are counted by an integer.
        network.Run(new float[2 * 3], new float[6], ref state);
        state.Write(bytes);
        Assert.Equal("0300000000000000", Convert.ToHexString(bytes.AsSpan(HeaderBytes + (4 * 6), 8)));
    }

    /// <summary>What a user has in files from before: they are refused, by the version that they have.</summary>
    [Fact]
    public void Bytes_of_the_first_version_are_refused_by_name()
    {
        byte[] first = Convert.FromHexString("526E6E5301000000" + "B7C1A2F3" + "0D000000" + new string('0', 2 * 4 * 13));
        string message = Assert.Throws<StateFormatException>(() => TestNetworks.MeanOfSteps.State.Read(first)).Message;
        Assert.Contains("version 1", message, StringComparison.Ordinal);
        Assert.Contains("version 2", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_of_something_else_are_refused()
    {
        byte[] bytes = new byte[TestNetworks.Filter.State.ByteCount];
        default(TestNetworks.Filter.State).Write(bytes);
        Assert.Contains("version 3", Refused(bytes, static copy => copy[4] = 3), StringComparison.Ordinal);
        Assert.Contains("not a state", Refused(bytes, static copy => copy[0] = 0), StringComparison.Ordinal);
        Assert.Contains("another network or cell", Refused(bytes, static copy => copy[8] ^= 1), StringComparison.Ordinal);
        Assert.Contains("bytes", Refused(bytes, static copy => copy[12] ^= 4), StringComparison.Ordinal);
        Assert.Throws<StateFormatException>(() => TestNetworks.Filter.State.Read(bytes.AsSpan(0, bytes.Length - 1)));
        Assert.Throws<StateFormatException>(() => TestNetworks.Filter.State.Read([.. bytes, 0]));
        Assert.Throws<StateFormatException>(() => TestNetworks.Filter.State.Read([]));

        byte[] other = new byte[TestNetworks.OtherFilter.State.ByteCount];
        default(TestNetworks.OtherFilter.State).Write(other);
        Assert.Throws<StateFormatException>(() => TestNetworks.Filter.State.Read(other));

        byte[] pooled = new byte[TestNetworks.MeanOfSteps.State.ByteCount];
        default(TestNetworks.MeanOfSteps.State).Write(pooled);
        pooled[HeaderBytes + (4 * 6) + 7] = 0x80;
        Assert.Throws<StateFormatException>(() => TestNetworks.MeanOfSteps.State.Read(pooled));
    }

    [Fact]
    public void A_destination_that_is_too_short_is_refused_before_anything_is_written()
    {
        byte[] bytes = new byte[TestNetworks.Filter.State.ByteCount - 1];
        var error = Assert.Throws<ArgumentException>(() => default(TestNetworks.Filter.State).Write(bytes));
        Assert.Equal("destination", error.ParamName);
        Assert.All(bytes, static value => Assert.Equal(0, value));
    }

    private static string Refused(byte[] bytes, Action<byte[]> spoil)
    {
        byte[] copy = [.. bytes];
        spoil(copy);
        return Assert.Throws<StateFormatException>(() => TestNetworks.Filter.State.Read(copy)).Message;
    }

    private float[] Steps(ReadOnlySpan<float> inputs, ref TestNetworks.Filter.State state)
    {
        float[] outputs = new float[inputs.Length];
        for (int step = 0; step < inputs.Length; step++)
        {
            _network.Step(inputs.Slice(step, 1), outputs.AsSpan(step, 1), ref state);
        }

        return outputs;
    }
}
