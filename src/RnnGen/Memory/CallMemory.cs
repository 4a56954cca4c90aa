using System;
using System.ComponentModel;
using RnnGen.Threads;

namespace RnnGen.Memory;

/// <summary>What workspaces and tapes of cells and networks have in common: one call at a time uses them, and they have the threads that a call is divided among.</summary>
public abstract class CallMemory : IDisposable
{
    internal ExclusiveUse Use;

    private readonly string _name;

    /// <summary>Creates the memory.</summary>
    /// <param name="name">What messages call it: the name of the argument.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected CallMemory(string name) => _name = name;

    /// <summary>The threads; null for the caller's alone.</summary>
    internal ThreadTeam? Team { get; private protected init; }

    /// <summary>
    /// Lets its threads go: with the last workspace, tape or trainer of several threads those of the process end. Later calls with it throw. One of a single thread needs no
    /// disposal.
    /// </summary>
    /// <exception cref="InvalidOperationException">It is in use.</exception>
    public void Dispose()
    {
        Use.End(_name);
        Team?.Dispose();
        GC.SuppressFinalize(this);
    }
}
