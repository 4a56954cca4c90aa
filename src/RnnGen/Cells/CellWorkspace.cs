using System;
using System.ComponentModel;
using RnnGen.Memory;
using RnnGen.Threads;

namespace RnnGen.Cells;

/// <summary>
/// Scratch memory for sequences of many streams of one cell, and the threads that divide them: made once, used by one call at a time. Every emitted cell has its own type
/// of it.
/// </summary>
public abstract class CellWorkspace : CallMemory
{
    /// <summary>Creates a workspace.</summary>
    /// <param name="streams">The most streams it will serve at once.</param>
    /// <param name="rowFloats">Floats of a row of sums; 0 where streams go one by one.</param>
    /// <param name="minRows">Rows that it has at least, so that few streams still fill a product's tiles.</param>
    /// <param name="threads">The most threads that divide the streams among them, the caller's included.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="streams"/> or <paramref name="threads"/> is less than one, or the streams' sums do not fit one array.
    /// </exception>
    /// <exception cref="PlatformNotSupportedException">Several threads are asked for where the platform has none.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected CellWorkspace(int streams, int rowFloats, int minRows, int threads = 1)
        : this(Checked(streams, rowFloats), rowFloats, minRows, ThreadTeam.Create(threads))
    {
    }

    /// <summary>Creates a workspace for a team that another has.</summary>
    internal CellWorkspace(int streams, int rowFloats, int minRows, ThreadTeam? team)
        : base("workspace")
    {
        Team = team;
        Streams = streams;
        Rows = Math.Max(streams, minRows);
        Sums = new AlignedBuffer(rowFloats == 0 ? 0 : Rows * rowFloats);
        SharedState = new AlignedBuffer(team is null ? 0 : 3 * rowFloats);
    }

    /// <summary>The most streams it serves at once.</summary>
    public int Streams { get; }

    /// <summary>Rows of sums.</summary>
    internal int Rows { get; }

    /// <summary>The sums of as many rows.</summary>
    internal AlignedBuffer Sums { get; }

    /// <summary>Of threads that share a step, h before it, h after it, and c, each with a row's room.</summary>
    internal AlignedBuffer SharedState { get; }

    // Before threads are asked for.
    private static int Checked(int streams, int rowFloats)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(streams, 1);
        if (rowFloats > 0)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(streams, AlignedBuffer.MaxLength / rowFloats);
        }

        return streams;
    }
}
