using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Emission;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Parsing;

/// <summary>Reads what emitted text must know of the user's type.</summary>
internal static class TypeParser
{
    /// <summary>The oldest C# that compiles emitted text (a test compiles it with this and with all later ones).</summary>
    public const LanguageVersion MinLanguageVersion = (LanguageVersion)1300;

    /// <summary>The same in words, which the oldest compilers that load this do not have.</summary>
    public const string MinLanguageVersionText = "13.0";

    /// <summary>Reports what of a type stands in the way of emitting a part of it.</summary>
    /// <param name="type">The user's type.</param>
    /// <param name="attribute">The attribute that makes it a cell or a network.</param>
    /// <param name="reader">Reads that attribute.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>Whether it is a class at all: the attributes are for classes, and for others the compiler says so.</returns>
    public static bool Check(INamedTypeSymbol type, AttributeData attribute, AttributeReader reader, CancellationToken cancellation)
    {
        if (type.TypeKind != TypeKind.Class)
        {
            return false;
        }

        foreach (TypeDeclarationSyntax part in PartsWith(type, SyntaxKind.StaticKeyword, cancellation))
        {
            reader.Fail(DiagnosticDescriptors.StaticType, part.Identifier.GetLocation(), type.Name);
        }

        for (INamedTypeSymbol? part = type; part is not null; part = part.ContainingType)
        {
            if (!PartsWith(part, SyntaxKind.PartialKeyword, cancellation).Any())
            {
                reader.Fail(DiagnosticDescriptors.NotPartial, IdentifierLocation(part, cancellation), part.Name, type.Name);
            }

            if (part.IsFileLocal)
            {
                reader.Fail(DiagnosticDescriptors.FileLocal, IdentifierLocation(part, cancellation), part.Name, type.Name);
            }
        }

        // The second kind and any further one is at fault, but none of them is emitted. (One kind twice is the compiler's to report.)
        AttributeData[] several = [.. type.GetAttributes().Where(static other => WellKnownNames.IsWholeType(other.AttributeClass))];
        if (several.Length > 1)
        {
            reader.Invalidate();
            if (!SymbolEqualityComparer.Default.Equals(several[0].AttributeClass, attribute.AttributeClass))
            {
                reader.FailWhole(DiagnosticDescriptors.SeveralCells, type.Name);
            }
        }

        for (INamedTypeSymbol? above = type.BaseType; above is not null; above = above.BaseType)
        {
            if (above.GetAttributes().Any(static other => WellKnownNames.IsWholeType(other.AttributeClass)))
            {
                reader.Fail(DiagnosticDescriptors.DerivedCell, IdentifierLocation(type, cancellation), type.Name, above.Name);
                break;
            }
        }

        if (attribute.ApplicationSyntaxReference?.SyntaxTree.Options is CSharpParseOptions { LanguageVersion: var version } && version < MinLanguageVersion)
        {
            reader.FailWhole(DiagnosticDescriptors.LanguageVersion, type.Name, MinLanguageVersionText, version.ToDisplayString());
        }

        return true;
    }

    public static TypeSpec Parse(INamedTypeSymbol type, AttributeData attribute, Compilation compilation)
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
            HintNames.Of(type))
        {
            LibraryAlias = LibraryAlias.Of(attribute.AttributeClass, compilation),
        };
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

    private static IEnumerable<TypeDeclarationSyntax> PartsWith(INamedTypeSymbol type, SyntaxKind modifier, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences
            .Select(reference => reference.GetSyntax(cancellation))
            .OfType<TypeDeclarationSyntax>()
            .Where(declaration => declaration.Modifiers.Any(modifier));

    /// <summary>The identifier of a type's first declaration.</summary>
    public static Location IdentifierLocation(INamedTypeSymbol type, CancellationToken cancellation) =>
        type.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(cancellation) is TypeDeclarationSyntax declaration
            ? declaration.Identifier.GetLocation()
            : Location.None;
}
