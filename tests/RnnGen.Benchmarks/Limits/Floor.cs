namespace RnnGen.Benchmarks.Limits;

/// <summary>The least time in which the core, or the cores, could do a case.</summary>
/// <param name="Nanoseconds">The time of one call.</param>
/// <param name="IsOfReads">Whether it is the reading of the weights that takes it; else it is the multiply-adds.</param>
internal readonly record struct Floor(double Nanoseconds, bool IsOfReads)
{
    /// <summary>What sets it, for reports.</summary>
    public string Name => IsOfReads ? "reads" : "sums";
}
