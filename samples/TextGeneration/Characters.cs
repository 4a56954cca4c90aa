using System;

namespace TextGeneration;

/// <summary>The characters of a text as tokens: a line's end, and what can be printed of ASCII. Any other becomes a question mark.</summary>
internal static class Characters
{
    /// <summary>Tokens.</summary>
    public const int Count = 96;

    /// <summary>The tokens of a text.</summary>
    /// <param name="text">The text.</param>
    public static int[] Encode(string text) => Array.ConvertAll(text.ReplaceLineEndings("\n").ToCharArray(), static character => character switch
    {
        '\n' => 0,
        >= ' ' and <= '~' => character - ' ' + 1,
        _ => '?' - ' ' + 1,
    });

    /// <summary>The text of tokens.</summary>
    /// <param name="tokens">The tokens.</param>
    public static string Decode(int[] tokens) => string.Concat(Array.ConvertAll(tokens, static token => token == 0 ? '\n' : (char)(token - 1 + ' ')));
}
