using System.Collections.Generic;
using System.Collections.Immutable;
using System.Composition;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using RnnGen.Generator.Diagnostics;

namespace RnnGen.CodeFixes;

/// <summary>RNN0007 and RNN0008, where an option changes nothing: removes it. (Where two options contradict each other there is no one right answer.)</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveArgumentCodeFix)), Shared]
public sealed class RemoveArgumentCodeFix : DeclarationCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create(DiagnosticDescriptors.OptionsConflict.Id, DiagnosticDescriptors.ConstantNotTaken.Id);

    private protected override string Title(SyntaxNode node, Diagnostic diagnostic) =>
        $"Remove '{((AttributeArgumentListSyntax)node).Arguments[IndexOf(node, diagnostic)].NameEquals!.Name.Identifier.ValueText}'";

    // The whole list, since of two arguments in it one cannot be removed without the other's place.
    private protected override SyntaxNode? Find(SyntaxNode root, Diagnostic diagnostic) =>
        diagnostic.Properties.ContainsKey(DiagnosticProperties.IsIdle)
        && NodeAt<AttributeArgumentSyntax>(root, diagnostic) is { NameEquals: not null, Parent: AttributeArgumentListSyntax list }
        && IndexOf(list, diagnostic) is >= 0 and int index && Pieces(list, [index]) is var pieces
        && !Directives.AreAround(list, TextSpan.FromBounds(pieces[0].Start, pieces[pieces.Count - 1].End))
            ? list : null;

    private protected override IEnumerable<TextChange> Fix(SyntaxNode node, IReadOnlyList<Diagnostic> diagnostics, SourceText text) =>
        Removal.Of(text, Pieces((AttributeArgumentListSyntax)node, [.. diagnostics.Select(diagnostic => IndexOf(node, diagnostic))]));

    /// <summary>Arguments, each with the comma behind it; or at the end of the list with that before it.</summary>
    private static IReadOnlyList<TextSpan> Pieces(AttributeArgumentListSyntax list, HashSet<int> removed)
    {
        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = list.Arguments;
        int kept = arguments.Count;
        while (kept > 0 && removed.Contains(kept - 1))
        {
            kept--;
        }

        // Behind the last argument that is kept, every comma goes.
        return
        [
            .. removed.Select(index => arguments[index].Span)
                .Concat(Enumerable.Range(0, arguments.SeparatorCount).Where(index => removed.Contains(index) || index >= kept - 1).Select(index => arguments.GetSeparator(index).Span))
                .OrderBy(static span => span.Start),
        ];
    }

    private static int IndexOf(SyntaxNode list, Diagnostic diagnostic) =>
        ((AttributeArgumentListSyntax)list).Arguments.IndexOf(argument => argument.Span == diagnostic.Location.SourceSpan);
}
