using System;
using System.Runtime.CompilerServices;
using RnnGen.Threads;

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
        if (TLayer.TiedTo is not null)
        {
            new TiedTable(TLayer.Outputs, TLayer.Vocabulary).Copy(pass.Parameters.Buffer.Span[TLayer.Parameters..], pass.Tokens, y);
        }
        else
        {
            EmbeddingRows.Copy(pass.Parameters.Buffer.Span.Slice(TLayer.Parameters, TLayer.Vocabulary * TLayer.Outputs), TLayer.Outputs, pass.Tokens, y);
        }

        pass.X = y;
    }

    /// <summary>Computes W x + b, and the activation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Dense<TLayer>(ref NetworkPass pass)
        where TLayer : struct, IDenseLayer
    {
        Span<float> y = pass.Take<TLayer>(TLayer.Outputs);
        var rows = new DenseWork<TLayer> { Parameters = ref Unsafe.Add(ref pass.Parameters.Buffer.First, TLayer.Parameters), X = pass.X, Y = y };
        ThreadTeam.Run(pass.Memory?.Team, ref rows, TeamPart.Most(pass.Rows, (long)y.Length * TLayer.Inputs));
        pass.X = y;
    }

    /// <summary>Drops in training, of rows or of their gradients.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Drop<TLayer>(ref NetworkPass pass, Span<float> rows)
        where TLayer : struct, IDropoutLayer
    {
        Dropping dropping = pass.Tape!.Dropping;
        if (TLayer.TakesSequences)
        {
            DropoutRows.ApplyToSequences(TLayer.Dropout, dropping, Dropping.OfLayer(TLayer.Index), pass.Batch, rows, TLayer.Width);
        }
        else
        {
            DropoutRows.Apply<TLayer>(dropping, Dropping.OfLayer(TLayer.Index), pass.Batch, rows, TLayer.Width);
        }
    }

    /// <summary>Rows of a dense layer, which threads divide among them.</summary>
    private ref struct DenseWork<TLayer> : ITeamWork
        where TLayer : struct, IDenseLayer
    {
        public ref float Parameters;
        public ReadOnlySpan<float> X;
        public Span<float> Y;

        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Do(TeamPart part)
        {
            int rows = Y.Length / TLayer.Outputs, first = part.First(rows), end = part.End(rows);
            Span<float> y = Y[(first * TLayer.Outputs)..(end * TLayer.Outputs)];
            DenseRows.Apply(new DenseLayout(TLayer.Inputs, TLayer.Outputs), ref Parameters, X[(first * TLayer.Inputs)..(end * TLayer.Inputs)], y);
            ActivationRows.Apply(TLayer.Activation, y, TLayer.Outputs);
        }
    }
}
