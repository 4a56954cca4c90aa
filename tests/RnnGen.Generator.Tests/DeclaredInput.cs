using System;
using System.Collections.Generic;
using System.Globalization;
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
    /// <summary>The most ids of a bag or sequence.</summary>
    public const int LongestBag = 5;

    /// <summary>Of sequences, the network that reads them, whose class it names.</summary>
    public NetworkDeclaration? Inner { get; init; }

    /// <summary>Of sequences, the most ids that are read.</summary>
    public int MaxSteps { get; init; }

    /// <summary>Of sequences, the name of that class.</summary>
    public string InnerClass => string.Create(CultureInfo.InvariantCulture, $"Inner{Inner!.Seed}");

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
        if (Inner is not null)
        {
            var own = tensors.Where(tensor => tensor.Key.StartsWith(Name + ".", StringComparison.Ordinal)).ToDictionary(tensor => tensor.Key[(Name.Length + 1)..], tensor => tensor.Value);
            return new NestedLayer<double>(Inner.Reference(own, stream: 0, dropoutSeed: null), LongestBag, MaxSteps);
        }

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
