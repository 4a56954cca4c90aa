using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Networks;

/// <summary>A recurrent layer around which what it takes is added to what it gives: the rows of its cells, and the sums.</summary>
internal static class ResidualRows
{
    /// <summary>Where the cells write: where nothing is added, where the layer does; else to rows of its own, since the network's outputs may be what the layer takes.</summary>
    /// <typeparam name="TLayer">The layer.</typeparam>
    /// <param name="pass">What is between the layers.</param>
    /// <param name="width">Floats of a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Span<float> Take<TLayer>(scoped ref NetworkPass pass, int width)
        where TLayer : struct, IRecurrentLayer => TLayer.Residual > 0 ? pass.TakeOwn<TLayer>(width) : pass.Take<TLayer>(width);

    /// <summary>Adds what the layer took.</summary>
    /// <typeparam name="TLayer">The layer.</typeparam>
    /// <param name="pass">What is between the layers: what the cells gave, then the sums.</param>
    /// <param name="x">[rows, width]</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add<TLayer>(ref NetworkPass pass, scoped ReadOnlySpan<float> x)
        where TLayer : struct, IRecurrentLayer
    {
        Span<float> h = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(pass.X), pass.X.Length);
        RowMath.Add(x, h);
        if (TLayer.IsLast && !pass.Outputs.IsEmpty)
        {
            Span<float> y = pass.Outputs[..h.Length];
            h.CopyTo(y);
            pass.X = y;
        }
    }
}
