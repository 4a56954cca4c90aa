using RnnGen.Benchmarks.Cases;

namespace RnnGen.Benchmarks.Latency;

/// <summary>The steps of one contestant under one condition.</summary>
/// <param name="Shape">What a step is.</param>
/// <param name="Contestant">Whose steps.</param>
/// <param name="UnderPressure">Whether another thread kept the garbage collector busy.</param>
/// <param name="Steps">How many.</param>
/// <param name="Times">How long they took.</param>
/// <param name="Collections">What the garbage collector did meanwhile.</param>
internal sealed record LatencyRow(CaseShape Shape, string Contestant, bool UnderPressure, int Steps, LatencyHistogram Times, GcCounts Collections)
{
    /// <summary>The condition's name in reports.</summary>
    public string Condition => UnderPressure ? "gc_pressure" : "quiet";
}
