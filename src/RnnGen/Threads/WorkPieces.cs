using System;
using System.Threading;

namespace RnnGen.Threads;

/// <summary>Numbered pieces of work of which each thread takes the next: which takes which is left open.</summary>
internal struct WorkPieces : ITeamWork
{
    private readonly Action<int> _work;
    private readonly int _pieces;
    private int _taken;

    private WorkPieces(int pieces, Action<int> work)
    {
        _pieces = pieces;
        _work = work;
    }

    /// <summary>Does all pieces, and returns when they are done.</summary>
    /// <param name="team">The threads; null for the caller's alone.</param>
    /// <param name="pieces">How many.</param>
    /// <param name="work">Does the piece of a number.</param>
    public static void Run(ThreadTeam? team, int pieces, Action<int> work)
    {
        var all = new WorkPieces(pieces, work);
        ThreadTeam.Run(team, ref all, pieces);
    }

    /// <inheritdoc/>
    public void Do(TeamPart part)
    {
        for (int piece = Interlocked.Increment(ref _taken); piece <= _pieces; piece = Interlocked.Increment(ref _taken))
        {
            _work(piece - 1);
        }
    }
}
