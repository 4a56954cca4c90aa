using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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
        Size(diagnostic) is not null ? NodeAt<AttributeArgumentSyntax>(root, diagnostic)?.Expression : null;

    private protected override SyntaxNode Fix(SyntaxNode node, IReadOnlyList<Diagnostic> diagnostics) =>
        SyntaxFactory.LiteralExpression(SyntaxKind.NumericLiteralExpression, SyntaxFactory.Literal(int.Parse(Size(diagnostics[0])!, CultureInfo.InvariantCulture)))
            .WithTriviaFrom(node);

    private static string? Size(Diagnostic diagnostic) => diagnostic.Properties.TryGetValue(DiagnosticProperties.Size, out string? size) ? size : null;
}
