using System;
using System.ComponentModel;
using RnnGen.Memory;

namespace RnnGen.Cells;

/// <summary>Scratch memory for sequences of many streams of one cell: made once, used by one call at a time. Every emitted cell has its own type of it.</summary>
public abstract class CellWorkspace
{
    internal ExclusiveUse Use;

    /// <summary>Creates a workspace.</summary>
    /// <param name="streams">The most streams it will serve at once.</param>
    /// <param name="rowFloats">Floats of a row of sums; 0 where streams go one by one.</param>
    /// <param name="minRows">Rows that it has at least, so that few streams still fill a product's tiles.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="streams"/> is less than one, or their sums do not fit one array.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected CellWorkspace(int streams, int rowFloats, int minRows)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(streams, 1);
        if (rowFloats > 0)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(streams, AlignedBuffer.MaxLength / rowFloats);
        }

        Streams = streams;
        Rows = Math.Max(streams, minRows);
        Sums = new AlignedBuffer(rowFloats == 0 ? 0 : Rows * rowFloats);
    }

    /// <summary>The most streams it serves at once.</summary>
    public int Streams { get; }

    /// <summary>Rows of sums.</summary>
    internal int Rows { get; }

    /// <summary>The sums of as many rows.</summary>
    internal AlignedBuffer Sums { get; }
}
