using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Diagnostics;
using RnnGen.Generator.Model;
using RnnGen.Generator.Parsing;

namespace RnnGen.Generator.Cells;

/// <summary>
/// The options of cells: how each is read, and what it cannot be combined with. Which kinds have an option is said by their attributes alone: a property
/// that an attribute lacks has its default.
/// </summary>
internal static class CellOptions
{
    private static readonly Func<AttributeReader, CellSpec, CellSpec>[] Options =
    [
        static (reader, cell) => cell with { Accuracy = reader.EnumOption("Accuracy", AccuracyKind.Standard) },
        static (reader, cell) => cell with { Variant = reader.EnumOption("Variant", GruVariantKind.ResetAfter) },
        static (reader, cell) => cell with { Bias = reader.Option("Bias", true) },
        static (reader, cell) => cell with { Peephole = reader.Option("Peephole", false) },
        static (reader, cell) => cell with { Projection = Projection(reader, cell) },
        static (reader, cell) => cell with { CoupledGates = reader.Option("CoupledGates", false) },
        static (reader, cell) => cell with { LayerNorm = reader.Option("LayerNorm", false) },
        static (reader, cell) => cell with { Recurrence = reader.EnumOption("Recurrence", RecurrenceKind.Full) },
        static (reader, cell) => cell with { Clip = reader.NumberOption("Clip", nonNegative: true, "finite and not negative (0: no clipping)") },
        static (reader, cell) => cell with { ForgetBias = ForgetBias(reader) },
        static (reader, cell) => cell with { GateActivation = reader.ActivationOption("Gate", RnnActivationKind.Sigmoid) },
        static (reader, cell) => cell with
        {
            CandidateActivation = reader.ActivationOption(cell.Kind == CellKind.Rnn ? "" : "Candidate", RnnActivationKind.Tanh),
        },
        static (reader, cell) => cell with { CellActivation = reader.ActivationOption("Cell", RnnActivationKind.Tanh) },
    ];

    private static readonly Conflict[] Conflicts =
    [
        new(static cell => cell.LayerNorm && cell.Peephole, "LayerNorm", "Peephole", "no order of the two is established"),
        new(static cell => cell.LayerNorm && cell.Hidden == 1, "LayerNorm", "hidden = 1", "a single unit minus its mean is always 0"),
        new(
            static cell => cell.Recurrence == RecurrenceKind.Diagonal && cell.Projection > 0,
            "Recurrence", "Projection", "h then has fewer floats than there are hidden units to multiply them with one by one"),
        new(static cell => cell.ForgetBias is not null && !cell.Bias, "ForgetBias", "Bias = false", "the cell then has no biases") { IsIdle = true },
        new(static cell => cell.ForgetBias is not null && cell.CoupledGates, "ForgetBias", "CoupledGates", "the cell then has no forget gate of its own")
        {
            IsIdle = true,
        },
    ];

    // What options that came later add to a state's meaning where they are not at their default: nothing else may change, since files have its fingerprint.
    private static readonly Func<CellSpec, string>[] LaterMeanings =
    [
        static cell => cell.Recurrence == RecurrenceKind.Full ? "" : $"Recurrence {cell.Recurrence}",
    ];

    /// <summary>A cell with the options that its attribute has; what cannot be is reported.</summary>
    /// <param name="reader">The attribute.</param>
    /// <param name="cell">The cell without options.</param>
    public static CellSpec Read(AttributeReader reader, CellSpec cell)
    {
        cell = Options.Aggregate(cell, (spec, option) => option(reader, spec));
        foreach (Conflict conflict in Conflicts.Where(conflict => conflict.IsThere(cell)))
        {
            reader.FailAt(
                DiagnosticDescriptors.OptionsConflict, conflict.Option, conflict.IsIdle ? AttributeReader.Idle : AttributeReader.NoProperties,
                conflict.Option, conflict.Other, conflict.Reason);
        }

        return cell;
    }

    /// <summary>What options that came later add to the meaning of a state, for its fingerprint.</summary>
    public static IEnumerable<string> LaterMeaning(CellSpec cell) => LaterMeanings.Select(meaning => meaning(cell)).Where(static meaning => meaning.Length > 0);

    private static int Projection(AttributeReader reader, CellSpec cell)
    {
        int projection = reader.Option("Projection", 0);

        // A hidden size that is out of range has been reported, and bounds no projection.
        if (projection < 0 || (cell.Hidden is >= CellSpec.MinSize and <= CellSpec.MaxSize && projection >= cell.Hidden))
        {
            reader.FailAt(DiagnosticDescriptors.ProjectionOutOfRange, "Projection", projection, cell.Hidden);
        }

        return projection;
    }

    private static float? ForgetBias(AttributeReader reader)
    {
        float bias = reader.NumberOption("ForgetBias", nonNegative: false, "finite (0: drawn as the other biases)");
        return bias == 0 ? null : bias;
    }

    /// <summary>Options that exclude each other.</summary>
    /// <param name="IsThere">Whether a cell has both.</param>
    /// <param name="Option">The option where it is reported.</param>
    /// <param name="Other">The other, as it is written.</param>
    /// <param name="Reason">Why.</param>
    private sealed record Conflict(Func<CellSpec, bool> IsThere, string Option, string Other, string Reason)
    {
        /// <summary>Whether the option would change nothing and can go.</summary>
        public bool IsIdle { get; init; }
    }
}
