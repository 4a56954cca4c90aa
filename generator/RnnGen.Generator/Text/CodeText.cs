using System.Globalization;

namespace RnnGen.Generator.Text;

/// <summary>Small pieces of text as emitted code and its documentation write them, whatever the culture.</summary>
internal static class CodeText
{
    public static string Number(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    public static string Bool(bool value) => value ? "true" : "false";

    /// <summary>A number for people to read.</summary>
    public static string Grouped(long value) => value.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A name with a small first letter.</summary>
    public static string Camel(string name) => char.ToLowerInvariant(name[0]) + name.Substring(1);

    /// <summary>A text with a capital.</summary>
    public static string Capital(string text) => char.ToUpperInvariant(text[0]) + text.Substring(1);
}
