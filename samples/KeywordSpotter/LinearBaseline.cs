using System;
using System.Collections.Generic;
using RnnGen.Training;

namespace KeywordSpotter;

/// <summary>
/// The baseline: logistic regression on the mean and the standard deviation of each band over a clip. It knows which sounds there were, not in which order.
/// </summary>
internal sealed class LinearBaseline
{
    private const int Inputs = (2 * LogMelFeatures.Bands) + 1;
    private const int Updates = 600;
    private const float LearningRate = 0.05f;

    private readonly float[] _weights = new float[Vocabulary.Classes * Inputs];

    private LinearBaseline()
    {
    }

    /// <summary>Learns.</summary>
    /// <param name="clips">To learn from.</param>
    public static LinearBaseline Train(IReadOnlyList<Clip> clips)
    {
        var model = new LinearBaseline();
        float[][] inputs = new float[clips.Count][];
        for (int index = 0; index < inputs.Length; index++)
        {
            inputs[index] = Statistics(clips[index]);
        }

        var optimizer = new Adam(model._weights.Length, LearningRate);
        float[] gradients = new float[model._weights.Length], logits = new float[Vocabulary.Classes], changes = new float[Vocabulary.Classes];
        for (int update = 0; update < Updates; update++)
        {
            Array.Clear(gradients);
            for (int index = 0; index < inputs.Length; index++)
            {
                model.Logits(inputs[index], logits);
                Loss.CrossEntropy(logits, [clips[index].Label], changes, 1.0 / inputs.Length);
                for (int label = 0; label < Vocabulary.Classes; label++)
                {
                    for (int i = 0; i < Inputs; i++)
                    {
                        gradients[(label * Inputs) + i] += changes[label] * inputs[index][i];
                    }
                }
            }

            optimizer.LearningRate = LearningRate * (1 - (update / (float)Updates));
            optimizer.Step(model._weights, gradients);
        }

        return model;
    }

    /// <summary>The class of a clip.</summary>
    /// <param name="clip">The clip.</param>
    public int Classify(Clip clip)
    {
        Span<float> logits = stackalloc float[Vocabulary.Classes];
        Logits(Statistics(clip), logits);
        int best = 0;
        for (int label = 1; label < Vocabulary.Classes; label++)
        {
            best = logits[label] > logits[best] ? label : best;
        }

        return best;
    }

    private static float[] Statistics(Clip clip)
    {
        float[] inputs = new float[Inputs];
        int frames = clip.Features.Length / LogMelFeatures.Bands;
        for (int band = 0; band < LogMelFeatures.Bands; band++)
        {
            double sum = 0, squares = 0;
            for (int frame = 0; frame < frames; frame++)
            {
                double value = clip.Features[(frame * LogMelFeatures.Bands) + band];
                sum += value;
                squares += value * value;
            }

            double mean = sum / frames;
            inputs[band] = (float)mean;
            inputs[LogMelFeatures.Bands + band] = (float)Math.Sqrt(Math.Max((squares / frames) - (mean * mean), 0));
        }

        inputs[^1] = 1;
        return inputs;
    }

    private void Logits(float[] inputs, Span<float> logits)
    {
        for (int label = 0; label < Vocabulary.Classes; label++)
        {
            float sum = 0;
            for (int i = 0; i < Inputs; i++)
            {
                sum += _weights[(label * Inputs) + i] * inputs[i];
            }

            logits[label] = sum;
        }
    }
}
