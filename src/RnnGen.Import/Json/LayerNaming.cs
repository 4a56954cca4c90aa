using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RnnGen.Import.Json;

/// <summary>Names for layers: the file's own, or else that of the kind, with a number where it is taken.</summary>
internal sealed class LayerNaming
{
    private const int MaxLength = 100;

    private readonly HashSet<string> _taken = [];

    /// <summary>A name that no other layer has.</summary>
    /// <param name="kind">The kind: <c>lstm</c>.</param>
    /// <param name="given">The layer's name in the file, or null.</param>
    public string Next(string kind, string? given = null)
    {
        if (given is { Length: > 0 and <= MaxLength } && !given.Any(char.IsControl) && _taken.Add(given))
        {
            return given;
        }

        string name = kind;
        for (int number = 2; !_taken.Add(name); number++)
        {
            name = kind + number.ToString(CultureInfo.InvariantCulture);
        }

        return name;
    }
}
