using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
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

    /// <summary>destination += source, in double precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void AddWidened(ReadOnlySpan<float> source, Span<double> destination)
    {
        ref float from = ref MemoryMarshal.GetReference(source);
        ref double to = ref MemoryMarshal.GetReference(destination);
        nuint index = 0;
        nuint count = (nuint)source.Length;
        for (; Vector.IsHardwareAccelerated && index + (nuint)Vector<float>.Count <= count; index += (nuint)Vector<float>.Count)
        {
            Vector.Widen(Vector.LoadUnsafe(ref from, index), out Vector<double> low, out Vector<double> high);
            (low + Vector.LoadUnsafe(ref to, index)).StoreUnsafe(ref to, index);
            (high + Vector.LoadUnsafe(ref to, index + (nuint)Vector<double>.Count)).StoreUnsafe(ref to, index + (nuint)Vector<double>.Count);
        }

        for (; Vector128.IsHardwareAccelerated && index + 4 <= count; index += 4)
        {
            (Vector128<double> low, Vector128<double> high) = Vector128.Widen(Vector128.LoadUnsafe(ref from, index));
            (low + Vector128.LoadUnsafe(ref to, index)).StoreUnsafe(ref to, index);
            (high + Vector128.LoadUnsafe(ref to, index + 2)).StoreUnsafe(ref to, index + 2);
        }

        for (; index < count; index++)
        {
            Unsafe.Add(ref to, index) += Unsafe.Add(ref from, index);
        }
    }

    /// <summary>destination = source / divisor, divided in double precision.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void DivideNarrowed(ReadOnlySpan<double> source, double divisor, Span<float> destination)
    {
        ref double from = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(destination);
        nuint index = 0;
        nuint count = (nuint)source.Length;
        for (; Vector.IsHardwareAccelerated && index + (nuint)Vector<float>.Count <= count; index += (nuint)Vector<float>.Count)
        {
            Vector<double> low = Vector.LoadUnsafe(ref from, index) / divisor;
            Vector<double> high = Vector.LoadUnsafe(ref from, index + (nuint)Vector<double>.Count) / divisor;
            Vector.Narrow(low, high).StoreUnsafe(ref to, index);
        }

        for (; Vector128.IsHardwareAccelerated && index + 4 <= count; index += 4)
        {
            Vector128<double> divisors = Vector128.Create(divisor);
            Vector128.Narrow(Vector128.LoadUnsafe(ref from, index) / divisors, Vector128.LoadUnsafe(ref from, index + 2) / divisors).StoreUnsafe(ref to, index);
        }

        for (; index < count; index++)
        {
            Unsafe.Add(ref to, index) = (float)(Unsafe.Add(ref from, index) / divisor);
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
