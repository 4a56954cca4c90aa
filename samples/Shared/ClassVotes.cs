using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Training;

namespace Shared;

/// <summary>Which class a text is of, by what several networks say of it.</summary>
public sealed class ClassVotes
{
    private readonly IReadOnlyList<Example<int, int>> _examples;
    private readonly int _classes;
    private readonly double[] _logarithms;

    /// <summary>Nobody has voted yet.</summary>
    /// <param name="examples">The texts: only their classes are looked at.</param>
    /// <param name="classes">Classes.</param>
    public ClassVotes(IReadOnlyList<Example<int, int>> examples, int classes)
    {
        ArgumentNullException.ThrowIfNull(examples);
        _examples = examples;
        _classes = classes;
        _logarithms = new double[examples.Count * classes];
    }

    /// <summary>The share of texts that the sum of all votes gets right.</summary>
    public double Accuracy => _examples.Index().Average(example => Best(example.Index) == example.Item.Targets[0] ? 1.0 : 0.0);

    /// <summary>Adds the logarithms of a network's probabilities for a text.</summary>
    /// <param name="index">The text.</param>
    /// <param name="logits">Of the network; those after the classes are not looked at.</param>
    public void Add(int index, ReadOnlySpan<float> logits)
    {
        logits = logits[.._classes];
        for (int label = 0; label < _classes; label++)
        {
            _logarithms[(index * _classes) + label] -= Loss.CrossEntropy(logits, [label], []);
        }
    }

    /// <summary>Adds all votes of others.</summary>
    /// <param name="others">On the same texts.</param>
    public void Add(ClassVotes others)
    {
        ArgumentNullException.ThrowIfNull(others);
        for (int place = 0; place < _logarithms.Length; place++)
        {
            _logarithms[place] += others._logarithms[place];
        }
    }

    /// <summary>The class with the most votes.</summary>
    /// <param name="index">The text.</param>
    public int Best(int index)
    {
        ReadOnlySpan<double> own = _logarithms.AsSpan(index * _classes, _classes);
        int best = 0;
        for (int label = 1; label < _classes; label++)
        {
            best = own[label] > own[best] ? label : best;
        }

        return best;
    }
}
