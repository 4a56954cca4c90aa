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
    /// <summary>Checks that a network has layers of these names, with parameters.</summary>
    /// <param name="layers">Those of the network.</param>
    /// <param name="names">The names.</param>
    /// <param name="argument">What messages call them.</param>
    /// <exception cref="ArgumentException">It does not.</exception>
    public static void CheckNames(IReadOnlyList<LayerParts> layers, IEnumerable<string> names, string argument)
    {
        foreach (string name in names)
        {
            if (!layers.Any(layer => layer.Name == name))
            {
                string known = string.Join(", ", layers.Select(static layer => $"'{MessageText.Printable(layer.Name)}'"));
                throw new ArgumentException(
                    $"'{argument}' has '{MessageText.Printable(name ?? "null")}', but the network has no layer of that name with parameters: it has {known}.", argument);
            }
        }
    }
}
