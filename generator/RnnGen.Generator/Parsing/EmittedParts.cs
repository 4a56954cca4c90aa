using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace RnnGen.Generator.Parsing;

/// <summary>
/// What the generator has added to a compilation. The compiler has read it already: an analyzer sees the emitted members as symbols beside the user's, and the
/// path of the file says whose each one is.
/// </summary>
internal static class EmittedParts
{
    /// <summary>Whether the compilation has the part that is emitted for a type.</summary>
    public static bool IsEmitted(INamedTypeSymbol type) => PartsOf(type).Any();

    /// <summary>The members that are emitted for a type, without constructors, explicit implementations, and what the compiler adds.</summary>
    public static IEnumerable<ISymbol> MembersOf(INamedTypeSymbol type)
    {
        var files = new HashSet<SyntaxTree>(PartsOf(type).Select(static part => part.SyntaxTree));
        return type.GetMembers().Where(member => HasName(member) && member.DeclaringSyntaxReferences.Any(part => files.Contains(part.SyntaxTree)));
    }

    /// <summary>Whether a member has a name that no other may have, and stands in source text or metadata.</summary>
    public static bool HasName(ISymbol member) => !member.IsImplicitlyDeclared && member is
        IMethodSymbol { MethodKind: MethodKind.Ordinary }
        or IPropertySymbol { IsIndexer: false, ExplicitInterfaceImplementations.IsEmpty: true }
        or IEventSymbol { ExplicitInterfaceImplementations.IsEmpty: true }
        or IFieldSymbol
        or INamedTypeSymbol;

    /// <summary>Whether a symbol is declared by anybody but this generator, in source text or metadata.</summary>
    public static bool IsDeclaredByOthers(ISymbol symbol) => symbol.Locations.Any(IsOfOthers);

    /// <summary>Whether a place is in no file of this generator.</summary>
    public static bool IsOfOthers(Location location) => location.SourceTree is not { } tree || !IsOfThisGenerator(tree);

    /// <summary>The emitted parts of a type. (They have base types; an emitted part without them is around another type's.)</summary>
    private static IEnumerable<SyntaxReference> PartsOf(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.Where(static reference =>
        IsOfThisGenerator(reference.SyntaxTree)
        && reference.GetSyntax() is TypeDeclarationSyntax { BaseList: not null });

    /// <summary>The compiler gives files of generators paths that end with the generator's assembly, its type, and their name.</summary>
    private static bool IsOfThisGenerator(SyntaxTree tree) =>
        tree.FilePath is { Length: > 0 } path && Path.GetFileName(Path.GetDirectoryName(path)) == typeof(RnnGenerator).FullName;
}
