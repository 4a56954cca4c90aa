using System.Collections.Generic;
using System.Globalization;

namespace RnnGen.Import.Json;

/// <summary>Names for layers that have none in the file: that of the kind, with a number where it is taken.</summary>
internal sealed class LayerNaming
{
    private readonly HashSet<string> _taken = [];

    /// <summary>A name that no other layer has.</summary>
    /// <param name="kind">The kind: <c>lstm</c>.</param>
    public string Next(string kind)
    {
        string name = kind;
        for (int number = 2; !_taken.Add(name); number++)
        {
            name = kind + number.ToString(CultureInfo.InvariantCulture);
        }

        return name;
    }
}
