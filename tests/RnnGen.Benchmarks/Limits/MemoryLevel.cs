namespace RnnGen.Benchmarks.Limits;

/// <summary>One level of the memory hierarchy as measured.</summary>
/// <param name="Name">L1, L2, L3 or memory.</param>
/// <param name="Capacity">Bytes it holds; all, for memory.</param>
/// <param name="WorkingSet">Bytes that were read over and over.</param>
/// <param name="GigabytesPerSecond">How fast.</param>
internal sealed record MemoryLevel(string Name, long Capacity, long WorkingSet, double GigabytesPerSecond);
