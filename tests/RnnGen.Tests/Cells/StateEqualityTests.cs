using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Formats;
using RnnGen.Tests.Networks;
using Xunit;

namespace RnnGen.Tests.Cells;

/// <summary>States of cells and networks are equal where their bits are, and go into bytes and back.</summary>
public sealed class StateEqualityTests
{
    private sealed record Saved<TState>(string Name, TState State);

    private readonly record struct SavedStruct<TState>(int Number, TState State);

    [Fact]
    public void Lstm_cells() => Check<TestCells.Lstm3x19.State>();

    [Fact]
    public void Networks_of_projected_cells() => Check<TestNetworks.FinalOfBoth.State>();

    [Fact]
    public void Gru_cells() => Check<TestCells.Gru3x19.State>();

    [Fact]
    public void Elman_cells() => Check<TestCells.Rnn3x19.State>();

    [Fact]
    public void Networks_of_several_layers() => Check<TestNetworks.Mixed.State>();

    [Fact]
    public void Networks_that_keep_the_largest() => Check<TestNetworks.Classifier.State>();

    [Fact]
    public void Networks_without_padding() => Check<TestNetworks.Filter.State>();

    [Fact]
    public void Operators_compare_bits()
    {
        TestCells.Gru3x19.State left = default, right = default;
        Assert.True(left == right);
        Assert.False(left != right);
        left.Hidden[3] = -0f;
        Assert.False(left == right);
        Assert.True(left != right);
        left.Hidden[3] = right.Hidden[3] = float.NaN;
        Assert.True(left == right);
        TestNetworks.Filter.State one = default, other = default;
        other.LstmL0.Cell[15] = float.Epsilon;
        Assert.True(one != other);
        Assert.True(one.LstmL0 != other.LstmL0);
    }

    /// <summary>A network that has no state has one value of it.</summary>
    [Fact]
    public void No_state_is_equal_to_no_state()
    {
        Assert.Equal(default, default(TestNetworks.OnlyDense.State));
        byte[] bytes = new byte[TestNetworks.OnlyDense.State.ByteCount];
        default(TestNetworks.OnlyDense.State).Write(bytes);
        Assert.Equal(default, TestNetworks.OnlyDense.State.Read(bytes));
    }

    [Fact]
    public void A_cell_refuses_the_bytes_of_another_of_the_same_size()
    {
        byte[] bytes = new byte[TestCells.Gru3x19.State.ByteCount];
        default(TestCells.Gru3x19.State).Write(bytes);
        Assert.Equal(default, TestCells.Gru3x19.State.Read(bytes));
        Assert.Equal(TestCells.Gru3x19ResetBefore.State.ByteCount, bytes.Length);
        Assert.Throws<StateFormatException>(() => TestCells.Gru3x19ResetBefore.State.Read(bytes));
        Assert.Throws<StateFormatException>(() => TestCells.Rnn3x19.State.Read(bytes));
        var error = Assert.Throws<ArgumentException>(() => default(TestCells.Gru3x19.State).Write(bytes.AsSpan(1)));
        Assert.Equal("destination", error.ParamName);
    }

    private static void Check<TState>()
        where TState : struct, IState<TState>
    {
        byte[] bytes = new byte[TState.ByteCount];
        default(TState).Write(bytes);
        var random = new Random(1);
        const int header = 16;
        random.NextBytes(bytes.AsSpan(header));

        // A number of pooled rows that can be: it stands behind the cells.
        int pooled = header + (sizeof(float) * TState.Layers.ToArray().Sum(static layer => layer.HiddenFloats(1) + layer.CellFloats(1)));
        if (pooled < bytes.Length)
        {
            bytes[pooled + 7] = 0;
        }

        TState state = TState.Read(bytes);
        byte[] written = new byte[bytes.Length];
        state.Write(written);
        Assert.Equal(bytes, written);
        TState copy = TState.Read(written);
        AssertEqual(state, copy);

        // Every bit of every value counts.
        for (int index = header; index < bytes.Length; index++)
        {
            written[index] ^= 1;
            TState other = TState.Read(written);
            Assert.False(state.Equals(other), $"byte {index}");
            Assert.False(state.Equals((object)other));
            Assert.NotEqual(new Saved<TState>("x", state), new Saved<TState>("x", other));
            written[index] ^= 1;
        }

        // Padding does not: set all of the struct's bytes, then all its values back.
        TState dirty = default;
        MemoryMarshal.AsBytes(new Span<TState>(ref dirty)).Fill(0xA5);
        foreach (StateLayer layer in TState.Layers)
        {
            float[] hidden = new float[layer.HiddenFloats(1)], cell = new float[layer.CellFloats(1)];
            TState.GetHidden([state], hidden, layer.Name);
            TState.SetHidden(new Span<TState>(ref dirty), hidden, layer.Name);
            if (layer.HasCell)
            {
                TState.GetCell([state], cell, layer.Name);
                TState.SetCell(new Span<TState>(ref dirty), cell, layer.Name);
            }
        }

        if (pooled == bytes.Length)
        {
            AssertEqual(state, dirty);
            Assert.False(state.Equals(default));
            Assert.True(Unsafe.SizeOf<TState>() >= bytes.Length - header);
        }

        Assert.False(state.Equals(null));
        Assert.False(state.Equals(new object()));
    }

    private static void AssertEqual<TState>(TState left, TState right)
        where TState : struct, IState<TState>
    {
        Assert.True(left.Equals(right));
        Assert.True(left.Equals((object)right));
        Assert.Equal(left.GetHashCode(), right.GetHashCode());
        Assert.True(EqualityComparer<TState>.Default.Equals(left, right));
        Assert.Equal(new Saved<TState>("x", left), new Saved<TState>("x", right));
        Assert.Equal(new SavedStruct<TState>(1, left), new SavedStruct<TState>(1, right));
        Assert.Single(new HashSet<TState> { left, right });
    }
}
