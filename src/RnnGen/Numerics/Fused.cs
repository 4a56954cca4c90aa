using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

/// <summary>A multiply-add in vectors of 128 bits, the width of WebAssembly's.</summary>
/// <remarks>As <see cref="F128"/>'s; for emitted code.</remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class Fused
{
    /// <summary><paramref name="left"/> * <paramref name="right"/> + <paramref name="addend"/>, fused wherever the hardware can.</summary>
    /// <param name="left">A factor.</param>
    /// <param name="right">The other.</param>
    /// <param name="addend">What is added to their product.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> MultiplyAdd(Vector128<float> left, Vector128<float> right, Vector128<float> addend) =>
        F128.MultiplyAdd(new(left), new(right), new(addend)).Value;
}
