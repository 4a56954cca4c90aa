using System;
using RnnGen.Benchmarks.Cases;

namespace RnnGen.Benchmarks.Peers.Native;

/// <summary>A cell's equations, as the wrappers in <c>native/</c> number them.</summary>
internal static class NativeCellKind
{
    /// <summary>The number of a kind.</summary>
    /// <param name="cell">The kind.</param>
    /// <exception cref="NotSupportedException">The wrappers do not have it.</exception>
    public static int Of(CellKind cell) => cell switch
    {
        CellKind.Lstm => 0,
        CellKind.Gru => 1,
        _ => throw new NotSupportedException($"its wrapper has no {cell.DisplayName()}"),
    };
}
