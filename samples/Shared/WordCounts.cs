using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Training;

namespace Shared;

/// <summary>What the counts of a few texts say about words, as the beginning of an embedding.</summary>
public static class WordCounts
{
    private const int LongText = 16;

    /// <summary>
    /// Few texts are too few to learn from nothing what a word says: a float of each word for each class starts with the logarithm of how much more often it is in
    /// that class than in the others (Wang and Manning 2012), the others small and at random.
    /// </summary>
    /// <param name="model">The network: its first layer is an embedding.</param>
    /// <param name="examples">The training data.</param>
    /// <param name="classes">Classes: no more than floats a word.</param>
    public static void Start(ITrainable<int> model, IReadOnlyList<Example<int, int>> examples, int classes)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(examples);
        var tensors = new TensorStore();
        model.Save(tensors);
        ReadOnlySpan<int> shape = tensors.Shape("embedding.weight");
        (int words, int size) = (shape[0], shape[1]);
        double[,] counts = new double[words, classes];
        double[] sums = new double[classes];
        foreach (Example<int, int> example in examples)
        {
            foreach (int token in example.Inputs.Distinct())
            {
                counts[token, example.Targets[0]]++;
                sums[example.Targets[0]]++;
            }
        }

        Span<float> table = tensors.Values("embedding.weight");
        for (int token = 0; token < words; token++)
        {
            Span<float> row = table.Slice(token * size, size);
            double all = Enumerable.Range(0, classes).Sum(label => counts[token, label]);
            for (int place = 0; place < size; place++)
            {
                row[place] = place < classes
                    ? (float)Math.Log((counts[token, place] + 1) / (sums[place] + 1) / ((all - counts[token, place] + 1) / (sums.Sum() - sums[place] + 1)))
                    : 0.1f * row[place];
            }
        }

        model.Load(tensors);
    }

    /// <summary>
    /// Leaves words of long texts out at random (they become unknown ones), so that a network does not lean on a few of them. In a short one every word counts.
    /// </summary>
    /// <param name="examples">The texts.</param>
    /// <param name="share">How many of their words.</param>
    /// <param name="seed">Chooses which.</param>
    public static Example<int, int>[] LeaveOut(IEnumerable<Example<int, int>> examples, double share, int seed)
    {
        var random = new Random(seed);
        return [.. examples.Select(example => example.Inputs.Length < LongText ? example : example with { Inputs = Array.ConvertAll(example.Inputs, token => random.NextDouble() < share ? 0 : token) })];
    }
}
