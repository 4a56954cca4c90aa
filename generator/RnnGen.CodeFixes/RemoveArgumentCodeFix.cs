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

/// <summary>RNN0007 and RNN0008, where an option changes nothing: removes it. (Where two options contradict each other there is no one right answer.)</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(RemoveArgumentCodeFix)), Shared]
public sealed class RemoveArgumentCodeFix : DeclarationCodeFix
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds => ImmutableArray.Create(DiagnosticDescriptors.OptionsConflict.Id, DiagnosticDescriptors.ConstantNotTaken.Id);

    private protected override string Title(SyntaxNode node, Diagnostic diagnostic) =>
        $"Remove '{Argument((AttributeArgumentListSyntax)node, diagnostic)?.NameEquals?.Name.Identifier.ValueText}'";

    // The whole list, since of two arguments in it one cannot be removed without the other's place.
    private protected override SyntaxNode? Find(SyntaxNode root, Diagnostic diagnostic) =>
        diagnostic.Properties.ContainsKey(DiagnosticProperties.IsIdle)
        && NodeAt<AttributeArgumentSyntax>(root, diagnostic) is { NameEquals: not null, Parent: AttributeArgumentListSyntax list } ? list : null;

    private protected override SyntaxNode Fix(SyntaxNode node, IReadOnlyList<Diagnostic> diagnostics)
    {
        var list = (AttributeArgumentListSyntax)node;
        int[] indices =
        [
            .. diagnostics.Select(diagnostic => list.Arguments.IndexOf(Argument(list, diagnostic)!)).Where(static index => index >= 0).Distinct().OrderByDescending(static index => index),
        ];
        foreach (int index in indices)
        {
            bool isFirst = index == 0;
            SyntaxTriviaList leading = list.Arguments[index].GetLeadingTrivia();
            list = list.WithArguments(list.Arguments.RemoveAt(index));
            if (isFirst && list.Arguments.Any())
            {
                list = list.WithArguments(list.Arguments.Replace(list.Arguments[0], list.Arguments[0].WithLeadingTrivia(leading)));
            }
        }

        return list;
    }

    private static AttributeArgumentSyntax? Argument(AttributeArgumentListSyntax list, Diagnostic diagnostic) =>
        list.Arguments.FirstOrDefault(argument => argument.Span == diagnostic.Location.SourceSpan);
}
