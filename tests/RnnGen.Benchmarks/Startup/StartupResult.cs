using System.Collections.Generic;
using RnnGen.Benchmarks.Reports;

namespace RnnGen.Benchmarks.Startup;

/// <summary>What the table <c>startup</c> found.</summary>
/// <param name="Measurements">The programs, as far as they run.</param>
/// <param name="Rows">Ours under the JIT beside each peer.</param>
/// <param name="AllAgree">Whether every program computed the same.</param>
internal sealed record StartupResult(IReadOnlyList<StartupMeasurement> Measurements, IReadOnlyList<ComparisonRow> Rows, bool AllAgree);
