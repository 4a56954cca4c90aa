using System;
using System.Runtime.CompilerServices;

namespace RnnGen.Threads;

/// <summary>A part of a team's work: one of several, or all of it.</summary>
internal readonly struct TeamPart
{
    private readonly ThreadTeam? _team;
    private readonly int _others;

    /// <summary>A part.</summary>
    /// <param name="team">The team.</param>
    /// <param name="index">Its number.</param>
    /// <param name="count">Parts.</param>
    public TeamPart(ThreadTeam team, int index, int count)
    {
        _team = team;
        _others = count - 1;
        Index = index;
    }

    /// <summary>Its number. That of all of the work is 0.</summary>
    public int Index { get; }

    /// <summary>Parts.</summary>
    public int Count => _others + 1;

    /// <summary>Whether it is all of the work.</summary>
    public bool IsWhole => _others == 0;

    /// <summary>How many parts pay: no more than there are things to divide, and each with work that is long beside the time in which a worker starts.</summary>
    /// <param name="things">How many things.</param>
    /// <param name="multiplyAdds">The work.</param>
    public static int Most(int things, long multiplyAdds) => (int)Math.Min(things, multiplyAdds / WorkerPool.LeastMultiplyAdds);

    /// <summary>The first of this part's share of numbered things, which the parts divide among them in order.</summary>
    /// <param name="things">How many things.</param>
    public int First(int things) => (int)((long)things * Index / Count);

    /// <summary>The first behind this part's share.</summary>
    /// <param name="things">How many things.</param>
    public int End(int things) => (int)((long)things * (Index + 1) / Count);

    /// <summary>Waits until every part has come here.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Meet()
    {
        if (_others > 0)
        {
            _team!.Meet();
        }
    }
}
