using System;
using System.Linq;
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
        var reader = new DeclarationReader(attribute, report, cancellation);
        CheckType(type, attribute, reader, cancellation);

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
                reader.FailArgument(DiagnosticDescriptors.SizeOutOfRange, name, index, name, size, CellSpec.MinSize, CellSpec.MaxSize);
            }

            _ = name == "input" ? input = size : hidden = size;
        }

        if (hidden is not int units)
        {
            return null;
        }

        CellSpec spec = ParseOptions(reader, new CellSpec(TypeParser.Parse(type), kind, input ?? units, units, reader.Enum<AccuracyKind>("Accuracy")));
        return reader.IsValid ? spec : null;
    }

    private static void CheckType(INamedTypeSymbol type, AttributeData attribute, DeclarationReader reader, CancellationToken cancellation)
    {
        if (type.IsStatic)
        {
            reader.FailAt(DiagnosticDescriptors.StaticType, () => IdentifierLocation(type, cancellation), type.Name);
        }

        for (INamedTypeSymbol? part = type; part is not null; part = part.ContainingType)
        {
            INamedTypeSymbol container = part;
            if (!IsPartial(container, cancellation))
            {
                reader.FailAt(DiagnosticDescriptors.NotPartial, () => IdentifierLocation(container, cancellation), container.Name, type.Name);
            }
        }

        // The second and any further cell attribute is the one at fault, but none of them is emitted.
        AttributeData[] several = [.. type.GetAttributes().Where(IsCellAttribute)];
        if (several.Length > 1)
        {
            reader.Reject();
            if (!several[0].Equals(attribute))
            {
                reader.FailWhole(DiagnosticDescriptors.SeveralCells, type.Name);
            }
        }
    }

    /// <summary>The named properties. What a kind of cell has no property for keeps its default.</summary>
    private static CellSpec ParseOptions(DeclarationReader reader, CellSpec spec)
    {
        spec = spec with
        {
            Variant = reader.Enum<GruVariantKind>("Variant"),
            Bias = reader.Bool("Bias", @default: true),
            Peephole = reader.Bool("Peephole"),
            Projection = reader.Int("Projection"),
            CoupledGates = reader.Bool("CoupledGates"),
            LayerNorm = reader.Bool("LayerNorm"),
            Clip = reader.Float("Clip") ?? 0f,
            ForgetBias = reader.Float("ForgetBias"),
            Training = reader.Bool("Training", @default: true),
            GateActivation = ParseActivation(reader, "Gate", RnnActivationKind.Sigmoid),
            CandidateActivation = ParseActivation(reader, spec.Kind == CellKind.Rnn ? "" : "Candidate", RnnActivationKind.Tanh),
            CellActivation = ParseActivation(reader, "Cell", RnnActivationKind.Tanh),
        };
        if (spec.Clip < 0)
        {
            reader.FailNamed(DiagnosticDescriptors.UnusableNumber, "Clip", "Clip", spec.Clip, "must be positive, or left out for no clipping");
        }

        // (Zero is the attribute's default, and what a constant says that switches it off.)
        if (spec.Projection < 0 || (spec.Projection > 0 && spec.Projection >= spec.Hidden))
        {
            reader.FailNamed(DiagnosticDescriptors.ProjectionOutOfRange, "Projection", spec.Projection, spec.Hidden - 1, spec.Hidden);
        }

        Exclude(spec.LayerNorm && spec.Peephole, "Peephole", "LayerNorm", "no source says whether the peephole is normalised too");
        Exclude(spec.LayerNorm && spec.Hidden == 1, "LayerNorm", "hidden: 1", "one unit normalised over itself is always zero");
        Exclude(spec.ForgetBias is not null && !spec.Bias, "ForgetBias", "Bias = false", "there is no bias to set");
        Exclude(spec.ForgetBias is not null && spec.CoupledGates, "ForgetBias", "CoupledGates", "there is no forget gate with a bias of its own");
        return spec;

        void Exclude(bool both, string option, string other, string reason)
        {
            if (both)
            {
                reader.FailNamed(DiagnosticDescriptors.OptionsThatExclude, option, option, other, reason);
            }
        }
    }

    private static ActivationSpec ParseActivation(DeclarationReader reader, string role, RnnActivationKind @default)
    {
        var activation = ActivationSpec.Default(reader.Enum(role + "Activation", @default));
        if (reader.Float(role + "Alpha") is float alpha)
        {
            if (!activation.TakesAlpha)
            {
                reader.FailNamed(DiagnosticDescriptors.ParameterNotTaken, role + "Alpha", role + "Alpha", activation.Kind, "alpha");
                return activation;
            }

            activation = activation with { Alpha = alpha };
            if (activation.AlphaProblem is { } problem)
            {
                reader.FailNamed(
                    DiagnosticDescriptors.UnusableNumber, role + "Alpha", role + "Alpha", alpha, $"{problem} with {activation.Kind}");
            }
        }

        if (reader.Float(role + "Beta") is float beta)
        {
            if (!activation.TakesBeta)
            {
                reader.FailNamed(DiagnosticDescriptors.ParameterNotTaken, role + "Beta", role + "Beta", activation.Kind, "beta");
                return activation;
            }

            activation = activation with { Beta = beta };
        }

        return activation;
    }

    private static bool IsCellAttribute(AttributeData attribute) =>
        attribute.AttributeClass is { ContainingNamespace: { Name: WellKnownNames.Namespace, ContainingNamespace.IsGlobalNamespace: true } } type
        && WellKnownNames.CellKinds.Any(kind => WellKnownNames.AttributeOf(kind) == $"{WellKnownNames.Namespace}.{type.Name}");

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
