using System.Globalization;
using System.Linq;

namespace RnnGen.Generator.Emission;

/// <summary>Numbers and places as emitted text writes them.</summary>
internal static class VectorSyntax
{
    /// <summary>One float at a distance; behind <c>ref</c>, a reference to it.</summary>
    public static string Element(string reference, string offset) =>
        offset == "0" ? reference : $"RnnUnsafe.Add(ref {reference}, {offset})";

    /// <inheritdoc cref="Element(string, string)"/>
    public static string Element(string reference, int offset) => Element(reference, Number(offset));

    /// <summary>The first float of a row of a buffer, or one further on; behind <c>ref</c>, a reference to it.</summary>
    public static string Row(string buffer, string row, int floats, int offset = 0) => Element(buffer, Sum($"{row} * {Number(floats)}", Number(offset)));

    /// <summary>A sum of terms as written: without those that are zero, products in parentheses where there are others.</summary>
    public static string Sum(params string[] terms)
    {
        string[] written = [.. terms.Where(static term => term is not ("0" or ""))];
        return written.Length switch
        {
            0 => "0",
            1 => written[0],
            _ => string.Join(" + ", written.Select(static term => term.Contains('*') ? $"({term})" : term)),
        };
    }

    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);
}
