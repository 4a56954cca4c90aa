using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Training;
using Shared;

namespace TextClassification;

/// <summary>The labels of the training data as numbers.</summary>
internal sealed class Classes
{
    /// <summary>Classes, at most: outputs of the networks.</summary>
    public const int MaxCount = 32;

    private const float Never = -1e4f;

    private readonly string[] _labels;

    /// <summary>Takes the labels, in the order of their letters.</summary>
    /// <param name="training">The training data.</param>
    /// <exception cref="FormatException">There are too many.</exception>
    public Classes(IEnumerable<LabelledText> training)
    {
        _labels = [.. training.Select(static text => text.Label).Distinct().Order(StringComparer.Ordinal)];
        if (_labels.Length > MaxCount)
        {
            throw new FormatException($"there are {_labels.Length} labels; at most {MaxCount} can be told apart");
        }
    }

    /// <summary>Labels there are.</summary>
    public int Count => _labels.Length;

    /// <summary>A label's number.</summary>
    /// <param name="label">The label.</param>
    public int this[string label] => Array.BinarySearch(_labels, label, StringComparer.Ordinal);

    /// <summary>A number's label.</summary>
    /// <param name="index">The number.</param>
    public string this[int index] => _labels[index];

    /// <summary>Makes a network never choose an output that has no label: a probability of 0 has no gradient either.</summary>
    /// <param name="model">The network.</param>
    public void CloseOthers(ITrainable<int> model)
    {
        var tensors = new TensorStore();
        model.Save(tensors);
        tensors.Values("linear.bias")[Count..].Fill(Never);
        model.Load(tensors);
    }
}
