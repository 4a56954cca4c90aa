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

/// <summary>RNN0001: adds <c>partial</c> to a type, directly before its keyword, where the language wants it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakePartialCodeFix)), Shared]
public sealed class MakePartialCodeFix : DeclarationCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create(DiagnosticDescriptors.NotPartial.Id);

    private protected override string Title(SyntaxNode node, Diagnostic diagnostic) => $"Make '{((TypeDeclarationSyntax)node).Identifier.ValueText}' partial";

    private protected override SyntaxNode? Find(SyntaxNode root, Diagnostic diagnostic) => NodeAt<TypeDeclarationSyntax>(root, diagnostic);

    private protected override SyntaxNode Fix(SyntaxNode node, IReadOnlyList<Diagnostic> diagnostics)
    {
        var declaration = (TypeDeclarationSyntax)node;
        SyntaxToken partial = SyntaxFactory.Token(SyntaxKind.PartialKeyword).WithTrailingTrivia(SyntaxFactory.Space);
        if (declaration.Modifiers.Any())
        {
            return declaration.WithModifiers(declaration.Modifiers.Add(partial));
        }

        // The keyword was the first token of its line: what stood before it stays there.
        SyntaxToken keyword = declaration.Keyword;
        return declaration
            .WithKeyword(keyword.WithLeadingTrivia())
            .WithModifiers(SyntaxFactory.TokenList(partial.WithLeadingTrivia(keyword.LeadingTrivia)));
    }
}
