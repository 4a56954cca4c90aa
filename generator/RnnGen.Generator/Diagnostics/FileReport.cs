using System;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Model;
using RnnGen.Generator.Models;

namespace RnnGen.Generator.Diagnostics;

/// <summary>Reports problems of a declaration with its model file at their places in the user's code.</summary>
/// <param name="type">The user's type.</param>
/// <param name="attribute">What makes it a cell or network.</param>
/// <param name="report">Takes each problem.</param>
/// <param name="cancellation">Stops the work.</param>
internal sealed class FileReport(INamedTypeSymbol type, AttributeData attribute, Action<Diagnostic> report, CancellationToken cancellation) : IFileReport
{
    /// <inheritdoc/>
    public void AtFile(DiagnosticDescriptor descriptor, params object[] arguments)
    {
        SyntaxNode? syntax = SyntaxOf(attribute);
        AttributeArgumentSyntax? argument = (syntax as AttributeSyntax)?.ArgumentList?.Arguments.FirstOrDefault(static argument =>
            argument.NameEquals?.Name.Identifier.ValueText is FileSpec.Model or FileSpec.Weights);
        report(Diagnostic.Create(descriptor, (argument ?? syntax)?.GetLocation() ?? Location.None, arguments));
    }

    /// <inheritdoc/>
    public void AtLayer(int layer, DiagnosticDescriptor descriptor, params object[] arguments)
    {
        AttributeData at = layer < 0
            ? attribute
            : type.GetAttributes().Where(static candidate => WellKnownNames.LayerOf(candidate.AttributeClass) is not null).ElementAt(layer);
        report(Diagnostic.Create(descriptor, SyntaxOf(at)?.GetLocation() ?? Location.None, arguments));
    }

    private SyntaxNode? SyntaxOf(AttributeData of) => of.ApplicationSyntaxReference?.GetSyntax(cancellation);
}
