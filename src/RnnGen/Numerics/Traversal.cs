using System;
using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

/// <summary>
/// The direction in which the weights of a large cell are walked: every pass of a thread turns round, so that it starts with what the pass before read last,
/// which a cache still holds. Results do not depend on it.
/// </summary>
public static class Traversal
{
    /// <summary>Weights of a product from which it pays: 512 KB, a half of many a second-level cache, and all of some. (A step turns round from fewer on: its plan says.)</summary>
    internal const int MinFloats = 128 * 1024;

    [ThreadStatic]
    private static bool _isBackwards;

    /// <summary>Turns round.</summary>
    /// <returns>Whether this pass goes from the last block to the first.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Turn() => _isBackwards = !_isBackwards;

    /// <summary>Where a pass is.</summary>
    /// <param name="index">How many places it has left behind.</param>
    /// <param name="count">Places.</param>
    /// <param name="isBackwards">Whether it goes from the last to the first.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Place(int index, int count, bool isBackwards) => isBackwards ? count - 1 - index : index;
}
