using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Training;

namespace Shared;

/// <summary>
/// The baseline: logistic regression on which words a text has, whatever their order. The L2 penalty is the one, of several, that is best on the validation
/// data; then it learns from those, too.
/// </summary>
public sealed class BagOfWords
{
    private const int Updates = 200;
    private const float LearningRate = 0.05f;

    private readonly BagWeighting _weighting;
    private readonly int _classes;
    private readonly float[] _rarities;
    private readonly float[] _weights;

    private BagOfWords(BagWeighting weighting, int classes, float[] rarities)
    {
        _weighting = weighting;
        _classes = classes;
        _rarities = rarities;
        _weights = new float[(rarities.Length + 1) * classes];
    }

    /// <summary>Trains with each penalty to the end, and again with the best.</summary>
    /// <param name="training">To learn from.</param>
    /// <param name="validation">To choose by.</param>
    /// <param name="words">Tokens.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="weighting">What a word counts for.</param>
    public static BagOfWords Train(
        IReadOnlyList<Example<int, int>> training, IReadOnlyList<Example<int, int>> validation, int words, int classes, BagWeighting weighting)
    {
        ArgumentNullException.ThrowIfNull(training);
        double[] strengths = [0.03, 0.1, 0.3, 1, 3, 10];
        double best = strengths.MinBy(strength => Create(training).Train(training, validation, (float)(1 / (strength * training.Count))));
        Example<int, int>[] all = [.. training, .. validation];
        BagOfWords final = Create(all);
        final.Train(all, [], (float)(1 / (best * all.Length)));
        return final;

        BagOfWords Create(IReadOnlyList<Example<int, int>> texts) => new(weighting, classes, Rarities(texts, words));
    }

    /// <summary>The logits of texts.</summary>
    /// <param name="examples">The texts.</param>
    public double[][] Score(IReadOnlyList<Example<int, int>> examples)
    {
        float[] logits = new float[_classes];
        return [.. examples.Select(example =>
        {
            Logits(Bag(example), logits);
            return Array.ConvertAll(logits, static logit => (double)logit);
        })];
    }

    // How many texts there are to one that has the word, as a logarithm.
    private static float[] Rarities(IReadOnlyList<Example<int, int>> training, int words)
    {
        int[] counts = new int[words];
        foreach (int token in training.SelectMany(static example => example.Inputs.Distinct()))
        {
            counts[token]++;
        }

        return Array.ConvertAll(counts, count => (float)Math.Log((1.0 + training.Count) / (1 + count)) + 1);
    }

    private double Train(IReadOnlyList<Example<int, int>> training, IReadOnlyList<Example<int, int>> validation, float penalty)
    {
        (int Token, float Value)[][] bags = [.. training.Select(Bag)], validationBags = [.. validation.Select(Bag)];
        var optimizer = new Adam(_weights.Length, LearningRate, beta2: 0.99, weightDecay: penalty);
        float[] gradients = new float[_weights.Length];
        for (int update = 0; update < Updates; update++)
        {
            Array.Clear(gradients);
            MeanLoss(bags, training, gradients);
            optimizer.LearningRate = LearningRate * (1 - (update / (float)Updates));
            optimizer.Step(_weights, gradients);
        }

        return MeanLoss(validationBags, validation, []);
    }

    private double MeanLoss((int Token, float Value)[][] bags, IReadOnlyList<Example<int, int>> examples, float[] gradients)
    {
        double sum = 0;
        float[] logits = new float[_classes], changes = new float[_classes];
        for (int index = 0; index < bags.Length; index++)
        {
            Logits(bags[index], logits);
            sum += Loss.CrossEntropy(logits, examples[index].Targets, changes, 1.0 / bags.Length);
            if (gradients.Length > 0)
            {
                foreach ((int token, float value) in bags[index])
                {
                    for (int label = 0; label < _classes; label++)
                    {
                        gradients[(token * _classes) + label] += value * changes[label];
                    }
                }
            }
        }

        return sum / Math.Max(1, bags.Length);
    }

    private void Logits((int Token, float Value)[] bag, float[] logits)
    {
        Array.Clear(logits);
        foreach ((int token, float value) in bag)
        {
            for (int label = 0; label < _classes; label++)
            {
                logits[label] += value * _weights[(token * _classes) + label];
            }
        }
    }

    // The words of a text with what they count for, and a last one that every text has.
    private (int Token, float Value)[] Bag(Example<int, int> example)
    {
        (int Token, float Value)[] bag = [.. example.Inputs.CountBy(static token => token).Select(word =>
            (word.Key, _weighting == BagWeighting.Presence ? 1f : (1 + MathF.Log(word.Value)) * _rarities[word.Key]))];
        float length = _weighting == BagWeighting.Presence ? 1f : MathF.Sqrt(bag.Sum(static word => word.Value * word.Value));
        return [.. bag.Select(word => (word.Token, word.Value / length)), (_rarities.Length, 1f)];
    }
}
