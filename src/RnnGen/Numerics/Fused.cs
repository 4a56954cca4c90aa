using System.ComponentModel;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Wasm;

namespace RnnGen.Numerics;

/// <summary>A multiply-add in vectors of 128 bits, the width of WebAssembly's.</summary>
/// <remarks>
/// Runtimes give <see cref="Vector128.MultiplyAddEstimate(Vector128{float}, Vector128{float}, Vector128{float})"/> as one fused instruction where there is one,
/// else as a product and a sum. WebAssembly has none, and its interpreter knows no such operation: it calls a method for every float, which made a step
/// twenty times slower. There the product and the sum are written out, with the same bits.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Fused
{
    /// <summary><paramref name="left"/> * <paramref name="right"/> + <paramref name="addend"/>, fused wherever the hardware can.</summary>
    /// <param name="left">A factor.</param>
    /// <param name="right">The other.</param>
    /// <param name="addend">What is added to their product.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> MultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> addend) =>
        PackedSimd.IsSupported ? (left * right) + addend : Vector128.MultiplyAddEstimate(left, right, addend);

    /// <inheritdoc cref="MultiplyAdd(Vector128{float}, Vector128{float}, Vector128{float})"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    internal static Vector<float> MultiplyAdd(Vector<float> left, Vector<float> right, Vector<float> addend) =>
        PackedSimd.IsSupported ? (left * right) + addend : Vector.MultiplyAddEstimate(left, right, addend);
}
