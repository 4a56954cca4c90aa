using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.CodeFixes;

/// <summary>RNN0001: adds <c>partial</c> to a type, directly before its keyword, where the language wants it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialCodeFix)), Shared]
public sealed class MakePartialCodeFix : DeclarationCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create(DiagnosticDescriptors.NotPartial.Id);

    private protected override string Title(SyntaxNode node, Diagnostic diagnostic) => $"Make '{((TypeDeclarationSyntax)node).Identifier.ValueText}' partial";

    private protected override SyntaxNode? Find(SyntaxNode root, Diagnostic diagnostic) =>
        NodeAt<TypeDeclarationSyntax>(root, diagnostic) is { } declaration && !Directives.Split(declaration, declaration.Keyword.SpanStart) ? declaration : null;

    private protected override IEnumerable<TextChange> Fix(SyntaxNode node, IReadOnlyList<Diagnostic> diagnostics, SourceText text) =>
        [new TextChange(new TextSpan(((TypeDeclarationSyntax)node).Keyword.SpanStart, 0), "partial ")];
}
