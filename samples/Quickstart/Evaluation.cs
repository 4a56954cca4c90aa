using System;
using System.Diagnostics;

namespace Quickstart;

/// <summary>What the model makes of a text: how well it foretells it, and how fast it reads it. Allocates nothing.</summary>
internal static class Evaluation
{
    /// <summary>
    /// The mean of -log2 p over every character but the first, each foretold from all before it: one stream, from the zero state.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="ids">The text: two characters at least.</param>
    public static double BitsPerCharacter(CharacterModel model, ReadOnlySpan<int> ids)
    {
        var state = default(CharacterModel.State);
        Span<float> logits = stackalloc float[CharacterModel.VocabularySize];
        double bits = 0;
        for (int i = 0; i + 1 < ids.Length; i++)
        {
            model.Step(ids[i], logits, ref state);
            bits -= LogProbability(logits, ids[i + 1]) / Math.Log(2);
        }

        return bits / (ids.Length - 1);
    }

    /// <summary>Nanoseconds that the model takes for a character: the fastest of some passes over a text.</summary>
    /// <param name="model">The model.</param>
    /// <param name="ids">The text.</param>
    /// <param name="passes">Passes: at least one.</param>
    public static double NanosecondsPerCharacter(CharacterModel model, ReadOnlySpan<int> ids, int passes)
    {
        Span<float> logits = stackalloc float[CharacterModel.VocabularySize];
        TimeSpan fastest = TimeSpan.MaxValue;
        for (int pass = 0; pass < passes; pass++)
        {
            var state = default(CharacterModel.State);
            long start = Stopwatch.GetTimestamp();
            foreach (int id in ids)
            {
                model.Step(id, logits, ref state);
            }

            TimeSpan elapsed = Stopwatch.GetElapsedTime(start);
            fastest = elapsed < fastest ? elapsed : fastest;
        }

        return fastest.TotalNanoseconds / ids.Length;
    }

    /// <summary>ln softmax(logits)[id], with the largest logit taken out so that nothing overflows.</summary>
    private static double LogProbability(ReadOnlySpan<float> logits, int id)
    {
        double largest = double.NegativeInfinity;
        foreach (float logit in logits)
        {
            largest = Math.Max(largest, logit);
        }

        double sum = 0;
        foreach (float logit in logits)
        {
            sum += Math.Exp(logit - largest);
        }

        return logits[id] - largest - Math.Log(sum);
    }
}
