using System;
using System.Globalization;

namespace RnnGen.Training;

/// <summary>
/// Word dropout: in training a token becomes the unknown one with a probability of <c>alpha / (alpha + count)</c>, where <c>count</c> is how often the training data have it
/// (Kiperwasser and Goldberg 2016). So the row of the unknown token is learnt, most from rare words, which are what unseen words are like. <c>TrainerOptions.WordCounts</c>
/// and the tape of a network take it; what becomes unknown depends on the seed, the number of the stream and the step.
/// </summary>
/// <remarks>The token of the layer's <c>PaddingIndex</c> stays as it is. <c>Run</c>, <c>Step</c> and <c>Evaluate</c> take all tokens as they are.</remarks>
public sealed class WordCounts
{
    /// <summary>The alpha of Kiperwasser and Goldberg.</summary>
    public const double DefaultAlpha = 0.25;

    // Of each token the draws, of 2^32, that make it unknown.
    private readonly ulong[] _bounds;

    /// <summary>Creates it.</summary>
    /// <param name="counts">How often the training data have each token, [vocabulary].</param>
    /// <param name="unknown">The token that they become.</param>
    /// <param name="alpha">More makes more tokens unknown: above 0.</param>
    /// <param name="layer">The name of the <see cref="EmbeddingLayerAttribute"/>, where a network has several; null where it has one.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range; a count is negative.</exception>
    public WordCounts(ReadOnlySpan<int> counts, int unknown, double alpha = DefaultAlpha, string? layer = null)
    {
        if ((uint)unknown >= (uint)counts.Length)
        {
            throw new ArgumentOutOfRangeException(nameof(unknown), unknown, $"'{nameof(unknown)}' must be a token, from 0 to {counts.Length - 1}: there are {counts.Length} counts.");
        }

        if (!(alpha > 0) || !double.IsFinite(alpha))
        {
            throw new ArgumentOutOfRangeException(
                nameof(alpha), alpha, string.Create(CultureInfo.InvariantCulture, $"'{nameof(alpha)}' is {alpha}; it must be above 0 and finite."));
        }

        _bounds = new ulong[counts.Length];
        for (int token = 0; token < counts.Length; token++)
        {
            if (counts[token] < 0)
            {
                throw new ArgumentOutOfRangeException(nameof(counts), counts[token], $"'{nameof(counts)}' has {counts[token]} of token {token}; it must not be negative.");
            }

            _bounds[token] = (ulong)(Math.ScaleB(alpha / (alpha + counts[token]), 32) + 0.5);
        }

        Unknown = unknown;
        Alpha = alpha;
        Layer = layer;
    }

    /// <summary>The token that others become.</summary>
    public int Unknown { get; }

    /// <summary>What the probabilities are computed with.</summary>
    public double Alpha { get; }

    /// <summary>The name of the layer, or null for the only one of the network.</summary>
    public string? Layer { get; }

    /// <summary>Tokens that there are counts of.</summary>
    public int Vocabulary => _bounds.Length;

    /// <summary>What a token becomes.</summary>
    /// <param name="token">The token, which was checked.</param>
    /// <param name="draw">A random number.</param>
    internal int Draw(int token, uint draw) => draw < _bounds[token] ? Unknown : token;
}
