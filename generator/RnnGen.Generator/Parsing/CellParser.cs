using System;
using System.Collections.Generic;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Parsing;

/// <summary>
/// Symbols in, a model or problems out. The generator and the analyzer both come through here, so that what is emitted and what is reported
/// cannot disagree.
/// </summary>
internal static class CellParser
{
    /// <summary>Parses one declaration.</summary>
    /// <param name="type">The user's type.</param>
    /// <param name="kind">Which cell the attribute declares.</param>
    /// <param name="attribute">The cell attribute on it.</param>
    /// <param name="report">Takes each problem found; null where only the model is wanted.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The model, or null if anything is wrong.</returns>
    public static CellSpec? Parse(
        INamedTypeSymbol type, CellKind kind, AttributeData attribute, Action<Diagnostic>? report, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        bool valid = true;
        if (type.IsStatic)
        {
            Fail(DiagnosticDescriptors.StaticType, IdentifierLocation(type, cancellation), type.Name);
        }

        for (INamedTypeSymbol? part = type; part is not null; part = part.ContainingType)
        {
            if (!IsPartial(part, cancellation))
            {
                Fail(DiagnosticDescriptors.NotPartial, IdentifierLocation(part, cancellation), part.Name, type.Name);
            }
        }

        // The second and any further cell attribute is the one at fault, but none of them is emitted.
        if (CellAttributesOf(type) is { Count: > 1 } several)
        {
            valid = false;
            if (!several[0].Equals(attribute))
            {
                Fail(DiagnosticDescriptors.SeveralCells, ArgumentLocation("", -1, whole: true), type.Name);
            }
        }

        // Arguments that do not bind are the compiler's to report.
        if (attribute.AttributeConstructor is not { } constructor || attribute.ConstructorArguments.Length != constructor.Parameters.Length)
        {
            return null;
        }

        int? input = null;
        int? hidden = null;
        for (int index = 0; index < constructor.Parameters.Length; index++)
        {
            string name = constructor.Parameters[index].Name;
            if (attribute.ConstructorArguments[index].Value is not int size)
            {
                return null;
            }

            if (size is < CellSpec.MinSize or > CellSpec.MaxSize)
            {
                Fail(DiagnosticDescriptors.SizeOutOfRange, ArgumentLocation(name, index), name, size, CellSpec.MinSize, CellSpec.MaxSize);
            }

            _ = name == "input" ? input = size : hidden = size;
        }

        AccuracyKind accuracy = NamedValue<AccuracyKind>("Accuracy");
        GruVariantKind variant = NamedValue<GruVariantKind>("Variant");
        RnnActivationKind activation = NamedValue<RnnActivationKind>("Activation");
        return valid && hidden is int units
            ? new CellSpec(TypeParser.Parse(type), kind, input ?? units, units, accuracy) { Variant = variant, CandidateActivation = new(activation, 0, 0) }
            : null;

        // The value of an enum property, or its default where it is not set (or not a property of this attribute).
        T NamedValue<T>(string name)
            where T : struct, Enum
        {
            foreach (var argument in attribute.NamedArguments)
            {
                if (argument.Key == name && argument.Value.Value is int value)
                {
                    if (!Enum.IsDefined(typeof(T), value))
                    {
                        Fail(DiagnosticDescriptors.UndefinedValue, ArgumentLocation(name, -1), name, value);
                    }

                    return (T)(object)value;
                }
            }

            return default;
        }

        void Fail(DiagnosticDescriptor descriptor, Location location, params object[] arguments)
        {
            valid = false;
            report?.Invoke(Diagnostic.Create(descriptor, location, arguments));
        }

        // Locations are looked up only for reports, so that the generator's transform touches no more syntax than it must.
        Location ArgumentLocation(string name, int position, bool whole = false)
        {
            var syntax = report is null ? null : attribute.ApplicationSyntaxReference?.GetSyntax(cancellation) as AttributeSyntax;
            if (whole || syntax?.ArgumentList is null)
            {
                return syntax?.GetLocation() ?? Location.None;
            }

            SeparatedSyntaxList<AttributeArgumentSyntax> arguments = syntax.ArgumentList.Arguments;
            foreach (AttributeArgumentSyntax argument in arguments)
            {
                if ((argument.NameColon?.Name ?? argument.NameEquals?.Name)?.Identifier.ValueText == name)
                {
                    return argument.GetLocation();
                }
            }

            return position >= 0 && position < arguments.Count ? arguments[position].GetLocation() : syntax.GetLocation();
        }
    }

    private static List<AttributeData> CellAttributesOf(INamedTypeSymbol type)
    {
        var cells = new List<AttributeData>();
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is { ContainingNamespace: { Name: "RnnGen", ContainingNamespace.IsGlobalNamespace: true } } attributeClass
                && "RnnGen." + attributeClass.Name is WellKnownNames.LstmCellAttribute or WellKnownNames.GruCellAttribute or WellKnownNames.RnnCellAttribute)
            {
                cells.Add(attribute);
            }
        }

        return cells;
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
        type.DeclaringSyntaxReferences is [var first, ..] && first.GetSyntax(cancellation) is TypeDeclarationSyntax declaration
            ? declaration.Identifier.GetLocation()
            : Location.None;
}
