using System;

namespace RnnGen.Benchmarks.Startup;

/// <summary>One start of a program.</summary>
/// <param name="Nanoseconds">From before the process was started to its first line of output.</param>
/// <param name="ResidentBytes">Memory in use then.</param>
/// <param name="PeakBytes">The most in use up to then.</param>
/// <param name="AllocatedBytes">Managed memory that its main thread had allocated before that line.</param>
/// <param name="Result">What it printed.</param>
internal sealed record StartupSample(double Nanoseconds, long ResidentBytes, long PeakBytes, long AllocatedBytes, ReadOnlyMemory<float> Result);
