using System.Text;

namespace RnnGen.Tool;

/// <summary>Text for one line of output or of a comment, whole: nothing in it ends the line or hides what follows.</summary>
internal static class OneLine
{
    /// <summary>The text, with a mark in the place of each control character and each end of a line.</summary>
    public static string Of(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (char character in text)
        {
            line.Append(char.IsControl(character) || character is '\u2028' or '\u2029' ? '\uFFFD' : character);
        }

        return line.ToString();
    }
}
