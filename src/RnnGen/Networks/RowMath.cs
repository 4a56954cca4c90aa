using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Numerics;

namespace RnnGen.Networks;

/// <summary>Element by element, so that the vector's width does not change a bit. (Doubles, which only means need, through the runtime's own vectors.)</summary>
internal static class RowMath
{
    /// <summary>destination += source</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ReadOnlySpan<float> source, Span<float> destination) => Elements.Replace(default(Sum), source, destination);

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

        for (; index < count; index++)
        {
            Unsafe.Add(ref to, index) = (float)(Unsafe.Add(ref from, index) / divisor);
        }
    }

    /// <summary>values *= scale</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Scale(float scale, Span<float> values) => Elements.Replace(new Product(scale), values);

    /// <summary>values /= divisor</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Divide(float divisor, Span<float> values) => Elements.Replace(new Quotient(divisor), values);

    /// <summary>destination += source / divisor</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddQuotient(float divisor, ReadOnlySpan<float> source, Span<float> destination) =>
        Elements.Replace(new QuotientSum(divisor), source, destination);

    /// <summary>destination += scale * source, fused wherever the hardware can.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(float scale, ReadOnlySpan<float> source, Span<float> destination) =>
        Elements.Replace(new ScaledSum(scale), source, destination);

    private readonly struct Sum : IElementFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public V Of<V>(ref float source, ref float destination, nint index)
            where V : struct, IVector<V> => V.Load(ref source, index) + V.Load(ref destination, index);
    }

    private readonly struct Product(float scale) : IElementFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public V Of<V>(ref float source, ref float destination, nint index)
            where V : struct, IVector<V> => V.Load(ref source, index) * V.Create(scale);
    }

    private readonly struct Quotient(float divisor) : IElementFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public V Of<V>(ref float source, ref float destination, nint index)
            where V : struct, IVector<V> => V.Load(ref source, index) / V.Create(divisor);
    }

    private readonly struct QuotientSum(float divisor) : IElementFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public V Of<V>(ref float source, ref float destination, nint index)
            where V : struct, IVector<V> => V.Load(ref destination, index) + (V.Load(ref source, index) / V.Create(divisor));
    }

    private readonly struct ScaledSum(float scale) : IElementFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public V Of<V>(ref float source, ref float destination, nint index)
            where V : struct, IVector<V> => V.MultiplyAdd(V.Create(scale), V.Load(ref source, index), V.Load(ref destination, index));
    }
}
