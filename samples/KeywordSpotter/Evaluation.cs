using System;
using System.Collections.Generic;
using System.Linq;

namespace KeywordSpotter;

/// <summary>What was taken for what.</summary>
internal sealed class Evaluation
{
    private readonly int[,] _counts = new int[Vocabulary.Classes, Vocabulary.Classes];

    private Evaluation()
    {
    }

    /// <summary>The share of clips that are right.</summary>
    public double Accuracy => Enumerable.Range(0, Vocabulary.Classes).Sum(label => _counts[label, label]) / (double)_counts.Cast<int>().Sum();

    /// <summary>The commonest mistakes, the commonest first.</summary>
    public IEnumerable<(int Label, int TakenFor, int Count)> Mistakes =>
        from label in Enumerable.Range(0, Vocabulary.Classes)
        from takenFor in Enumerable.Range(0, Vocabulary.Classes)
        where label != takenFor && _counts[label, takenFor] > 0
        orderby _counts[label, takenFor] descending, label, takenFor
        select (label, takenFor, _counts[label, takenFor]);

    /// <summary>The share of a class that is right.</summary>
    /// <param name="label">The class.</param>
    public double AccuracyOf(int label) => _counts[label, label] / (double)CountOf(label);

    /// <summary>Clips of a class.</summary>
    /// <param name="label">The class.</param>
    public int CountOf(int label) => Enumerable.Range(0, Vocabulary.Classes).Sum(takenFor => _counts[label, takenFor]);

    /// <summary>Counts.</summary>
    /// <param name="clips">The clips.</param>
    /// <param name="classify">Says the class of a clip.</param>
    public static Evaluation Of(IReadOnlyList<Clip> clips, Func<Clip, int> classify)
    {
        var evaluation = new Evaluation();
        foreach (Clip clip in clips)
        {
            evaluation._counts[clip.Label, classify(clip)]++;
        }

        return evaluation;
    }

    /// <summary>
    /// What a network hears in a clip, by the rule of the stream: the word that was most probable at any frame, if it was above the threshold.
    /// </summary>
    /// <param name="model">The network.</param>
    /// <param name="clip">The clip.</param>
    public static int Classify(KeywordNetwork model, Clip clip)
    {
        var detector = new Detector();
        KeywordNetwork.State state = default;
        Span<float> logits = stackalloc float[Vocabulary.Classes];
        Span<float> best = stackalloc float[Vocabulary.Classes];
        best.Clear();
        for (int frame = 0; frame < clip.Features.Length / LogMelFeatures.Bands; frame++)
        {
            model.Step(clip.Features.AsSpan(frame * LogMelFeatures.Bands, LogMelFeatures.Bands), logits, ref state);
            detector.Next(logits);
            for (int label = 0; label < Vocabulary.Classes; label++)
            {
                best[label] = Math.Max(best[label], detector.Averages[label]);
            }
        }

        return Detector.MostLikelyWord(best);
    }
}
