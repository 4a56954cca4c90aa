using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

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
    /// <param name="constants">Those of other declarations.</param>
    /// <param name="report">Takes each problem found; null where only the model is wanted.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <returns>The model, or null if anything is wrong.</returns>
    public static CellSpec? Parse(
        INamedTypeSymbol type, CellKind kind, AttributeData attribute, GeneratedConstants constants, Action<Diagnostic>? report, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var reader = new AttributeReader(attribute, constants, report, cancellation);
        if (!TypeParser.Check(type, attribute, reader, cancellation))
        {
            return null;
        }

        if (type.GetAttributes().Any(static other => WellKnownNames.LayerOf(other.AttributeClass) is not null))
        {
            // Reported at the first of them, as a layer without a network.
            reader.Invalidate();
        }

        if (reader.Constructor("hidden") is not { } sizes)
        {
            return null;
        }

        int hidden = sizes["hidden"];
        foreach (KeyValuePair<string, int> size in sizes)
        {
            reader.CheckSize(size.Key, size.Value, CellSpec.MinSize, CellSpec.MaxSize);
        }

        CellSpec spec = ParseOptions(reader, TypeParser.Parse(type, attribute, constants.Compilation), kind, sizes.TryGetValue("input", out int input) ? input : hidden, hidden) with
        {
            Training = reader.Option("Training", true),
        };
        if (!reader.IsValid)
        {
            return null;
        }

        if (CellPlanner.ParameterFloatsOf(spec) > CellSpec.MaxParameterFloats)
        {
            reader.FailWhole(
                DiagnosticDescriptors.UnusableNumber, "the number of parameters", CellPlanner.ParameterFloatsOf(spec), $"at most {CellSpec.MaxParameterFloats}");
            return null;
        }

        if (CellPlanner.StateFloatsOf(spec) > CellSpec.MaxStateFloatsInArray)
        {
            reader.WarnAt(
                DiagnosticDescriptors.LargeState, "hidden", type.Name, sizeof(float) * CellPlanner.StateFloatsOf(spec), ushort.MaxValue);
        }

        return spec;
    }

    /// <summary>Parses what a cell and a layer of cells have in common.</summary>
    /// <param name="reader">The attribute.</param>
    /// <param name="type">The type that the cell will be.</param>
    /// <param name="kind">Which cell.</param>
    /// <param name="input">Inputs a step.</param>
    /// <param name="hidden">Hidden units.</param>
    public static CellSpec ParseOptions(AttributeReader reader, TypeSpec type, CellKind kind, int input, int hidden)
    {
        bool bias = reader.Option("Bias", true);
        bool peephole = reader.Option("Peephole", false);
        bool coupledGates = reader.Option("CoupledGates", false);
        bool layerNorm = reader.Option("LayerNorm", false);
        int projection = reader.Option("Projection", 0);
        float forgetBias = reader.NumberOption("ForgetBias", nonNegative: false, "finite (0: drawn as the other biases)");
        var spec = new CellSpec(type, kind, input, hidden, reader.EnumOption("Accuracy", AccuracyKind.Standard))
        {
            Variant = reader.EnumOption("Variant", GruVariantKind.ResetAfter),
            Bias = bias,
            Peephole = peephole,
            Projection = projection,
            CoupledGates = coupledGates,
            LayerNorm = layerNorm,
            Clip = reader.NumberOption("Clip", nonNegative: true, "finite and not negative (0: no clipping)"),
            ForgetBias = forgetBias == 0 ? null : forgetBias,
            GateActivation = reader.ActivationOption("Gate", RnnActivationKind.Sigmoid),
            CandidateActivation = reader.ActivationOption(kind == CellKind.Rnn ? "" : "Candidate", RnnActivationKind.Tanh),
            CellActivation = reader.ActivationOption("Cell", RnnActivationKind.Tanh),
        };

        // A hidden size that is out of range has been reported, and bounds no projection.
        if (projection < 0 || (hidden is >= CellSpec.MinSize and <= CellSpec.MaxSize && projection >= hidden))
        {
            reader.FailAt(DiagnosticDescriptors.ProjectionOutOfRange, "Projection", projection, hidden);
        }

        if (layerNorm && peephole)
        {
            reader.FailAt(DiagnosticDescriptors.OptionsConflict, "LayerNorm", "LayerNorm", "Peephole", "no order of the two is established");
        }

        if (layerNorm && hidden == 1)
        {
            reader.FailAt(DiagnosticDescriptors.OptionsConflict, "LayerNorm", "LayerNorm", "hidden = 1", "a single unit minus its mean is always 0");
        }

        if (forgetBias != 0 && !bias)
        {
            reader.FailAt(DiagnosticDescriptors.OptionsConflict, "ForgetBias", AttributeReader.Idle, "ForgetBias", "Bias = false", "the cell then has no biases");
        }

        if (forgetBias != 0 && coupledGates)
        {
            reader.FailAt(
                DiagnosticDescriptors.OptionsConflict, "ForgetBias", AttributeReader.Idle, "ForgetBias", "CoupledGates", "the cell then has no forget gate of its own");
        }

        return spec;
    }
}
