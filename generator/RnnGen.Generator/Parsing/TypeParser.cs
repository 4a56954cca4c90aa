using System.Collections.Generic;
using System.Linq;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Parsing;

/// <summary>Reads what emitted text must know of the user's type.</summary>
internal static class TypeParser
{
    private const int MaxHintLength = 120;

    /// <summary>Reports what of a type stands in the way of emitting a part of it.</summary>
    /// <param name="type">The user's type.</param>
    /// <param name="attribute">The attribute that makes it a cell or a network.</param>
    /// <param name="reader">Reads that attribute.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static void Check(INamedTypeSymbol type, AttributeData attribute, AttributeReader reader, CancellationToken cancellation)
    {
        if (type.IsStatic)
        {
            reader.Fail(DiagnosticDescriptors.StaticType, IdentifierLocation(type, cancellation), type.Name);
        }

        for (INamedTypeSymbol? part = type; part is not null; part = part.ContainingType)
        {
            if (!IsPartial(part, cancellation))
            {
                reader.Fail(DiagnosticDescriptors.NotPartial, IdentifierLocation(part, cancellation), part.Name, type.Name);
            }
        }

        // The second and any further one is at fault, but none of them is emitted.
        AttributeData[] several = [.. type.GetAttributes().Where(static other => WellKnownNames.IsWholeType(other.AttributeClass))];
        if (several.Length > 1)
        {
            reader.Invalidate();
            if (!several[0].Equals(attribute))
            {
                reader.FailWhole(DiagnosticDescriptors.SeveralCells, type.Name);
            }
        }
    }

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
        return HintName(name.Replace("@", "").ToString().TrimStart('.'));
    }

    /// <summary>The emitted file's name of a type of this full name.</summary>
    public static string HintName(string full)
    {
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

    private static bool IsPartial(INamedTypeSymbol type, CancellationToken cancellation)
    {
        foreach (SyntaxReference reference in type.DeclaringSyntaxReferences)
        {
            if (reference.GetSyntax(cancellation) is TypeDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PartialKeyword))
            {
                return true;
            }
        }

        return false;
    }

    private static Location IdentifierLocation(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is TypeDeclarationSyntax declaration
            ? declaration.Identifier.GetLocation()
            : Location.None;
}
