using System;
using System.Collections.Generic;
using System.Globalization;
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

        AccuracyKind accuracy = EnumOption("Accuracy", AccuracyKind.Standard);
        GruVariantKind variant = EnumOption("Variant", GruVariantKind.ResetAfter);
        bool bias = Option("Bias", true);
        bool peephole = Option("Peephole", false);
        bool coupledGates = Option("CoupledGates", false);
        bool layerNorm = Option("LayerNorm", false);
        int projection = Option("Projection", 0);
        float clip = NumberOption("Clip", nonNegative: true, "finite and not negative (0: no clipping)");
        float forgetBias = NumberOption("ForgetBias", nonNegative: false, "finite (0: drawn as the other biases)");
        ActivationSpec gate = ActivationOption("Gate", RnnActivationKind.Sigmoid);
        ActivationSpec candidate = ActivationOption(kind == CellKind.Rnn ? "" : "Candidate", RnnActivationKind.Tanh);
        ActivationSpec cell = ActivationOption("Cell", RnnActivationKind.Tanh);

        // A hidden size that is out of range has been reported, and bounds no projection.
        if (projection < 0 || (hidden is >= CellSpec.MinSize and <= CellSpec.MaxSize && projection >= hidden))
        {
            FailAt(DiagnosticDescriptors.ProjectionOutOfRange, "Projection", projection, hidden ?? 0);
        }

        if (layerNorm && peephole)
        {
            FailAt(DiagnosticDescriptors.OptionsConflict, "LayerNorm", "LayerNorm", "Peephole", "no order of the two is established");
        }

        if (layerNorm && hidden == 1)
        {
            FailAt(DiagnosticDescriptors.OptionsConflict, "LayerNorm", "LayerNorm", "hidden = 1", "a single unit minus its mean is always 0");
        }

        if (forgetBias != 0 && !bias)
        {
            FailAt(DiagnosticDescriptors.OptionsConflict, "ForgetBias", "ForgetBias", "Bias = false", "the cell then has no biases");
        }

        if (forgetBias != 0 && coupledGates)
        {
            FailAt(DiagnosticDescriptors.OptionsConflict, "ForgetBias", "ForgetBias", "CoupledGates", "the cell then has no forget gate of its own");
        }

        return valid && hidden is int units
            ? new CellSpec(TypeParser.Parse(type), kind, input ?? units, units, accuracy)
            {
                Variant = variant,
                Bias = bias,
                Peephole = peephole,
                Projection = projection,
                CoupledGates = coupledGates,
                LayerNorm = layerNorm,
                Clip = clip,
                ForgetBias = forgetBias == 0 ? null : forgetBias,
                GateActivation = gate,
                CandidateActivation = candidate,
                CellActivation = cell,
                Training = Option("Training", true),
            }
            : null;

        // The value of a property, or its default where it is not set (or not a property of this attribute).
        T Option<T>(string name, T otherwise)
        {
            foreach (var argument in attribute.NamedArguments)
            {
                if (argument.Key == name && argument.Value.Value is T value)
                {
                    return value;
                }
            }

            return otherwise;
        }

        T EnumOption<T>(string name, T otherwise)
            where T : struct, Enum
        {
            int value = Option(name, (int)(object)otherwise);
            if (!Enum.IsDefined(typeof(T), value))
            {
                FailAt(DiagnosticDescriptors.UndefinedValue, name, name, value);
            }

            return (T)(object)value;
        }

        // A number that is 0 where it is not set; -0 becomes 0.
        float NumberOption(string name, bool nonNegative, string requirement)
        {
            float value = Option(name, 0f);
            if (!IsFinite(value) || (nonNegative && value < 0))
            {
                FailAt(DiagnosticDescriptors.UnusableNumber, name, name, Text(value), requirement);
                return 0;
            }

            return value + 0f;
        }

        ActivationSpec ActivationOption(string prefix, RnnActivationKind otherwise)
        {
            RnnActivationKind function = EnumOption(prefix + "Activation", otherwise);
            ActivationSpec defaults = ActivationSpec.Default(function);

            // Whether an undefined function takes a constant cannot be said.
            return Enum.IsDefined(typeof(RnnActivationKind), function)
                ? new ActivationSpec(
                    function,
                    Constant(prefix + "Alpha", function, ActivationSpec.TakesAlpha(function), defaults.Alpha, AlphaRequirement(function)),
                    Constant(prefix + "Beta", function, ActivationSpec.TakesBeta(function), defaults.Beta, (static _ => true, "finite")))
                : defaults;
        }

        float Constant(string name, RnnActivationKind function, bool taken, float otherwise, (Func<float, bool> Allows, string Text) requirement)
        {
            float value = Option(name, float.NaN);
            if (float.IsNaN(value))
            {
                return otherwise;
            }

            if (!taken)
            {
                FailAt(DiagnosticDescriptors.ConstantNotTaken, name, name, function);
                return otherwise;
            }

            if (!IsFinite(value) || !requirement.Allows(value))
            {
                FailAt(DiagnosticDescriptors.ConstantOutOfRange, name, name, Text(value), function, requirement.Text);
                return otherwise;
            }

            return value + 0f;
        }

        void FailAt(DiagnosticDescriptor descriptor, string option, params object[] arguments) =>
            Fail(descriptor, ArgumentLocation(option, -1), arguments);

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

    /// <summary>The alphas whose function has a derivative that its output determines.</summary>
    private static (Func<float, bool> Allows, string Text) AlphaRequirement(RnnActivationKind function) => function switch
    {
        RnnActivationKind.LeakyRelu or RnnActivationKind.Elu => (static alpha => alpha >= 0, "finite and not negative"),
        RnnActivationKind.ScaledTanh => (static alpha => alpha != 0, "finite and not 0"),
        _ => (static _ => true, "finite"),
    };

    private static bool IsFinite(float value) => !float.IsNaN(value) && !float.IsInfinity(value);

    private static string Text(float value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static List<AttributeData> CellAttributesOf(INamedTypeSymbol type)
    {
        var cells = new List<AttributeData>();
        foreach (AttributeData attribute in type.GetAttributes())
        {
            if (attribute.AttributeClass is
                { ContainingType: null, ContainingNamespace: { Name: WellKnownNames.Namespace, ContainingNamespace.IsGlobalNamespace: true } } attributeClass
                && WellKnownNames.IsCellAttribute(attributeClass.Name))
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
