using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator;
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
        && NodeAt<AttributeSyntax>(root, diagnostic) is { Parent: AttributeListSyntax { Parent: TypeDeclarationSyntax type } list } layer
        && !Directives.Split(type, list.SpanStart)
            ? layer : null;

    // Directly above the list, indented as that is; beside it, where it is not the first of its line.
    private protected override IEnumerable<TextChange> Fix(SyntaxNode node, IReadOnlyList<Diagnostic> diagnostics, SourceText text)
    {
        int start = node.Parent!.SpanStart;
        TextLine line = text.Lines.GetLineFromPosition(start);
        string before = text.ToString(TextSpan.FromBounds(line.Start, start));
        string after = string.IsNullOrWhiteSpace(before) ? LineEnd(text, line) + before : " ";
        return [new TextChange(new TextSpan(start, 0), $"[{Beside(((AttributeSyntax)node).Name)}]{after}")];
    }

    /// <summary>How the lines end around one.</summary>
    private static string LineEnd(SourceText text, TextLine line) =>
        new[] { line, text.Lines[System.Math.Max(0, line.LineNumber - 1)] }.Concat(text.Lines)
            .Select(candidate => text.ToString(TextSpan.FromBounds(candidate.End, candidate.EndIncludingLineBreak)))
            .FirstOrDefault(static end => end.Length > 0) ?? "\n";

    /// <summary>The attribute's name, qualified as the layer's is; an alias of a layer says nothing of where it is.</summary>
    private static string Beside(NameSyntax layer) => layer switch
    {
        QualifiedNameSyntax qualified => $"{qualified.Left}.{Network}",
        AliasQualifiedNameSyntax qualified => $"{qualified.Alias}::{Network}",
        IdentifierNameSyntax name when WellKnownNames.IsLayerName(name.Identifier.ValueText) => Network,
        _ => $"global::{WellKnownNames.Namespace}.{Network}",
    };
}
