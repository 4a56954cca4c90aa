using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Cells;

/// <summary>The floats of an emitted state, which is a struct of nothing else.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class StateFloats
{
    /// <summary>Some of them.</summary>
    /// <typeparam name="TFloats">The struct.</typeparam>
    /// <param name="floats">The struct.</param>
    /// <param name="start">The first.</param>
    /// <param name="length">How many; not checked.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Span<float> Of<TFloats>(ref TFloats floats, int start, int length)
        where TFloats : struct => MemoryMarshal.CreateSpan(ref Unsafe.Add(ref Unsafe.As<TFloats, float>(ref floats), start), length);
}
