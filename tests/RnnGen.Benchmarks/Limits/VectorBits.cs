using System.Collections.Generic;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Benchmarks.Limits;

/// <summary>
/// The widths of vectors that the core has, whether or not the runtime advises them: on the first Intel processors with AVX-512
/// <see cref="Vector512.IsHardwareAccelerated"/> is false, and yet its methods compile to single instructions there.
/// </summary>
internal static class VectorBits
{
    /// <summary>In bits, ascending; 128 is there always.</summary>
    public static IReadOnlyList<int> OfHardware { get; } =
        Vector512.IsHardwareAccelerated || Avx512F.IsSupported ? [128, 256, 512]
        : Vector256.IsHardwareAccelerated ? [128, 256]
        : [128];
}
