namespace RnnGen.Benchmarks.Limits;

/// <summary>A limit as it is with vectors of one width.</summary>
/// <param name="Bits">The width.</param>
/// <param name="PerNanosecond">The limit: floating-point operations (10^9 a second) or bytes (GB a second).</param>
internal readonly record struct WidthLimit(int Bits, double PerNanosecond);
