using System.Collections.Generic;
using System.IO;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Parsing;

/// <summary>Reads which names emitted members of a type cannot have: those of its own members, of its type parameters, of what it inherits, and its own.</summary>
internal static class MemberParser
{
    private static readonly SymbolDisplayFormat FullName = SymbolDisplayFormat.FullyQualifiedFormat
        .RemoveMiscellaneousOptions(SymbolDisplayMiscellaneousOptions.IncludeNullableReferenceTypeModifier);

    /// <summary>
    /// Whether the compilation is one that the generator has already added the type's part to: nothing was in its way. (The part that has base types; a part
    /// without them is around another type's.)
    /// </summary>
    public static bool IsEmitted(INamedTypeSymbol type) => type.DeclaringSyntaxReferences.Any(static reference =>
        IsOfThisGenerator(reference.SyntaxTree.FilePath)
        && reference.GetSyntax() is TypeDeclarationSyntax { BaseList: not null });

    /// <summary>The compiler gives files of generators paths that end with the generator's assembly, its type, and their name.</summary>
    private static bool IsOfThisGenerator(string path) => path.Length > 0 && Path.GetFileName(Path.GetDirectoryName(path)) == typeof(RnnGenerator).FullName;

    /// <summary>The names with the symbols that have them.</summary>
    public static IEnumerable<(MemberSpec Member, ISymbol Symbol)> Symbols(INamedTypeSymbol type)
    {
        yield return (new MemberSpec(type.Name, MemberKind.Other), type);
        foreach (ITypeParameterSymbol parameter in type.TypeParameters)
        {
            yield return (new MemberSpec(parameter.Name, MemberKind.Other), parameter);
        }

        for (INamedTypeSymbol? declaring = type; declaring is { SpecialType: not SpecialType.System_Object }; declaring = declaring.BaseType)
        {
            bool isInherited = !ReferenceEquals(declaring, type);
            foreach (ISymbol member in declaring.GetMembers())
            {
                if (!member.IsImplicitlyDeclared && !(isInherited && member.DeclaredAccessibility == Accessibility.Private) && Parse(member, type) is { } spec)
                {
                    yield return (spec, member);
                }
            }
        }
    }

    /// <summary>One member, or null where it has no name that another could have.</summary>
    /// <param name="member">The member.</param>
    /// <param name="type">The user's type, whose nested types are known by their names alone: before emission they do not exist.</param>
    public static MemberSpec? Parse(ISymbol member, INamedTypeSymbol type) => member switch
    {
        IMethodSymbol { MethodKind: MethodKind.Ordinary } method => new MemberSpec(
            method.Name, MemberKind.Method,
            string.Join(", ", method.Parameters.Select(parameter => (parameter.RefKind == RefKind.None ? "" : "ref ") + Text(parameter.Type, type))),
            method.Arity),
        INamedTypeSymbol nested => new MemberSpec(nested.Name, MemberKind.Type, Arity: nested.Arity),
        IPropertySymbol { IsIndexer: false, ExplicitInterfaceImplementations.IsEmpty: true } or IFieldSymbol
            or IEventSymbol { ExplicitInterfaceImplementations.IsEmpty: true } => new MemberSpec(member.Name, MemberKind.Other),
        _ => null,
    };

    private static string Text(ITypeSymbol symbol, INamedTypeSymbol type) => symbol switch
    {
        IArrayTypeSymbol array => $"{Text(array.ElementType, type)}[{new string(',', array.Rank - 1)}]",
        INamedTypeSymbol { TypeKind: TypeKind.Error } unknown => unknown.Name,
        INamedTypeSymbol nested when SymbolEqualityComparer.Default.Equals(nested.ContainingType?.OriginalDefinition, type.OriginalDefinition) => nested.Name,
        INamedTypeSymbol { IsGenericType: true, IsTupleType: false, ContainingType: null } generic when !generic.ContainingNamespace.IsGlobalNamespace =>
            $"{generic.ContainingNamespace.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)}.{generic.Name}<{string.Join(", ", generic.TypeArguments.Select(argument => Text(argument, type)))}>",
        _ => symbol.ToDisplayString(FullName),
    };
}
