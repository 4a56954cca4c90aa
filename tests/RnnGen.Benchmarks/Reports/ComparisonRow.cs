using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Measurement;

namespace RnnGen.Benchmarks.Reports;

/// <summary>One measured line: ours against one peer.</summary>
/// <param name="Table">The table.</param>
/// <param name="Shape">What was computed.</param>
/// <param name="Threads">Threads of both.</param>
/// <param name="Accuracy">Of our sigmoid and tanh.</param>
/// <param name="Peer">The peer.</param>
/// <param name="Ours">Our times.</param>
/// <param name="Theirs">The peer's times.</param>
/// <param name="AllocatedBytes">Managed bytes that one of our calls allocates.</param>
/// <param name="PercentOfLimit">The share of the measured limit of the cores that ours reaches: the least possible time over ours.</param>
/// <param name="LargestDifference">Between our results and the peer's; in training relative to the largest element of each tensor.</param>
/// <param name="Build">Which of the peer's builds was the fastest, if there are several.</param>
internal sealed record ComparisonRow(string Table, CaseShape Shape, int Threads, Accuracy Accuracy, string Peer, Timing Ours, Timing Theirs, long AllocatedBytes,
    double PercentOfLimit, float LargestDifference, string Build = "")
{
    /// <summary>Our minimum over the peer's: below 1, we are faster.</summary>
    public double Ratio => Ours.Minimum / Theirs.Minimum;
}
