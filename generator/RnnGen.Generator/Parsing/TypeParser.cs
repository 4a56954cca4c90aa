using System.Collections.Generic;
using System.Linq;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Parsing;

/// <summary>Reads what emitted text must know of the user's type.</summary>
internal static class TypeParser
{
    private const int MaxHintLength = 120;

    public static TypeSpec Parse(INamedTypeSymbol type)
    {
        var containers = new List<TypeDeclarationSpec>();
        for (INamedTypeSymbol? container = type.ContainingType; container is not null; container = container.ContainingType)
        {
            containers.Insert(0, ParseDeclaration(container));
        }

        INamespaceSymbol @namespace = type.ContainingNamespace;
        return new TypeSpec(
            @namespace.IsGlobalNamespace ? "" : @namespace.ToDisplayString(FullNameFormat),
            new EquatableArray<TypeDeclarationSpec>(containers),
            ParseDeclaration(type),
            HintName(type));
    }

    // Namespaces with escaped keywords (namespace @event), without "global::".
    private static SymbolDisplayFormat FullNameFormat { get; } = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);

    private static TypeDeclarationSpec ParseDeclaration(INamedTypeSymbol type)
    {
        string keyword = (type.TypeKind, type.IsRecord) switch
        {
            (TypeKind.Interface, _) => "interface",
            (TypeKind.Struct, true) => "record struct",
            (TypeKind.Struct, false) => "struct",
            (_, true) => "record",
            _ => "class",
        };
        string parameters = type.TypeParameters.IsEmpty ? "" : $"<{string.Join(", ", type.TypeParameters.Select(parameter => Escape(parameter.Name)))}>";
        return new TypeDeclarationSpec(keyword, Escape(type.Name), parameters);
    }

    private static string Escape(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : "@" + name;

    /// <summary>
    /// Namespace, containing types and arity: <c>Ns.Outer-1.Cell.g.cs</c>. A long name is cut, and gets a hash of the whole, since file systems
    /// would refuse it.
    /// </summary>
    private static string HintName(INamedTypeSymbol type)
    {
        var name = new StringBuilder();
        for (INamedTypeSymbol? part = type; part is not null; part = part.ContainingType)
        {
            name.Insert(0, part.MetadataName.Replace('`', '-')).Insert(0, '.');
        }

        name.Insert(0, type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString());
        string full = name.Replace("@", "").ToString().TrimStart('.');
        return full.Length <= MaxHintLength ? full + ".g.cs" : $"{full.Substring(full.Length - MaxHintLength)}.{StableHash(full)}.g.cs";
    }

    /// <summary>FNV-1a: the same on every machine and in every process.</summary>
    private static string StableHash(string text)
    {
        uint hash = 2166136261;
        foreach (char character in text)
        {
            hash = unchecked((hash ^ character) * 16777619);
        }

        return hash.ToString("x8", System.Globalization.CultureInfo.InvariantCulture);
    }
}
