using System;
using RnnGen;
using RnnGen.Training;

namespace TextGeneration;

/// <summary>Foretells the next character: writes how probable each is.</summary>
/// <param name="history">All characters before.</param>
/// <param name="probabilities">[token]</param>
internal delegate void Foretelling(ReadOnlySpan<int> history, Span<double> probabilities);

/// <summary>How well a text is foretold, in bits per character: -log2 p of every character but the first.</summary>
internal static class CharacterMeasure
{
    /// <summary>By a network, from its rest state.</summary>
    /// <param name="model">The network.</param>
    /// <param name="text">The tokens.</param>
    public static double Of(IModel model, ReadOnlySpan<int> text)
    {
        const int Piece = 500;
        IModelStream stream = model.CreateStream();
        float[] logits = new float[Piece * Characters.Count];
        double nats = 0;
        for (int first = 0; first + 1 < text.Length; first += Piece)
        {
            int count = Math.Min(Piece, text.Length - 1 - first);
            Span<float> own = logits.AsSpan(0, count * Characters.Count);
            stream.Run(text.Slice(first, count), own);
            nats += Loss.CrossEntropy(own, text.Slice(first + 1, count), []);
        }

        return nats / (text.Length - 1) / Math.Log(2);
    }

    /// <summary>By anything that foretells.</summary>
    /// <param name="foretell">It.</param>
    /// <param name="text">The tokens.</param>
    public static double Of(Foretelling foretell, ReadOnlySpan<int> text)
    {
        double[] probabilities = new double[Characters.Count];
        double bits = 0;
        for (int place = 1; place < text.Length; place++)
        {
            foretell(text[..place], probabilities);
            bits -= Math.Log2(probabilities[text[place]]);
        }

        return bits / (text.Length - 1);
    }
}
