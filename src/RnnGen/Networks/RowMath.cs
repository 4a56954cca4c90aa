using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Numerics;

namespace RnnGen.Networks;

/// <summary>Element by element, so that the vector's width does not change a bit.</summary>
internal static class RowMath
{
    /// <summary>destination += source</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<float> source, Span<float> destination)
    {
        ref float from = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(destination);
        nuint index = 0;
        nuint count = (nuint)source.Length;
        for (; Vector.IsHardwareAccelerated && index + (nuint)Vector<float>.Count <= count; index += (nuint)Vector<float>.Count)
        {
            (Vector.LoadUnsafe(ref from, index) + Vector.LoadUnsafe(ref to, index)).StoreUnsafe(ref to, index);
        }

        for (; index < count; index++)
        {
            Unsafe.Add(ref to, index) += Unsafe.Add(ref from, index);
        }
    }

    /// <summary>values *= scale</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Scale(float scale, Span<float> values)
    {
        ref float value = ref MemoryMarshal.GetReference(values);
        nuint index = 0;
        nuint count = (nuint)values.Length;
        for (; Vector.IsHardwareAccelerated && index + (nuint)Vector<float>.Count <= count; index += (nuint)Vector<float>.Count)
        {
            (Vector.LoadUnsafe(ref value, index) * scale).StoreUnsafe(ref value, index);
        }

        for (; index < count; index++)
        {
            Unsafe.Add(ref value, index) *= scale;
        }
    }

    /// <summary>destination += scale * source, fused wherever the hardware can.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(float scale, ReadOnlySpan<float> source, Span<float> destination)
    {
        ref float from = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(destination);
        nuint index = 0;
        nuint count = (nuint)source.Length;
        for (; Vector.IsHardwareAccelerated && index + (nuint)Vector<float>.Count <= count; index += (nuint)Vector<float>.Count)
        {
            Fused.MultiplyAdd(new Vector<float>(scale), Vector.LoadUnsafe(ref from, index), Vector.LoadUnsafe(ref to, index)).StoreUnsafe(ref to, index);
        }

        for (; index < count; index++)
        {
            ref float target = ref Unsafe.Add(ref to, index);
            target = float.MultiplyAddEstimate(scale, Unsafe.Add(ref from, index), target);
        }
    }
}
