using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.TestSupport;

/// <summary>What tests make of many differences.</summary>
internal static class Differences
{
    /// <summary>The largest; NaN, where any is. LINQ's own Max passes over NaN, so that a result of NaN would be as good as right.</summary>
    /// <param name="differences">At least one.</param>
    public static double Largest(this IEnumerable<double> differences) => differences.Aggregate(Math.Max);
}
