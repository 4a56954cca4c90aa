namespace RnnGen.Benchmarks.Cases;

/// <summary>A cell's equations.</summary>
internal enum CellKind
{
    /// <summary>Long short-term memory: gates i, f, g, o.</summary>
    Lstm,
}
