using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.CodeFixes;

/// <summary>RNN0013: sets what a layer takes to what the layer before gives.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SetSizeCodeFix)), Shared]
public sealed class SetSizeCodeFix : DeclarationCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create(DiagnosticDescriptors.SizesDiffer.Id);

    private protected override string Title(SyntaxNode node, Diagnostic diagnostic) => $"Take {Size(diagnostic)}, as the layer before gives";

    private protected override SyntaxNode? Find(SyntaxNode root, Diagnostic diagnostic) =>
        Size(diagnostic) is not null && NodeAt<AttributeArgumentSyntax>(root, diagnostic)?.Expression is { } expression && HasSpaceOnly(expression) ? expression : null;

    private protected override IEnumerable<TextChange> Fix(SyntaxNode node, IReadOnlyList<Diagnostic> diagnostics, SourceText text) =>
        [new TextChange(node.Span, Size(diagnostics[0])!)];

    private static string? Size(Diagnostic diagnostic) => diagnostic.Properties.TryGetValue(DiagnosticProperties.Size, out string? size) ? size : null;

    /// <summary>Whether there is nothing in an expression that would be lost with it: no comment, no directive.</summary>
    private static bool HasSpaceOnly(ExpressionSyntax expression) => expression.DescendantTrivia(expression.Span)
        .All(trivia => !expression.Span.Contains(trivia.Span) || trivia.Kind() is SyntaxKind.WhitespaceTrivia or SyntaxKind.EndOfLineTrivia);
}
