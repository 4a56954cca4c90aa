using System;

namespace KeywordSpotter;

/// <summary>
/// From the network's outputs to decisions: the probabilities of the last frames, averaged. A word counts where its average is above <see cref="Threshold"/>.
/// </summary>
internal sealed class Detector
{
    /// <summary>What the averaged probability of a word has to be.</summary>
    public const float Threshold = 0.5f;

    /// <summary>Frames that are averaged: 160 ms.</summary>
    public const int Frames = 8;

    // One word is not detected twice.
    private const int FramesOfRest = 25;

    private readonly float[] _last = new float[Frames * Vocabulary.Classes];
    private readonly float[] _averages = new float[Vocabulary.Classes];
    private int _place;
    private int _rest;

    /// <summary>The averaged probability of each class.</summary>
    public ReadOnlySpan<float> Averages => _averages;

    /// <summary>Takes the next frame.</summary>
    /// <param name="logits">Of the network.</param>
    /// <returns>The word that is detected with this frame: a keyword, <see cref="Vocabulary.Unknown"/>, or <see cref="Vocabulary.Nothing"/>.</returns>
    public int Next(ReadOnlySpan<float> logits)
    {
        Span<float> own = _last.AsSpan(_place * Vocabulary.Classes, Vocabulary.Classes);
        Softmax(logits, own);
        _place = (_place + 1) % Frames;

        // Summed anew each time: a running sum would drift.
        for (int label = 0; label < Vocabulary.Classes; label++)
        {
            float sum = 0;
            for (int frame = 0; frame < Frames; frame++)
            {
                sum += _last[(frame * Vocabulary.Classes) + label];
            }

            _averages[label] = sum / Frames;
        }

        int best = MostLikelyWord(_averages);
        if (_rest > 0)
        {
            _rest--;
            return Vocabulary.Nothing;
        }

        _rest = best == Vocabulary.Nothing ? 0 : FramesOfRest;
        return best;
    }

    /// <summary>The most probable word, if it is above the threshold; otherwise <see cref="Vocabulary.Nothing"/>.</summary>
    /// <param name="probabilities">Of each class.</param>
    public static int MostLikelyWord(ReadOnlySpan<float> probabilities)
    {
        int best = Vocabulary.FirstKeyword;
        for (int label = best + 1; label < Vocabulary.Classes; label++)
        {
            best = probabilities[label] > probabilities[best] ? label : best;
        }

        return probabilities[best] > Threshold ? best : Vocabulary.Nothing;
    }

    private static void Softmax(ReadOnlySpan<float> logits, Span<float> probabilities)
    {
        float largest = logits[0];
        foreach (float logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        float sum = 0;
        for (int label = 0; label < logits.Length; label++)
        {
            probabilities[label] = MathF.Exp(logits[label] - largest);
            sum += probabilities[label];
        }

        foreach (ref float probability in probabilities)
        {
            probability /= sum;
        }
    }
}
