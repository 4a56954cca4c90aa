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

/// <summary>RNN0011, where the first layer says what it takes: adds <c>[Network]</c> above the layers.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(AddNetworkCodeFix)), Shared]
public sealed class AddNetworkCodeFix : DeclarationCodeFix
{
    private const string Network = "Network";

    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create(DiagnosticDescriptors.LayerWithoutNetwork.Id);

    private protected override string Title(SyntaxNode node, Diagnostic diagnostic) => "Add [Network]";

    private protected override SyntaxNode? Find(SyntaxNode root, Diagnostic diagnostic) =>
        diagnostic.Properties.ContainsKey(DiagnosticProperties.NeedsNetwork)
        && NodeAt<AttributeSyntax>(root, diagnostic) is { Parent: AttributeListSyntax { Parent: TypeDeclarationSyntax type } } ? type : null;

    private protected override SyntaxNode Fix(SyntaxNode node, IReadOnlyList<Diagnostic> diagnostics)
    {
        var type = (TypeDeclarationSyntax)node;
        int start = diagnostics[0].Location.SourceSpan.Start;
        int index = type.AttributeLists.IndexOf(list => list.FullSpan.Contains(start));
        AttributeListSyntax layers = type.AttributeLists[index];
        NameSyntax layer = layers.Attributes.First(attribute => attribute.Span.Contains(start)).Name;

        // Directly above: indented as the layer is, which keeps what stands before it (comments) for [Network].
        SyntaxTriviaList leading = layers.GetLeadingTrivia();
        SyntaxTriviaList indentation = leading.Any() && leading.Last().IsKind(SyntaxKind.WhitespaceTrivia) ? SyntaxFactory.TriviaList(leading.Last()) : [];
        SyntaxTrivia newLine = type.DescendantTrivia().FirstOrDefault(static trivia => trivia.IsKind(SyntaxKind.EndOfLineTrivia)) is { RawKind: not 0 } own
            ? own
            : SyntaxFactory.EndOfLine("\n");
        AttributeListSyntax network = SyntaxFactory
            .AttributeList(SyntaxFactory.SingletonSeparatedList(SyntaxFactory.Attribute(Beside(layer))))
            .WithLeadingTrivia(leading)
            .WithTrailingTrivia(newLine);
        return type.WithAttributeLists(type.AttributeLists.Replace(layers, layers.WithLeadingTrivia(indentation)).Insert(index, network));
    }

    /// <summary>The attribute's name, qualified as the layer's is; an alias of a layer says nothing of where it is.</summary>
    private static NameSyntax Beside(NameSyntax layer) => layer switch
    {
        QualifiedNameSyntax qualified => qualified.WithRight(SyntaxFactory.IdentifierName(Network)),
        AliasQualifiedNameSyntax qualified => qualified.WithName(SyntaxFactory.IdentifierName(Network)),
        IdentifierNameSyntax name when WellKnownLayer(name.Identifier.ValueText) => SyntaxFactory.IdentifierName(Network),
        _ => SyntaxFactory.ParseName("global::RnnGen." + Network),
    };

    private static bool WellKnownLayer(string name) => RnnGen.Generator.WellKnownNames.IsLayerName(name);
}
