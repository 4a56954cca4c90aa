using System;
using System.Collections.Generic;
using System.Linq;

namespace Shared.Texts;

/// <summary>Networks that vote: the mean of the logarithms of their probabilities.</summary>
public sealed class TextEnsemble
{
    private readonly List<ITextNetwork> _networks = [];

    /// <summary>Its networks.</summary>
    public IReadOnlyList<ITextNetwork> Networks => _networks;

    /// <summary>Adds a network.</summary>
    /// <param name="network">The network, trained.</param>
    public void Add(ITextNetwork network) => _networks.Add(network);

    /// <summary>The mean of the logarithms of the probabilities of each text and class.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="threads">Threads.</param>
    public double[][] Score(IReadOnlyList<string> texts, int threads) => Mean([.. _networks.Select(network => network.Score(texts, threads))]);

    /// <summary>The mean of scores.</summary>
    /// <param name="scores">The scores of several, of the same texts and classes.</param>
    public static double[][] Mean(IReadOnlyList<double[][]> scores) =>
        [.. scores[0].Select((first, text) => first.Select((_, label) => scores.Average(own => own[text][label])).ToArray())];
}
