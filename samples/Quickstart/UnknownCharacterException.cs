using System;
using System.Text;

namespace Quickstart;

/// <summary>A text has a character that the model does not know.</summary>
/// <param name="text">The text.</param>
/// <param name="index">Where in it the character stands.</param>
internal sealed class UnknownCharacterException(string text, int index) : FormatException(Describe(text, index))
{
    private static string Describe(string text, int index)
    {
        // A character outside the basic plane is two chars of a string. Half of one alone is named by its own number.
        bool whole = Rune.TryGetRuneAt(text, index, out Rune rune);
        int number = whole ? rune.Value : text[index];
        string glyph = whole && !Rune.IsControl(rune) ? $"'{rune}' " : "";
        return $"the model does not know the character {glyph}(U+{number:X4})";
    }
}
