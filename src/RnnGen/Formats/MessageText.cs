using System.Text;

namespace RnnGen.Formats;

/// <summary>Makes text that comes out of a file fit for an error message: one line, of a bounded length.</summary>
internal static class MessageText
{
    private const int MaxLength = 120;

    /// <summary>The text, without control characters, and with its middle left out where it is long.</summary>
    public static string Printable(string text)
    {
        string shown = text.Length <= MaxLength ? text : $"{text[..(MaxLength / 2)]}...{text[^(MaxLength / 2)..]}";
        var printable = new StringBuilder(shown.Length);
        foreach (char character in shown)
        {
            // A surrogate may have lost its other half to the cut; the rest would break the line or hide what follows.
            printable.Append(char.IsControl(character) || char.IsSurrogate(character) || character is '\u2028' or '\u2029' ? '\uFFFD' : character);
        }

        return printable.ToString();
    }
}
