using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace RnnGen.Numerics;

/// <summary>How wide the vectors are that emitted code and the products use. The bits of a result do not depend on it.</summary>
public static class VectorWidth
{
    /// <summary>
    /// Whether they have 512 bits: where <see cref="Vector512.IsHardwareAccelerated"/> says so, and on the first Intel processors with AVX-512 (Skylake to
    /// Cooper Lake). There the runtime advises against it, since such code lowers their clock; the sums of a network gain far more than that
    /// costs (measured on Cascade Lake: 100 steps of an LSTM 16 -> 64 take 0.69 of the time, products 0.6). <c>DOTNET_EnableAVX512=0</c> turns it off.
    /// </summary>
    /// <remarks>A constant to the JIT and to NativeAOT. Those processors are the ones without AVX512-VBMI.</remarks>
    public static bool Is512Used
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector512.IsHardwareAccelerated || (Vector256.IsHardwareAccelerated && Avx512F.IsSupported && !Avx512Vbmi.IsSupported);
    }

    /// <summary>Whether vectors of 256 bits are used: where the hardware has them.</summary>
    internal static bool Is256Used
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector256.IsHardwareAccelerated;
    }

    /// <summary>Whether vectors of 128 bits are used: where the hardware has them.</summary>
    internal static bool Is128Used
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => Vector128.IsHardwareAccelerated;
    }
}
