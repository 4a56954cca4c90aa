using System.Collections.Generic;
using System.Linq;
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

        return new TypeSpec(
            FullName(type.ContainingNamespace),
            new EquatableArray<TypeDeclarationSpec>(containers),
            ParseDeclaration(type),
            HintNames.Of(type));
    }

    /// <summary>A namespace without <c>global::</c>; empty for the global one.</summary>
    private static string FullName(INamespaceSymbol @namespace)
    {
        if (@namespace.IsGlobalNamespace)
        {
            return "";
        }

        string name = SyntaxFacts.GetKeywordKind(@namespace.Name) == SyntaxKind.None && SyntaxFacts.GetContextualKeywordKind(@namespace.Name) == SyntaxKind.None
            ? @namespace.Name
            : "@" + @namespace.Name;
        return @namespace.ContainingNamespace.IsGlobalNamespace ? name : $"{FullName(@namespace.ContainingNamespace)}.{name}";
    }

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

    /// <summary>
    /// The name of a type as it must be written. The language reserves lower-case ASCII letters for keywords of today and to come, and warns of types that
    /// are named so without the escape.
    /// </summary>
    private static string Escape(string name) => name.All(static character => character is (>= 'a' and <= 'z') or '_') ? "@" + name : name;

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
        type.DeclaringSyntaxReferences is [var first, ..] && first.GetSyntax(cancellation) is TypeDeclarationSyntax declaration
            ? declaration.Identifier.GetLocation()
            : Location.None;
}
