using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
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
        NodeAt<TypeDeclarationSyntax>(root, diagnostic) is { } declaration && declaration.Modifiers.Any(Modifier(diagnostic)) ? declaration : null;

    private protected override SyntaxNode Fix(SyntaxNode node, IReadOnlyList<Diagnostic> diagnostics) =>
        diagnostics.Select(Modifier).Distinct().Aggregate((TypeDeclarationSyntax)node, Remove);

    private static TypeDeclarationSyntax Remove(TypeDeclarationSyntax declaration, SyntaxKind kind)
    {
        int index = declaration.Modifiers.IndexOf(kind);
        SyntaxTriviaList leading = declaration.Modifiers[index].LeadingTrivia;
        declaration = declaration.WithModifiers(declaration.Modifiers.RemoveAt(index));

        // What stood before the modifier now stands before what came next.
        SyntaxToken next = index < declaration.Modifiers.Count ? declaration.Modifiers[index] : declaration.Keyword;
        return declaration.ReplaceToken(next, next.WithLeadingTrivia(leading.AddRange(next.LeadingTrivia)));
    }

    private static SyntaxKind Modifier(Diagnostic diagnostic) =>
        diagnostic.Id == DiagnosticDescriptors.StaticType.Id ? SyntaxKind.StaticKeyword : SyntaxKind.FileKeyword;
}
