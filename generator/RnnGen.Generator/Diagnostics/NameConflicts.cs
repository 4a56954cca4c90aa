using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using RnnGen.Generator.Parsing;

namespace RnnGen.Generator.Diagnostics;

/// <summary>
/// Reports names of the user's that emitted members need, at each of them. Both are symbols of the same compilation, so that no list of emitted members has to be
/// kept. The generator knows nothing of this: what it emits does not depend on the members of the user's type.
/// </summary>
internal static class NameConflicts
{
    /// <summary>A member within its type: parameters with the short names of their types.</summary>
    private static readonly SymbolDisplayFormat Short = new(
        genericsOptions: SymbolDisplayGenericsOptions.IncludeTypeParameters,
        memberOptions: SymbolDisplayMemberOptions.IncludeParameters,
        parameterOptions: SymbolDisplayParameterOptions.IncludeType | SymbolDisplayParameterOptions.IncludeParamsRefOut,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.UseSpecialTypes | SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    /// <param name="type">The user's type, with the emitted part.</param>
    /// <param name="context">Takes what is found.</param>
    public static void Report(INamedTypeSymbol type, SymbolAnalysisContext context)
    {
        ILookup<string, ISymbol> emitted = EmittedParts.MembersOf(type).ToLookup(static member => member.Name);
        foreach (ISymbol taken in Taken(type))
        {
            if (emitted[taken.Name].FirstOrDefault(member => taken.Equals(type, SymbolEqualityComparer.Default) || IsInTheWay(taken, member)) is { } needed)
            {
                bool isOwn = SymbolEqualityComparer.Default.Equals(taken.ContainingType, type);
                Location location = isOwn ? taken.Locations.First(EmittedParts.IsOfOthers) : TypeParser.IdentifierLocation(type, context.CancellationToken);
                context.ReportDiagnostic(Diagnostic.Create(DiagnosticDescriptors.NameTaken, location, Describe(taken, type), Describe(needed), type.Name));
            }
        }
    }

    /// <summary>
    /// What has a name that emitted members cannot have: the type itself, its type parameters, its own members, what a positional record makes members of, and
    /// what the type inherits.
    /// </summary>
    private static IEnumerable<ISymbol> Taken(INamedTypeSymbol type)
    {
        ISymbol[] own = [.. type.GetMembers().Where(static member => EmittedParts.HasName(member) && EmittedParts.IsDeclaredByOthers(member))];

        // The compiler makes no property of a parameter whose name an emitted field or property has.
        IEnumerable<ISymbol> positional =
            from constructor in type.InstanceConstructors
            where type.IsRecord && constructor.DeclaringSyntaxReferences.Any(static reference => reference.GetSyntax() is TypeDeclarationSyntax)
            from parameter in constructor.Parameters
            where !own.Any(member => member.Name == parameter.Name)
            select parameter;
        return [type, .. type.TypeParameters, .. own, .. positional, .. Inherited(type)];
    }

    private static IEnumerable<ISymbol> Inherited(INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? above = type.BaseType; above is { SpecialType: not SpecialType.System_Object }; above = above.BaseType)
        {
            foreach (ISymbol member in above.GetMembers())
            {
                if (EmittedParts.HasName(member) && member.DeclaredAccessibility != Accessibility.Private)
                {
                    yield return member;
                }
            }
        }
    }

    /// <summary>Whether a type cannot have two members of one name, or only with a warning: methods differ in their parameters, types in their number of type parameters.</summary>
    private static bool IsInTheWay(ISymbol taken, ISymbol emitted) => (taken, emitted) switch
    {
        (IMethodSymbol one, IMethodSymbol other) => HaveSameParameters(one, other),
        (INamedTypeSymbol one, INamedTypeSymbol other) => one.Arity == other.Arity,
        _ => true,
    };

    private static bool HaveSameParameters(IMethodSymbol one, IMethodSymbol other)
    {
        if (one.Arity != other.Arity || one.Parameters.Length != other.Parameters.Length)
        {
            return false;
        }

        IMethodSymbol same = one.Arity == 0 ? one : one.Construct([.. other.TypeParameters]);
        return same.Parameters.Zip(other.Parameters, static (first, second) =>
            SymbolEqualityComparer.Default.Equals(first.Type, second.Type) && first.RefKind == RefKind.None == (second.RefKind == RefKind.None)).All(static isSame => isSame);
    }

    private static string Describe(ISymbol taken, INamedTypeSymbol type) => taken switch
    {
        _ when SymbolEqualityComparer.Default.Equals(taken, type) => $"the type '{taken.Name}'",
        ITypeParameterSymbol => $"the type parameter '{taken.Name}'",
        _ => $"'{taken.ContainingType.ToDisplayString(SymbolDisplayFormat.CSharpShortErrorMessageFormat)}.{NameOf(taken)}'",
    };

    private static string Describe(ISymbol emitted) => emitted switch
    {
        IMethodSymbol => $"method '{NameOf(emitted)}'",
        INamedTypeSymbol => $"type '{NameOf(emitted)}'",
        _ => $"member '{NameOf(emitted)}'",
    };

    private static string NameOf(ISymbol member) => member is IParameterSymbol ? member.Name : member.ToDisplayString(Short);
}
