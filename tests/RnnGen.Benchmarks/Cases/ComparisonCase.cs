using System;
using RnnGen.Benchmarks.Contestants;

namespace RnnGen.Benchmarks.Cases;

/// <summary>One line of a table before it is measured.</summary>
/// <param name="Table">The table.</param>
/// <param name="Shape">What is computed.</param>
/// <param name="CreateOurs">Our cell for it, with its weights drawn.</param>
internal sealed record ComparisonCase(string Table, CaseShape Shape, Func<IOurContestant> CreateOurs);
