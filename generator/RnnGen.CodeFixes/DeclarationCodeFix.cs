using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace RnnGen.CodeFixes;

/// <summary>
/// What all fixes have in common: each finds one node for a diagnostic, and says which text changes. All other text stays byte for byte as it was: no node is
/// made anew, and nothing is formatted. A document is fixed in one go, so that two diagnostics that need the same change (a container of two cells) make it once.
/// </summary>
public abstract class DeclarationCodeFix : CodeFixProvider
{
    private readonly FixAllProvider _fixAll;

    private protected DeclarationCodeFix()
    {
        _fixAll = FixAllProvider.Create(async (context, document, diagnostics) => diagnostics.IsEmpty
            ? document
            : await FixAsync(document, diagnostics, context.CancellationToken).ConfigureAwait(false));
    }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => _fixAll;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        SyntaxNode? root = await context.Document.GetSyntaxRootAsync(context.CancellationToken).ConfigureAwait(false);
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (root is not null && Find(root, diagnostic) is { } node)
            {
                context.RegisterCodeFix(
                    CodeAction.Create(
                        Title(node, diagnostic),
                        cancellation => FixAsync(context.Document, ImmutableArray.Create(diagnostic), cancellation),
                        equivalenceKey: GetType().Name),
                    diagnostic);
            }
        }
    }

    /// <summary>What the fix does, in words.</summary>
    private protected abstract string Title(SyntaxNode node, Diagnostic diagnostic);

    /// <summary>The node to change, or null where there is no one right answer, or where a directive stands in the way.</summary>
    private protected abstract SyntaxNode? Find(SyntaxNode root, Diagnostic diagnostic);

    /// <summary>Which text changes.</summary>
    /// <param name="node">The node.</param>
    /// <param name="diagnostics">Of this node.</param>
    /// <param name="text">The document.</param>
    private protected abstract IEnumerable<TextChange> Fix(SyntaxNode node, IReadOnlyList<Diagnostic> diagnostics, SourceText text);

    /// <summary>The node that a diagnostic stands on.</summary>
    private protected static T? NodeAt<T>(SyntaxNode root, Diagnostic diagnostic)
        where T : SyntaxNode
    {
        TextSpan span = diagnostic.Location.SourceSpan;
        return root.FullSpan.Contains(span) ? root.FindNode(span, getInnermostNodeForTie: true).FirstAncestorOrSelf<T>() : null;
    }

    private async Task<Document> FixAsync(Document document, ImmutableArray<Diagnostic> diagnostics, CancellationToken cancellation)
    {
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        if (root is null)
        {
            return document;
        }

        SourceText text = await document.GetTextAsync(cancellation).ConfigureAwait(false);
        IEnumerable<TextChange> changes = diagnostics
            .Select(diagnostic => (Node: Find(root, diagnostic), Diagnostic: diagnostic))
            .Where(static fault => fault.Node is not null)
            .GroupBy(static fault => fault.Node!, static fault => fault.Diagnostic)
            .SelectMany(group => Fix(group.Key, [.. group], text))
            .OrderBy(static change => change.Span.Start);
        return document.WithText(text.WithChanges(changes));
    }
}
