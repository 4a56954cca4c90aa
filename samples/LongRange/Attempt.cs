using System.Collections.Generic;

namespace LongRange;

/// <summary>What became of one cell with one problem.</summary>
/// <param name="Problem">The problem.</param>
/// <param name="Cell">The cell.</param>
/// <param name="Steps">Its T.</param>
/// <param name="SolvedAfter">Updates after which it was solved, or null.</param>
/// <param name="Error">The last error on sequences that were not trained on.</param>
/// <param name="Baseline">The error of knowing nothing.</param>
/// <param name="Seconds">How long it took.</param>
/// <param name="Curve">The errors, from update to update.</param>
internal sealed record Attempt(
    string Problem, string Cell, int Steps, long? SolvedAfter, double Error, double Baseline, double Seconds, IReadOnlyList<(long Update, double Error)> Curve);
