using System.ComponentModel;
using System.Runtime.CompilerServices;
using RnnGen.Numerics;
using RnnGen.Threads;

namespace RnnGen.Cells;

/// <summary>The hidden units, or the outputs of a projection, that one of several threads computes of every step of one stream.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly struct UnitShare
{
    private readonly TeamPart _part;

    /// <summary>The share of a part.</summary>
    /// <param name="part">The part.</param>
    internal UnitShare(TeamPart part) => _part = part;

    /// <summary>Whether it is that of the first thread, which also does what one does for all.</summary>
    public bool IsFirst => _part.Index == 0;

    /// <summary>Whether it is that of the last thread, which also has the tail block.</summary>
    internal bool IsLast => _part.Index == _part.Count - 1;

    /// <summary>Waits until every thread has come here: from now on all see what each has computed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Meet() => _part.Meet();

    /// <summary>The first block of 16.</summary>
    /// <param name="units">All units.</param>
    internal int FirstBlock(int units) => _part.First(units / PanelProduct.Lanes);

    /// <summary>The first block of 16 behind it.</summary>
    /// <param name="units">All units.</param>
    internal int EndBlock(int units) => _part.End(units / PanelProduct.Lanes);
}
