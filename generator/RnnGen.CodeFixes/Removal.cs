using System.Collections.Generic;
using Microsoft.CodeAnalysis.Text;

namespace RnnGen.CodeFixes;

/// <summary>
/// Removes tokens from a text with the spaces that would be left over, and nothing else: comments and directives stay, and every line that is not removed keeps
/// its indentation and its end.
/// </summary>
internal static class Removal
{
    /// <param name="text">The text.</param>
    /// <param name="pieces">The tokens, in their order.</param>
    public static IEnumerable<TextChange> Of(SourceText text, IReadOnlyList<TextSpan> pieces)
    {
        for (int index = 0; index < pieces.Count;)
        {
            int start = pieces[index].Start;
            int end = pieces[index].End;
            for (index++; index < pieces.Count && SkipSpace(text, end, pieces[index].Start, lines: true) == pieces[index].Start; index++)
            {
                end = pieces[index].End;
            }

            yield return new TextChange(WithSpace(text, start, end), "");
        }
    }

    private static TextSpan WithSpace(SourceText text, int start, int end)
    {
        TextLine first = text.Lines.GetLineFromPosition(start);
        TextLine last = text.Lines.GetLineFromPosition(end);
        int before = start;
        while (before > first.Start && IsSpace(text[before - 1]))
        {
            before--;
        }

        int after = SkipSpace(text, end, last.End, lines: false);
        bool startsLine = before == first.Start;
        bool endsLine = after == last.End;
        return (startsLine, endsLine) switch
        {
            (true, true) => TextSpan.FromBounds(first.Start, last.EndIncludingLineBreak),
            (true, false) => TextSpan.FromBounds(start, after),
            (false, true) => TextSpan.FromBounds(before, end),
            _ when before < start && text[after] is ')' or ']' => TextSpan.FromBounds(before, end),
            _ when before < start || text[start - 1] == '(' => TextSpan.FromBounds(start, after),
            _ => TextSpan.FromBounds(start, end),
        };
    }

    private static int SkipSpace(SourceText text, int from, int to, bool lines)
    {
        while (from < to && (IsSpace(text[from]) || (lines && IsLineEnd(text[from]))))
        {
            from++;
        }

        return from;
    }

    private static bool IsSpace(char character) => char.IsWhiteSpace(character) && !IsLineEnd(character);

    private static bool IsLineEnd(char character) => character is '\r' or '\n' or '\u0085' or '\u2028' or '\u2029';
}
