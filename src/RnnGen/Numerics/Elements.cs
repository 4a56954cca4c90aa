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
/// <remarks>Never inlined: several functions at every width are too much for the JIT's inliner in one method.</remarks>
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
        var pair = new Pair<TFunction> { Function = function, Source = ref MemoryMarshal.GetReference(source), Destination = ref MemoryMarshal.GetReference(destination) };
        VectorWidth.RunForEach(pair, source.Length);
    }

    private ref struct Pair<TFunction> : IElementAction
        where TFunction : struct, IElementFunction
    {
        public TFunction Function;
        public ref float Source;
        public ref float Destination;

        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public readonly void RunAt<V>(nint index)
            where V : struct, IVector<V> =>
            V.Store(Function.Of<V>(ref Source, ref Destination, index), ref Destination, index);
    }
}
