using System.Text;
using Microsoft.CodeAnalysis.CSharp;

namespace RnnGen.Generator.Emission;

/// <summary>
/// Text of the user's (the names of layers) as emitted files write it. It may have any character, so it is written nowhere without this. What comes out has
/// neither <c>::</c> nor <c>Rnn</c>, with which emitted code names what is not the user's.
/// </summary>
internal static class UserText
{
    /// <summary>A string literal.</summary>
    public static string Literal(string text) => Quoted(text).Replace("::", ":\\u003a").Replace("Rnn", "\\u0052nn");

    /// <summary>Text in a documentation comment, on one line: what cannot be printed as the escape of a literal, what XML reads as markup as an entity.</summary>
    public static string Documentation(string text)
    {
        string literal = Quoted(text);
        var documentation = new StringBuilder(literal.Length);
        foreach (char character in literal.Substring(1, literal.Length - 2))
        {
            _ = character switch
            {
                '<' => documentation.Append("&lt;"),
                '>' => documentation.Append("&gt;"),
                '&' => documentation.Append("&amp;"),
                _ => documentation.Append(character),
            };
        }

        return documentation.Replace("::", ":&#58;").Replace("Rnn", "&#82;nn").ToString();
    }

    private static string Quoted(string text) => SymbolDisplay.FormatLiteral(text, quote: true);
}
