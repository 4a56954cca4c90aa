using System.Runtime.CompilerServices;
using RnnGen.Numerics;
using RnnGen.Threads;

namespace RnnGen.Cells;

/// <summary>The hidden units, or the outputs of a projection, that one of several threads computes of every step of one stream.</summary>
/// <param name="part">The thread's part.</param>
internal readonly struct UnitShare(TeamPart part)
{
    /// <summary>Whether it is that of the first thread, which also does what one does for all.</summary>
    public bool IsFirst => part.Index == 0;

    /// <summary>Whether it is that of the last thread, which also has the tail block.</summary>
    public bool IsLast => part.Index == part.Count - 1;

    /// <summary>Waits until every thread has come here: from now on all see what each has computed.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Meet() => part.Meet();

    /// <summary>The first block of 16.</summary>
    /// <param name="units">All units.</param>
    public int FirstBlock(int units) => part.First(units / PanelProduct.Lanes);

    /// <summary>The first block of 16 behind it.</summary>
    /// <param name="units">All units.</param>
    public int EndBlock(int units) => part.End(units / PanelProduct.Lanes);
}
