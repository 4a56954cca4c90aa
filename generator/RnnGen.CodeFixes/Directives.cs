using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace RnnGen.CodeFixes;

/// <summary>
/// Conditional directives (<c>#if</c> and the like) that stand in the way of a fix: what it changes would be right for one set of symbols only. All others
/// (<c>#region</c>, <c>#pragma</c>) stay where they are.
/// </summary>
internal static class Directives
{
    /// <summary>Whether there are any in a span.</summary>
    public static bool AreIn(SyntaxNode node, TextSpan span) =>
        node.DescendantTrivia(span).Any(trivia => span.OverlapsWith(trivia.Span) && (IsConditional(trivia.Kind()) || trivia.IsKind(SyntaxKind.DisabledTextTrivia)));

    /// <summary>Whether there are any between a token and its neighbours, as far as these belong to the same node.</summary>
    public static bool AreAround(SyntaxNode node, TextSpan tokens)
    {
        SyntaxToken before = node.FindToken(tokens.Start).GetPreviousToken();
        SyntaxToken after = node.FindToken(tokens.End - 1).GetNextToken();
        return AreIn(node, TextSpan.FromBounds(
            node.Span.Contains(before.Span) ? before.Span.End : tokens.Start, node.Span.Contains(after.Span) ? after.SpanStart : tokens.End));
    }

    /// <summary>Whether a place in a declaration is in a branch that ends inside the declaration, so that another branch has another text for it.</summary>
    public static bool Split(SyntaxNode declaration, int position)
    {
        int depth = 0;
        foreach (SyntaxTrivia trivia in declaration.DescendantTrivia(TextSpan.FromBounds(position, declaration.Span.End)))
        {
            if (trivia.SpanStart < position || !IsConditional(trivia.Kind()))
            {
                continue;
            }

            if (trivia.IsKind(SyntaxKind.IfDirectiveTrivia))
            {
                depth++;
            }
            else if (depth == 0)
            {
                return true;
            }
            else if (trivia.GetStructure() is EndIfDirectiveTriviaSyntax)
            {
                depth--;
            }
        }

        return false;
    }

    private static bool IsConditional(SyntaxKind kind) => kind is
        SyntaxKind.IfDirectiveTrivia or SyntaxKind.ElifDirectiveTrivia or SyntaxKind.ElseDirectiveTrivia or SyntaxKind.EndIfDirectiveTrivia;
}
