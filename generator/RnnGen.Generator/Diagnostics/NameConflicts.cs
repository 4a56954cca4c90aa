using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Model;
using RnnGen.Generator.Parsing;

namespace RnnGen.Generator.Diagnostics;

/// <summary>Reports names of the user's that emitted members need, at each of them.</summary>
internal static class NameConflicts
{
    /// <param name="type">The user's type.</param>
    /// <param name="spec">The same, as a model.</param>
    /// <param name="files">What would be emitted for it; enumerated only where there are names at all.</param>
    /// <param name="context">Takes what is found.</param>
    /// <returns>Whether there are any.</returns>
    public static bool Report(INamedTypeSymbol type, TypeSpec spec, IEnumerable<EmittedFile> files, SymbolAnalysisContext context)
    {
        bool found = false;
        foreach ((int taken, MemberSpec emitted) in EmittedMembers.Conflicts(spec, files))
        {
            ISymbol symbol = MemberParser.Symbols(type).ElementAt(taken).Symbol;
            bool isOwn = SymbolEqualityComparer.Default.Equals(symbol.ContainingSymbol, type) && symbol.Locations.Any(static location => location.IsInSource);
            Location location = isOwn ? symbol.Locations.First(static candidate => candidate.IsInSource) : TypeParser.IdentifierLocation(type, context.CancellationToken);
            context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.NameTaken, location, Describe(symbol, type), emitted.Describe(), type.Name));
            found = true;
        }

        return found;
    }

    private static string Describe(ISymbol symbol, INamedTypeSymbol type) => symbol switch
    {
        _ when SymbolEqualityComparer.Default.Equals(symbol, type) => $"the type '{symbol.Name}'",
        ITypeParameterSymbol => $"the type parameter '{symbol.Name}'",
        _ => $"'{symbol.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)}'",
    };
}
