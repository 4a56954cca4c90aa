using System;
using RnnGen.Benchmarks.Contestants;

namespace RnnGen.Benchmarks.Cases;

/// <summary>One line of a table before it is measured.</summary>
/// <param name="Table">The table.</param>
/// <param name="Shape">What is computed.</param>
/// <param name="CreateOurs">Our cell for it on a number of threads, with its weights drawn.</param>
/// <param name="Accuracy">Of our sigmoid and tanh.</param>
internal sealed record ComparisonCase(string Table, CaseShape Shape, Func<int, IOurContestant> CreateOurs, Accuracy Accuracy = Accuracy.Standard)
{
    // Some 6e-5 of each sigmoid and tanh, which the state carries on and the dense layer sums up; 5e-5 was seen.
    private const float FastApproximation = 1e-4f;

    /// <summary>How far our results may be from exact ones besides rounding.</summary>
    public float Approximation => Accuracy == Accuracy.Fast ? FastApproximation : 0;
}
