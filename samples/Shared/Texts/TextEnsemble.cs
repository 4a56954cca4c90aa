using System;
using System.Collections.Generic;
using System.Linq;

namespace Shared.Texts;

/// <summary>Networks that vote: the weighted mean of the logarithms of their probabilities.</summary>
public sealed class TextEnsemble
{
    private readonly List<(double Weight, ITextNetwork Network)> _networks = [];

    /// <summary>Its networks, each with what its vote weighs.</summary>
    public IReadOnlyList<(double Weight, ITextNetwork Network)> Networks => _networks;

    /// <summary>Adds a network.</summary>
    /// <param name="weight">What its vote weighs.</param>
    /// <param name="network">The network, trained.</param>
    public void Add(double weight, ITextNetwork network) => _networks.Add((weight, network));

    /// <summary>The weighted mean of the logarithms of the probabilities of each text and class.</summary>
    /// <param name="texts">The texts.</param>
    /// <param name="threads">Threads.</param>
    public double[][] Score(IReadOnlyList<string> texts, int threads) => Mean([.. _networks.Select(voter => (voter.Weight, voter.Network.Score(texts, threads)))]);

    /// <summary>The weighted mean of scores.</summary>
    /// <param name="votes">The scores of several, of the same texts and classes, each with its weight.</param>
    public static double[][] Mean(IReadOnlyList<(double Weight, double[][] Scores)> votes)
    {
        ArgumentNullException.ThrowIfNull(votes);
        double all = votes.Sum(static vote => vote.Weight);
        return [.. votes[0].Scores.Select((first, text) => first.Select((_, label) => votes.Sum(vote => vote.Weight * vote.Scores[text][label]) / all).ToArray())];
    }
}
