using System;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Parsing;

namespace RnnGen.Generator.Diagnostics;

/// <summary>
/// A compilation as the generator sees it: without what generators add. Where a declaration is right in the whole compilation, and nothing is emitted for it, it
/// says which argument the generator could not read.
/// </summary>
/// <param name="whole">The whole compilation.</param>
internal sealed class VisibleCode(Compilation whole)
{
    // The trees of generators come last, and all in one folder.
    private readonly Lazy<SyntaxTree[]> _generated = new(() =>
    {
        string? folder = FolderOfGenerators(whole.SyntaxTrees.LastOrDefault());
        return folder is null ? [] : [.. whole.SyntaxTrees.Reverse().TakeWhile(tree => FolderOfGenerators(tree) == folder)];
    });

    /// <summary>Reports the arguments that the generator could not read.</summary>
    /// <param name="type">The user's type, for which nothing is emitted.</param>
    /// <param name="attribute">What makes it a cell or a network.</param>
    /// <param name="report">Takes each problem found.</param>
    /// <param name="cancellation">Stops the work.</param>
    public void Report(INamedTypeSymbol type, AttributeData attribute, Action<Diagnostic> report, CancellationToken cancellation)
    {
        if (attribute.ApplicationSyntaxReference is not { SyntaxTree: var tree } reference
            || reference.GetSyntax(cancellation).FirstAncestorOrSelf<TypeDeclarationSyntax>() is not { } declaration)
        {
            return;
        }

        // Not the user's own files, whatever their names are: that the attribute is in a generated one is another thing.
        SyntaxTree[] own = [.. type.DeclaringSyntaxReferences.Select(static part => part.SyntaxTree)];
        SyntaxTree[] generated = [.. _generated.Value.Except(own)];
        if (generated.Length == 0)
        {
            return;
        }

        Compilation seen = whole.RemoveSyntaxTrees(generated);
        if (seen.GetSemanticModel(tree).GetDeclaredSymbol(declaration, cancellation) is not INamedTypeSymbol seenType)
        {
            return;
        }

        var constants = new GeneratedConstants(seen, cancellation);
        foreach (AttributeData candidate in seenType.GetAttributes())
        {
            if (WellKnownNames.IsWholeType(candidate.AttributeClass) || WellKnownNames.LayerOf(candidate.AttributeClass) is not null)
            {
                foreach (AttributeArgumentSyntax argument in constants.Missing(seenType, candidate))
                {
                    report(Diagnostic.Create(DiagnosticDescriptors.NotSeen, argument.GetLocation(), type.Name, argument.Expression.ToString()));
                }
            }
        }
    }

    /// <summary>
    /// Where the compiler puts what generators add, if a file may be of one: its path then ends with the generator's assembly, its type, and a name. (A
    /// user's file whose path looks the same is harmless but while an editor has not run the generators yet.)
    /// </summary>
    private static string? FolderOfGenerators(SyntaxTree? tree)
    {
        string path = tree?.FilePath.Replace('\\', '/') ?? "";
        string[] parts = path.Split('/');
        if (parts.Length < 3 || parts[parts.Length - 3].Length == 0)
        {
            return null;
        }

        string type = parts[parts.Length - 2];
        bool isRooted = path[0] == '/' || path[1] == ':';
        bool isType = type.Length > 0 && type.All(static character => char.IsLetterOrDigit(character) || character is '.' or '_' or '+' or '`');
        return isType && (!isRooted || type.Contains('.') || parts.Contains("obj")) ? string.Join("/", parts.Take(parts.Length - 3)) : null;
    }
}
