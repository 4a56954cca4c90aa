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

/// <summary>RNN0002 and RNN0017: removes <c>static</c> or <c>file</c> from a type.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveModifierCodeFix)), Shared]
public sealed class RemoveModifierCodeFix : DeclarationCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create(DiagnosticDescriptors.StaticType.Id, DiagnosticDescriptors.FileLocal.Id);

    private protected override string Title(SyntaxNode node, Diagnostic diagnostic) => $"Remove '{SyntaxFacts.GetText(Modifier(diagnostic))}'";

    private protected override SyntaxNode? Find(SyntaxNode root, Diagnostic diagnostic) =>
        NodeAt<TypeDeclarationSyntax>(root, diagnostic) is { } declaration
        && declaration.Modifiers.FirstOrDefault(modifier => modifier.IsKind(Modifier(diagnostic))) is { RawKind: not 0 } modifier
        && !Directives.AreAround(declaration, modifier.Span) && !Directives.Split(declaration, modifier.SpanStart)
            ? declaration : null;

    private protected override IEnumerable<TextChange> Fix(SyntaxNode node, IReadOnlyList<Diagnostic> diagnostics, SourceText text) => Removal.Of(
        text,
        [.. ((TypeDeclarationSyntax)node).Modifiers.Where(modifier => diagnostics.Any(diagnostic => modifier.IsKind(Modifier(diagnostic)))).Select(static modifier => modifier.Span)]);

    private static SyntaxKind Modifier(Diagnostic diagnostic) =>
        diagnostic.Id == DiagnosticDescriptors.StaticType.Id ? SyntaxKind.StaticKeyword : SyntaxKind.FileKeyword;
}
