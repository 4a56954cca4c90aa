using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Memory;

namespace RnnGen.Networks;

/// <summary>The states of many streams, or their gradients, cell by cell, in the order of a batch.</summary>
internal sealed class NetworkStates
{
    private readonly NetworkDescription _network;

    /// <summary>Creates states of zero.</summary>
    /// <param name="network">The network.</param>
    /// <param name="streams">The most streams.</param>
    public NetworkStates(NetworkDescription network, int streams)
    {
        _network = network;
        Cells = new AlignedBuffer[network.Cells.Count];
        for (int cell = 0; cell < Cells.Length; cell++)
        {
            Cells[cell] = new AlignedBuffer(streams * network.Cells[cell].StateFloats);
        }

        PooledCounts = new long[network.Pooled is null ? 0 : streams];
        Pooled = new float[network.Pooled is { IsSum: false } rows ? streams * rows.Width : 0];
        PooledSums = new double[network.Pooled is { IsSum: true } sums ? streams * sums.Width : 0];
    }

    /// <summary>The states of each cell: [streams, StateFloats]</summary>
    public AlignedBuffer[] Cells { get; }

    /// <summary>Pooled rows of each stream.</summary>
    public long[] PooledCounts { get; }

    /// <summary>What is kept of them: [streams, width]</summary>
    public float[] Pooled { get; }

    /// <summary>Their sums, of a mean: [streams, width]</summary>
    public double[] PooledSums { get; }

    /// <summary>Sets all to zero.</summary>
    public void Clear()
    {
        foreach (AlignedBuffer cell in Cells)
        {
            cell.Span.Clear();
        }

        Array.Clear(PooledCounts);
        Array.Clear(Pooled);
        Array.Clear(PooledSums);
    }

    /// <summary>Takes over the states of a call.</summary>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="batch">The sequences.</param>
    /// <param name="states">[streams]</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Take<TState>(SequenceBatch batch, Span<TState> states)
        where TState : struct
    {
        for (int rank = 0; rank < states.Length; rank++)
        {
            ref float state = ref Unsafe.As<TState, float>(ref states[batch.StreamOf(rank)]);
            for (int cell = 0; cell < Cells.Length; cell++)
            {
                PartOf(ref state, cell).CopyTo(RowOf(cell, rank));
            }

            if (_network.Pooled is { } pooled)
            {
                PooledCounts[rank] = CountOf(ref state, pooled);
                PooledOf(ref state, pooled).CopyTo(PooledRow(rank, pooled));
            }
        }
    }

    /// <summary>Gives the states back.</summary>
    /// <inheritdoc cref="Take"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Return<TState>(SequenceBatch batch, Span<TState> states)
        where TState : struct
    {
        for (int rank = 0; rank < states.Length; rank++)
        {
            ref float state = ref Unsafe.As<TState, float>(ref states[batch.StreamOf(rank)]);
            for (int cell = 0; cell < Cells.Length; cell++)
            {
                RowOf(cell, rank).CopyTo(PartOf(ref state, cell));
            }

            if (_network.Pooled is { } pooled)
            {
                CountOf(ref state, pooled) = PooledCounts[rank];
                PooledRow(rank, pooled).CopyTo(PooledOf(ref state, pooled));
            }
        }
    }

    private Span<float> PartOf(ref float state, int cell)
    {
        CellMemory memory = _network.Cells[cell];
        return MemoryMarshal.CreateSpan(ref Unsafe.Add(ref state, memory.State), memory.StateFloats);
    }

    private Span<float> RowOf(int cell, int rank)
    {
        int floats = _network.Cells[cell].StateFloats;
        return Cells[cell].Span.Slice(rank * floats, floats);
    }

    private static ref long CountOf(ref float state, PooledMemory pooled) => ref Unsafe.As<float, long>(ref Unsafe.Add(ref state, pooled.State));

    private static Span<byte> PooledOf(ref float state, PooledMemory pooled) => MemoryMarshal.CreateSpan(
        ref Unsafe.As<float, byte>(ref Unsafe.Add(ref state, pooled.State + PooledMemory.CountFloats)),
        pooled.Width * (pooled.IsSum ? sizeof(double) : sizeof(float)));

    private Span<byte> PooledRow(int rank, PooledMemory pooled) => pooled.IsSum
        ? MemoryMarshal.AsBytes(PooledSums.AsSpan(rank * pooled.Width, pooled.Width))
        : MemoryMarshal.AsBytes(Pooled.AsSpan(rank * pooled.Width, pooled.Width));
}
