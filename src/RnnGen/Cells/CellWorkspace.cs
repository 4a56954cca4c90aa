using System;
using System.ComponentModel;
using RnnGen.Memory;
using RnnGen.Threads;

namespace RnnGen.Cells;

/// <summary>
/// Scratch memory for sequences of many streams of one cell, and the threads that divide them: made once, used by one call at a time. Every emitted cell has its own type
/// of it.
/// </summary>
public abstract class CellWorkspace : IDisposable
{
    internal ExclusiveUse Use;

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
        : this(streams, rowFloats, minRows, team: null) => Team = ThreadTeam.Create(threads);

    /// <summary>Creates a workspace for a team that another has.</summary>
    internal CellWorkspace(int streams, int rowFloats, int minRows, ThreadTeam? team)
    {
        Team = team;
        ArgumentOutOfRangeException.ThrowIfLessThan(streams, 1);
        if (rowFloats > 0)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(streams, AlignedBuffer.MaxLength / rowFloats);
        }

        Streams = streams;
        Rows = Math.Max(streams, minRows);
        Sums = new AlignedBuffer(rowFloats == 0 ? 0 : Rows * rowFloats);
        SharedState = new AlignedBuffer(3 * rowFloats);
    }

    /// <summary>The most streams it serves at once.</summary>
    public int Streams { get; }

    /// <summary>The threads; null for the caller's alone.</summary>
    internal ThreadTeam? Team { get; }

    /// <summary>Rows of sums.</summary>
    internal int Rows { get; }

    /// <summary>The sums of as many rows.</summary>
    internal AlignedBuffer Sums { get; }

    /// <summary>Of threads that share a step, h before it, h after it, and c, each with a row's room.</summary>
    internal AlignedBuffer SharedState { get; }

    /// <summary>
    /// Lets its threads go: with the last workspace, tape or trainer of several threads those of the process end. Later calls with it throw. One of a single thread needs no
    /// disposal.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is in use.</exception>
    public void Dispose()
    {
        Use.End("workspace");
        Team?.Dispose();
        GC.SuppressFinalize(this);
    }
}
