using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Training;

namespace SentimentAnalysis;

/// <summary>The baseline: logistic regression on which words a review has, whatever their order.</summary>
internal sealed class BagOfWords
{
    private readonly float[] _weights;

    private BagOfWords(float[] weights) => _weights = weights;

    /// <summary>Trains with several L2 penalties, and takes what is best on the validation data, as the network's best epoch is.</summary>
    /// <param name="training">To learn from.</param>
    /// <param name="validation">To choose by.</param>
    /// <param name="words">Tokens.</param>
    public static BagOfWords Train(IReadOnlyList<Example<int, int>> training, IReadOnlyList<Example<int, int>> validation, int words)
    {
        BagOfWords? best = null;
        double bestLoss = double.PositiveInfinity;
        foreach (float penalty in new[] { 0f, 1e-4f, 3e-4f, 1e-3f, 3e-3f })
        {
            var model = new BagOfWords(new float[words + 1]);
            var optimizer = new Adam(words + 1, 0.02f, weightDecay: penalty);
            float[] gradients = new float[words + 1];
            for (int epoch = 0; epoch < 150; epoch++)
            {
                Array.Clear(gradients);
                model.Loss(training, gradients);
                optimizer.Step(model._weights, gradients);
                double loss = model.Loss(validation, null);
                if (loss < bestLoss)
                {
                    bestLoss = loss;
                    best = new BagOfWords([.. model._weights]);
                }
            }
        }

        return best!;
    }

    /// <summary>The share of reviews that it gets right.</summary>
    /// <param name="examples">The reviews.</param>
    public double Accuracy(IReadOnlyList<Example<int, int>> examples) =>
        examples.Average(example => (Logit(example.Inputs) > 0 ? 1 : 0) == example.Targets[0] ? 1.0 : 0.0);

    private double Loss(IReadOnlyList<Example<int, int>> examples, float[]? gradients)
    {
        double sum = 0;
        Span<float> gradient = stackalloc float[1];
        foreach (Example<int, int> example in examples)
        {
            sum += RnnGen.Training.Loss.BinaryCrossEntropy([Logit(example.Inputs)], [example.Targets[0]], gradient, 1.0 / examples.Count);
            foreach (int token in gradients is null ? [] : example.Inputs.Distinct())
            {
                gradients![token] += gradient[0];
            }

            if (gradients is not null)
            {
                gradients[^1] += gradient[0];
            }
        }

        return sum / examples.Count;
    }

    private float Logit(int[] tokens) => _weights[^1] + tokens.Distinct().Sum(token => _weights[token]);
}
