using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Benchmarks.Limits;

/// <summary>One level of the memory hierarchy as measured.</summary>
/// <param name="Name">L1, L2, L3 or memory.</param>
/// <param name="Capacity">Bytes it holds; all, for memory.</param>
/// <param name="WorkingSet">Bytes that were read over and over.</param>
/// <param name="Widths">How fast, with vectors of each width.</param>
internal sealed record MemoryLevel(string Name, long Capacity, long WorkingSet, IReadOnlyList<WidthLimit> Widths)
{
    /// <summary>How fast at most.</summary>
    public double GigabytesPerSecond => Widths.Max(static width => width.PerNanosecond);
}
