using System.ComponentModel;
using System.Linq;
using RnnGen.Cells;
using RnnGen.Threads;

namespace RnnGen.Networks;

/// <summary>
/// Scratch memory for sequences of many streams of one network: made once, used by one call at a time. Every emitted network has its own type of it.
/// </summary>
public abstract class NetworkWorkspace : NetworkMemory
{
    /// <summary>Creates a workspace.</summary>
    /// <param name="network">The network.</param>
    /// <param name="steps">Steps that go through all layers at a time.</param>
    /// <param name="streams">The most streams it will serve at once.</param>
    /// <param name="threads">The most threads that divide the streams among them, the caller's included.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">A number is less than one, or steps and streams are more than fit one array.</exception>
    /// <exception cref="System.PlatformNotSupportedException">Several threads are asked for where the platform has none.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected NetworkWorkspace(NetworkDescription network, int steps, int streams, int threads = 1)
        : this(network, steps, streams, threads, team: null)
    {
    }

    private protected NetworkWorkspace(NetworkDescription network, int steps, int streams, int threads, ThreadTeam? team)
        : base("workspace", network, steps, streams, threads, team) =>
        Cells = [.. Network.Cells.Select(cell => new LayerWorkspace(streams, cell.RowFloats, cell.WorkspaceRows, Team))];

    /// <summary>Those of each cell.</summary>
    internal CellWorkspace[] Cells { get; }

    private sealed class LayerWorkspace(int streams, int rowFloats, int minRows, ThreadTeam? team) : CellWorkspace(streams, rowFloats, minRows, team);
}
