using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Networks;

namespace RnnGen;

/// <summary>Which parameters of a network are those of a layer.</summary>
/// <param name="Name">The layer's name.</param>
/// <param name="Parts">They.</param>
internal sealed record LayerParts(string Name, IReadOnlyList<GradientRange> Parts)
{
    /// <summary>Whether a name is that of a layer, or of the network's layer that it is inside of.</summary>
    /// <param name="name">The name: <c>shape</c>, or <c>shape.lstm</c> of one layer inside.</param>
    /// <param name="layer">The layer's own name.</param>
    public static bool Covers(string name, string layer) =>
        layer.StartsWith(name, StringComparison.Ordinal) && (layer.Length == name.Length || (name.Length > 0 && layer[name.Length] == '.'));

    /// <summary>Checks that a network has layers of these names, with parameters.</summary>
    /// <param name="layers">Those of the network.</param>
    /// <param name="names">The names.</param>
    /// <param name="argument">What messages call them.</param>
    /// <exception cref="ArgumentException">It does not.</exception>
    public static void CheckNames(IReadOnlyList<LayerParts> layers, IEnumerable<string> names, string argument)
    {
        foreach (string name in names)
        {
            if (name is null || !layers.Any(layer => Covers(name, layer.Name)))
            {
                string known = string.Join(", ", layers.Select(static layer => $"'{MessageText.Printable(layer.Name)}'"));
                throw new ArgumentException(
                    $"'{argument}' has '{MessageText.Printable(name ?? "null")}', but the network has no layer of that name with parameters: it has {known}.", argument);
            }
        }
    }
}
