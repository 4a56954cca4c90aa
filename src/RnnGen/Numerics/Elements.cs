using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Numerics;

/// <summary>A function of floats at one place of a source and of a destination.</summary>
internal interface IElementFunction
{
    /// <summary>The new floats of the destination from <paramref name="index"/> on.</summary>
    /// <typeparam name="V">The vector.</typeparam>
    /// <param name="source">The first float of the source.</param>
    /// <param name="destination">The first float of the destination.</param>
    /// <param name="index">Where the floats are in both.</param>
    V Of<V>(ref float source, ref float destination, nint index)
        where V : struct, IVector<V>;
}

/// <summary>Applies a function element by element. The last floats go through narrower vectors: the width does not change a bit.</summary>
/// <remarks>Never inlined: several functions at every width are too much for the inliner in one method.</remarks>
internal static class Elements
{
    /// <summary>values = f(values)</summary>
    /// <typeparam name="TFunction">The function, which has the same floats as its source and as its destination.</typeparam>
    /// <param name="function">Its numbers.</param>
    /// <param name="values">Read and replaced.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Replace<TFunction>(TFunction function, Span<float> values)
        where TFunction : struct, IElementFunction => Replace(function, values, values);

    /// <summary>destination = f(source, destination)</summary>
    /// <typeparam name="TFunction">The function.</typeparam>
    /// <param name="function">Its numbers.</param>
    /// <param name="source">As many floats as are replaced.</param>
    /// <param name="destination">At least as many.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Replace<TFunction>(TFunction function, ReadOnlySpan<float> source, Span<float> destination)
        where TFunction : struct, IElementFunction
    {
        ref float from = ref MemoryMarshal.GetReference(source);
        ref float to = ref MemoryMarshal.GetReference(destination);
        nint index = 0, count = source.Length;
        if (VectorWidth.Is256Used)
        {
            index = Walk<TFunction, F256>(function, ref from, ref to, index, count);
        }

        if (VectorWidth.Is128Used)
        {
            index = Walk<TFunction, F128>(function, ref from, ref to, index, count);
        }

        Walk<TFunction, F32>(function, ref from, ref to, index, count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static nint Walk<TFunction, V>(TFunction function, ref float source, ref float destination, nint index, nint count)
        where TFunction : struct, IElementFunction
        where V : struct, IVector<V>
    {
        for (; index + V.Count <= count; index += V.Count)
        {
            V.Store(function.Of<V>(ref source, ref destination, index), ref destination, index);
        }

        return index;
    }
}
