using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Networks;

namespace RnnGen.Training;

/// <summary>
/// Learning rates by layer: which parts of a network's parameters move by which factor of the optimiser's rate, and which do not move. What does not move is not
/// looked at: not by clipping, norms, the optimiser or its moments, nor by what a trainer keeps and checks.
/// </summary>
internal sealed class LayerRates
{
    private readonly GradientRange[] _trained;
    private readonly TrainedGradients _gradients;

    private LayerRates(GradientRange[] trained, (double Factor, GradientRange[] Parts)[] groups)
    {
        _trained = trained;
        Groups = groups;
        _gradients = new TrainedGradients(this);
    }

    /// <summary>The parts that move at each rate, ascending.</summary>
    public IReadOnlyList<(double Factor, GradientRange[] Parts)> Groups { get; }

    /// <summary>Those of a network, or null where all layers move at the rate of the optimiser.</summary>
    /// <param name="network">The network.</param>
    /// <param name="factors">By names of layers; null for none.</param>
    /// <param name="argument">What messages call them.</param>
    /// <exception cref="ArgumentException">A layer is not there, a factor is not finite or negative, or nothing would move.</exception>
    public static LayerRates? Of(IModel network, IReadOnlyDictionary<string, double>? factors, string argument)
    {
        if (factors is null || factors.Count == 0)
        {
            return null;
        }

        IReadOnlyList<LayerParts> layers = LayerList.PartsOf(network);
        LayerParts.CheckNames(layers, factors.Keys, argument);
        foreach ((string name, double factor) in factors)
        {
            if (!double.IsFinite(factor) || factor < 0)
            {
                throw new ArgumentOutOfRangeException(argument, factor, $"'{argument}' of '{MessageText.Printable(name)}' must be finite and not negative.");
            }
        }

        (double Factor, GradientRange[] Parts)[] groups =
        [
            .. layers
                .GroupBy(layer => FactorOf(layer.Name, factors))
                .Where(static group => group.Key > 0)
                .Select(static group => (group.Key, Merged(group.SelectMany(static layer => layer.Parts)))),
        ];
        return groups switch
        {
            [] => throw new ArgumentException($"'{argument}' are 0 of every layer that has parameters: nothing would be trained.", argument),
            [(1, _)] when factors.Values.All(static factor => factor == 1) => null,
            _ => new LayerRates(Merged(groups.SelectMany(static group => group.Parts)), groups),
        };
    }

    /// <summary>What is trained of gradients: good until the next call.</summary>
    /// <param name="gradients">Those of all parameters.</param>
    public ICellGradients Trained(ICellGradients gradients)
    {
        _gradients.All = gradients;
        return _gradients;
    }

    /// <summary>A layer's factor: its own, or else that of the layer that it is inside of.</summary>
    private static double FactorOf(string layer, IReadOnlyDictionary<string, double> factors) =>
        factors.Where(factor => LayerParts.Covers(factor.Key, layer)).OrderByDescending(static factor => factor.Key.Length).Select(static factor => factor.Value).FirstOrDefault(1);

    /// <summary>The same parts, ascending, neighbours as one.</summary>
    private static GradientRange[] Merged(IEnumerable<GradientRange> parts)
    {
        var merged = new List<GradientRange>();
        foreach (GradientRange part in parts.OrderBy(static part => part.First))
        {
            if (merged.Count > 0 && merged[^1].End == part.First)
            {
                merged[^1] = merged[^1] with { Length = merged[^1].Length + part.Length };
            }
            else
            {
                merged.Add(part);
            }
        }

        return [.. merged];
    }

    private sealed class TrainedGradients(LayerRates rates) : ICellGradients
    {
        public ICellGradients? All { get; set; }

        public Span<float> Values => All!.Values;

        GradientRanges ICellGradients.Ranges => All!.Ranges.Within(rates._trained);

        public void Clear() => All!.Clear();

        public void Save(ITensorSink sink, string prefix = "") => All!.Save(sink, prefix);
    }
}
