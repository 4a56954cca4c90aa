using System;
using System.Runtime.CompilerServices;

namespace RnnGen.Networks;

/// <summary>What every pass does alike that computes outputs, with or without a tape.</summary>
internal static class LayerRows
{
    /// <summary>Copies the rows of tokens.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Embedding<TLayer>(ref NetworkPass pass)
        where TLayer : struct, IEmbeddingLayer
    {
        Span<float> y = pass.Take<TLayer>(TLayer.Outputs);
        EmbeddingRows.Copy(pass.Parameters.Buffer.Span.Slice(TLayer.Parameters, TLayer.Vocabulary * TLayer.Outputs), TLayer.Outputs, pass.Tokens, y);
        pass.X = y;
    }

    /// <summary>Computes W x + b, and the activation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dense<TLayer>(ref NetworkPass pass)
        where TLayer : struct, IDenseLayer
    {
        Span<float> y = pass.Take<TLayer>(TLayer.Outputs);
        DenseRows.Apply(new DenseLayout(TLayer.Inputs, TLayer.Outputs), ref Unsafe.Add(ref pass.Parameters.Buffer.First, TLayer.Parameters), pass.X, y);
        ActivationRows.Apply(TLayer.Activation, y, TLayer.Outputs);
        pass.X = y;
    }
}
