using System.Collections.Generic;
using System.Linq;
using RnnGen.Reference;

namespace RnnGen.Generator.Tests;

/// <summary>One of several inputs of a network to test.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Kind">What a step takes of it.</param>
/// <param name="Vocabulary">Tokens, or 0.</param>
/// <param name="Size">Floats that it gives.</param>
/// <param name="PaddingIndex">The token that is not trained, or -1.</param>
/// <param name="IsMean">Whether a bag is the mean of its rows.</param>
public sealed record DeclaredInput(string Name, NetworkInputKind Kind, int Vocabulary, int Size, int PaddingIndex, bool IsMean)
{
    /// <summary>The most ids of a bag.</summary>
    public const int LongestBag = 5;

    /// <summary>Numbers that it takes of a row of the reference.</summary>
    public int Columns => Kind switch
    {
        NetworkInputKind.Floats => Size,
        NetworkInputKind.Token => 1,
        _ => 1 + LongestBag,
    };

    /// <summary>The reference with the parameters that emitted code saved.</summary>
    /// <param name="tensors">By state_dict name.</param>
    public Layer<double> Reference(IReadOnlyDictionary<string, float[]> tensors)
    {
        Layer<double> layer = Kind switch
        {
            NetworkInputKind.Floats => new InputLayer<double>(Size),
            NetworkInputKind.Token => new EmbeddingLayer<double>(Vocabulary, Size, PaddingIndex),
            _ => new EmbeddingBagLayer<double>(Vocabulary, Size, IsMean ? RnnGen.Reference.BagMode.Mean : RnnGen.Reference.BagMode.Sum, LongestBag, PaddingIndex),
        };
        foreach (Parameter<double> parameter in layer.Parameters)
        {
            tensors[$"{Name}.{parameter.Name}"].Select(static value => (double)value).ToArray().CopyTo(parameter.Values, 0);
        }

        return layer;
    }
}
