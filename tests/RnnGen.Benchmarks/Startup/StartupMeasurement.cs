using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Benchmarks.Measurement;

namespace RnnGen.Benchmarks.Startup;

/// <summary>All starts of a program.</summary>
/// <param name="Program">The program.</param>
/// <param name="Samples">Its starts, at least one.</param>
internal sealed record StartupMeasurement(StartupProgram Program, IReadOnlyList<StartupSample> Samples)
{
    /// <summary>Its times.</summary>
    public Timing Times => Timing.Of([.. Samples.Select(static sample => sample.Nanoseconds)]);

    /// <summary>Bytes in use at its first line: the median.</summary>
    public long ResidentBytes => Median(static sample => sample.ResidentBytes);

    /// <summary>The most bytes in use up to then: the median.</summary>
    public long PeakBytes => Median(static sample => sample.PeakBytes);

    /// <summary>Managed bytes allocated up to its result: the most of any start.</summary>
    public long AllocatedBytes => Samples.Max(static sample => sample.AllocatedBytes);

    private long Median(Func<StartupSample, long> value) => Samples.Select(value).Order().ElementAt(Samples.Count / 2);
}
