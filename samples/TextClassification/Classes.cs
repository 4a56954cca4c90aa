using System;
using System.Collections.Generic;
using System.Linq;
using Shared;
using Shared.Texts;

namespace TextClassification;

/// <summary>The labels of the training data as numbers.</summary>
internal sealed class Classes
{
    /// <summary>Classes, at most: outputs of the networks.</summary>
    public const int MaxCount = 16;

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

    /// <summary>The labels, in the order of their numbers.</summary>
    public string[] Labels => _labels;

    /// <summary>A text with the number of its label.</summary>
    /// <param name="text">The text.</param>
    public ClassText Of(LabelledText text) => new(Array.BinarySearch(_labels, text.Label, StringComparer.Ordinal), text.Text);
}
