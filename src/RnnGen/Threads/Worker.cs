using System.Runtime.CompilerServices;
using System.Threading;

namespace RnnGen.Threads;

/// <summary>A thread of the pool: it waits for a team that has work, does its part, and waits again.</summary>
internal sealed class Worker
{
    private readonly Turnstile _posted = new();
    private readonly Thread _thread;
    private ThreadTeam? _team;
    private int _part;
    private bool _stops;

    /// <summary>Starts the thread.</summary>
    /// <param name="number">Its number, for its name.</param>
    public Worker(int number)
    {
        _thread = new Thread(Loop) { IsBackground = true, Name = $"RnnGen worker {number}" };
        _thread.Start();
    }

    /// <summary>Gives it a part of a team's work. It has none.</summary>
    /// <param name="team">The team.</param>
    /// <param name="part">The part's number.</param>
    public void Post(ThreadTeam team, int part)
    {
        _team = team;
        _part = part;
        _posted.Advance();
    }

    /// <summary>Ends the thread. It has no work.</summary>
    public void Stop()
    {
        _stops = true;
        _posted.Advance();
        _thread.Join();
    }

    private void Loop()
    {
        for (int seen = 0; ; seen++)
        {
            _posted.WaitWhile(seen);
            if (_stops)
            {
                return;
            }

            DoPosted();
        }
    }

    // A method of its own, which returns: a local of the loop would keep a team alive that is not used any more.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void DoPosted()
    {
        // Forgotten before the work is done: then another team may give it some.
        ThreadTeam team = _team!;
        int part = _part;
        _team = null;
        team.DoPart(part);
    }
}
