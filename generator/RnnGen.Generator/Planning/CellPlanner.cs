using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>
/// From a spec to the numbers of its emission: a pure function, and the only place where they are decided. What was measured stands in
/// <c>tests/RnnGen.Benchmarks/README.md</c>.
/// </summary>
internal static class CellPlanner
{
    /// <summary>Units are padded to a multiple of these: those of a tail block.</summary>
    public const int TailLanes = 8;

    /// <summary>Gradients of sums that stay in a second-level cache, together with what they are multiplied with.</summary>
    private const int ChunkFloats = 128 * 1024;

    /// <summary>Rows that make a product of the gradients of weights worth its passes over them.</summary>
    private const int MinChunkRows = 96;

    /// <summary>Beyond this nothing is gained.</summary>
    private const int MaxChunkRows = 256;

    /// <summary>Floats of a cache line.</summary>
    private const int LineFloats = 16;

    /// <summary>Up to here every step sums its own inputs: a product of many steps ahead would cost more than it saves.</summary>
    private const int MaxInputOfStep = 4;

    /// <summary>Up to here a cell's weights stay in the first-level cache, and one stream after the other is as fast as a product.</summary>
    private const int MaxHiddenByStream = 32;

    /// <summary>Up to here the units of a stream stand in one vector, and a few streams at a time are faster than one after the other.</summary>
    private const int MaxPaddedTogether = 16;

    /// <summary>Weights that outgrow a first-level cache: those walked last are still there for the way back.</summary>
    private const int MinTurningFloats = 8 * 1024;

    /// <summary>Weights from which on two threads that divide the units of a step are faster than one, the meeting at its end included (docs/performance.md).</summary>
    private const int MinSharedFloats = 128 * 1024;

    /// <summary>Gate sums that a call may keep on the stack: 64 KB.</summary>
    private const int MaxStackFloats = 16 * 1024;

    /// <summary>Rows of a tile of the product times two: what projecting many steps at once is worth.</summary>
    private const int PreferredRows = 12;

    public static CellPlan Plan(CellSpec spec)
    {
        CellDefinition cell = CellCatalogue.Of(spec);
        int gates = cell.Gates.Length;
        int paddedHidden = RoundUp(spec.Hidden, TailLanes);
        int paddedOutput = RoundUp(spec.OutputSize, TailLanes);
        int firstRecurrentRow = FirstRecurrentRowOf(spec, cell);
        int rows = firstRecurrentRow + cell.RecurrentTerms;
        int weights = rows * gates * paddedHidden;
        bool batchesByProduct = spec.Hidden > MaxHiddenByStream;
        VectorOffset[] extras = [.. Offsets(gates * paddedHidden, ExtrasOf(spec, cell, paddedHidden))];
        int sumFloats = (gates * paddedHidden) + extras.Sum(static extra => extra.Floats);
        return new CellPlan
        {
            Gates = gates,
            PaddedHidden = paddedHidden,
            PaddedOutput = paddedOutput,
            Extras = new EquatableArray<VectorOffset>(extras),
            ParameterVectors = new EquatableArray<VectorOffset>(Offsets(weights, ParameterVectorsOf(spec, cell, paddedHidden, paddedOutput))),
            Rows = rows,
            FirstRecurrentRow = firstRecurrentRow,
            SumsInputsAhead = spec.Input > MaxInputOfStep,
            TurnsRound = weights >= MinTurningFloats,
            SharesSteps = batchesByProduct && weights >= MinSharedFloats && !spec.IsElementwise,
            BatchesByProduct = batchesByProduct,
            StepsStreams = paddedHidden <= MaxPaddedTogether && IsOnePass(spec, cell),
            StackRows = Math.Max(1, Math.Min(PreferredRows, MaxStackFloats / sumFloats)),
            WorkspaceRows = 2 * PreferredRows,
            ParameterCount = ParameterCountOf(spec, cell),
            StateFloats = StateFloatsOf(spec),
            StateFingerprint = StateFingerprint.Of(spec),
            Training = spec.Training ? PlanTraining(gates, paddedHidden, paddedOutput, firstRecurrentRow) : null,
        };
    }

    /// <summary>Floats of a state with padding.</summary>
    public static int StateFloatsOf(CellSpec spec) =>
        RoundUp(spec.OutputSize, TailLanes) + (CellCatalogue.Of(spec).HasCellState ? RoundUp(spec.Hidden, TailLanes) : 0);

    /// <summary>Floats of the parameters with padding, which may be more than a cell can have.</summary>
    public static long ParameterFloatsOf(CellSpec spec)
    {
        CellDefinition cell = CellCatalogue.Of(spec);
        int paddedHidden = RoundUp(spec.Hidden, TailLanes);
        return ((long)(FirstRecurrentRowOf(spec, cell) + cell.RecurrentTerms) * cell.Gates.Length * paddedHidden)
            + ParameterVectorsOf(spec, cell, paddedHidden, RoundUp(spec.OutputSize, TailLanes)).Sum(static vector => (long)vector.Floats);
    }

    /// <summary>The first row of recurrent weights in a panel: behind the bias, the inputs and the recurrent bias, where there is one.</summary>
    private static int FirstRecurrentRowOf(CellSpec spec, CellDefinition cell) => 1 + spec.Input + (cell.HasRecurrentBias ? 1 : 0);

    /// <summary>Whether a step is the sums of all gates and one pass to the new h, which reads no parameters of its own.</summary>
    private static bool IsOnePass(CellSpec spec, CellDefinition cell) =>
        cell.Step.All(part => part is SumPart { Operand: "", IsKept: false, Pass: { Output: "" } pass } && pass.Gates.Length == cell.Gates.Length)
        && !spec.IsElementwise && cell.PeepholeGates.Length == 0;

    private static int ParameterCountOf(CellSpec spec, CellDefinition cell)
    {
        int gates = cell.Gates.Length;
        int biases = !spec.Bias ? 0 : gates + (cell.HasRecurrentBias ? 1 : 0);
        int norms = !spec.LayerNorm ? 0 : 2 * (gates + (cell.NormalizedVector is null ? 0 : 1));
        int vectors = biases + cell.PeepholeGates.Length + norms;
        return (gates * spec.Hidden * (spec.Input + cell.RecurrentWeights)) + (vectors * spec.Hidden) + (spec.Projection * spec.Hidden);
    }

    /// <summary>What stands behind the gate sums in a row of sums.</summary>
    private static IEnumerable<(string Name, int Floats)> ExtrasOf(CellSpec spec, CellDefinition cell, int paddedHidden)
    {
        foreach (string extra in cell.Extras)
        {
            yield return (extra, paddedHidden);
        }

        if (spec.LayerNorm)
        {
            yield return (Vectors.Normalized, cell.Gates.Length * paddedHidden);
            if (cell.NormalizedVector is { } vector)
            {
                yield return (vector.Normalized, paddedHidden);
            }

            yield return (Vectors.Deviations, LineFloats);
        }

        if (spec.Projection > 0)
        {
            yield return (Vectors.CellOutput, paddedHidden);
        }
    }

    /// <summary>What stands behind the panels in the parameters, in the order of the library's <c>PanelLayout</c> (a test compares them).</summary>
    private static IEnumerable<(string Name, int Floats)> ParameterVectorsOf(CellSpec spec, CellDefinition cell, int paddedHidden, int paddedOutput)
    {
        if (spec.Projection > 0)
        {
            yield return (Vectors.Projection, spec.Hidden * paddedOutput);
        }

        foreach (char gate in spec.IsElementwise ? cell.Gates : "")
        {
            yield return (Vectors.Recurrent(gate), paddedHidden);
        }

        foreach (char gate in cell.PeepholeGates)
        {
            yield return (Vectors.Peephole(gate), paddedHidden);
        }

        if (spec.LayerNorm)
        {
            // Shifts stand behind their gains.
            yield return (Vectors.GateGains, 2 * cell.Gates.Length * paddedHidden);
            if (cell.NormalizedVector is { } vector)
            {
                yield return (vector.Gain, 2 * paddedHidden);
            }
        }
    }

    private static IEnumerable<VectorOffset> Offsets(int first, IEnumerable<(string Name, int Floats)> vectors)
    {
        foreach ((string name, int floats) in vectors)
        {
            yield return new VectorOffset(name, first, floats);
            first += floats;
        }
    }

    private static TrainingPlan PlanTraining(int gates, int paddedHidden, int paddedOutput, int firstRecurrentRow)
    {
        int hiddenOperand = RoundUp(firstRecurrentRow, LineFloats);
        int operandFloats = RoundUp(hiddenOperand + paddedOutput, LineFloats);
        int gradientFloats = RoundUp(gates * paddedHidden, LineFloats) + LineFloats;
        return new TrainingPlan
        {
            HiddenOperand = hiddenOperand,
            OperandFloats = operandFloats,
            GradientFloats = gradientFloats,
            ChunkRows = Math.Max(MinChunkRows, Math.Min(MaxChunkRows, ChunkFloats / gradientFloats)),
        };
    }

    private static int RoundUp(int value, int multiple) => (value + multiple - 1) / multiple * multiple;
}
