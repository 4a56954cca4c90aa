using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Layers;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>From the spec of a network to the numbers and names of its emission: a pure function.</summary>
internal static class NetworkPlanner
{
    /// <summary>Floats of a cache line.</summary>
    public const int LineFloats = 16;

    /// <summary>Floats of rows between layers that a call may keep on the stack: 32 KB.</summary>
    private const int MaxStackFloats = 8 * 1024;

    /// <summary>Steps that are worth a product of a cell's inputs.</summary>
    private const int PreferredSteps = 24;

    public static NetworkPlan Plan(NetworkSpec spec)
    {
        var cells = new List<CellDeclarationPlan>();
        var layers = new List<LayerPlan>();
        int offset = 0;
        int state = 0;
        var inputs = new List<InputPlan>();
        foreach (InputSpec input in spec.Inputs)
        {
            inputs.Add(input.Plan(new InputPlace(
                inputs.Count, OffsetOf(input, offset), inputs.Sum(static before => before.Output), inputs.Where(static before => before.TakesFloats).Sum(static before => before.Output))));
            offset += (int)Aligned(input.ParameterFloats());
        }

        int joined = inputs.Sum(static input => input.Output);
        foreach (LayerSpec layer in spec.Layers)
        {
            layers.Add(layer.Plan(new LayerPlace(layers.Count, OffsetOf(layer, offset), state, layers.Sum(static above => above.Cells.Count), layers.LastOrDefault(), PlanCell)));
            state += (int)layer.StateFloats();
            offset += (int)Aligned(layer.ParameterFloats());
        }

        LayerPlan[] rows = [.. layers.Where(static layer => layer.GivesRows)];

        // What the last layer gives, too, where something is added to it: the outputs may be what it takes.
        bool addsAtEnd = rows.LastOrDefault() is RecurrentLayer { WritesRow: true };
        int between = joined + rows.Take(addsAtEnd ? rows.Length : rows.Length - 1).Sum(static layer => layer.Output);
        int stackSteps = Math.Max(1, Math.Min(PreferredSteps, between == 0 ? PreferredSteps : MaxStackFloats / between));
        return new NetworkPlan(spec.Type)
        {
            Embedded = spec.Embedded,
            Training = spec.Training,
            Inputs = new EquatableArray<InputPlan>(inputs),
            JoinedSize = joined,
            Layers = new EquatableArray<LayerPlan>(layers),
            CellTypes = new EquatableArray<CellDeclarationPlan>(cells),
            NestedCellTypes = new EquatableArray<CellDeclarationPlan>(
                inputs.OfType<NestedInput>().SelectMany(static input => input.Network.CellTypes).Distinct().Where(cell => !cells.Contains(cell))),
            Cells = new EquatableArray<CellInstance>(layers.SelectMany(static layer => layer.Cells)),
            StateRows = new EquatableArray<StateRow>(StateRowsOf(layers)),
            Pooled = layers.Select(static layer => layer.Pooled).FirstOrDefault(static pooled => pooled is not null),
            Fingerprint = StateFingerprint.Of(spec),
            ParameterFloats = offset,
            ParameterCount = inputs.Sum(static input => input.ParameterCount) + layers.Sum(static layer => layer.ParameterCount),
            Vocabulary = joined > 0 ? 0 : layers[0].Vocabulary,
            TiedTable = layers.OfType<EmbeddingLayer>().FirstOrDefault(static table => table.TiedTo is not null)?.Offset,
            InputSize = joined > 0 ? 1 : InputSizeOf(layers),
            StackSteps = stackSteps,
            StackFloats = stackSteps * between,
            IsCausal = layers.All(static layer => layer.IsCausal),
            Drops = inputs.Any(static input => input.Dropout.Drops) || layers.Any(static layer => layer.Drops),
        };

        // A table that is the weight of a dense layer, too, is where that has its parameters.
        int OffsetOf(LayerSpec part, int own) => part is EmbeddingSpec { TiedTo: { } dense }
            ? (int)spec.Inputs.Concat<LayerSpec>(spec.Layers).TakeWhile(layer => layer is not DenseSpec || layer.Name != dense).Sum(static layer => Aligned(layer.ParameterFloats()))
            : own;

        // Once for each nested type.
        CellDeclarationPlan PlanCell(CellSpec cell)
        {
            if (cells.Find(other => other.Spec == cell) is not { } plan)
            {
                plan = CellDeclarationPlan.Of(cell);
                cells.Add(plan);
            }

            return plan;
        }
    }

    /// <summary>Floats of all parameters of a network with padding, which may be more than it can have.</summary>
    public static long ParameterFloatsOf(NetworkSpec spec) => spec.Parts().Sum(static layer => Aligned(layer.ParameterFloats()));

    /// <summary>Floats of a state with padding: of every cell, and of what is pooled with its number of steps.</summary>
    public static long StateFloatsOf(NetworkSpec spec) => spec.Layers.Sum(static layer => layer.StateFloats());

    /// <summary>A number of floats, with padding up to the next cache line.</summary>
    public static long Aligned(long floats) => (floats + LineFloats - 1) / LineFloats * LineFloats;

    private static int InputSizeOf(List<LayerPlan> layers) => layers[0].Vocabulary > 0 ? 1 : layers[0].Input;

    /// <summary>Stacked cells lie one behind the other, and are one row.</summary>
    private static IEnumerable<StateRow> StateRowsOf(List<LayerPlan> layers) =>
        from layer in layers
        where layer.StateRow is not null
        group layer.StateRow by layer.Name into stacked
        select stacked.First() with { Stacked = stacked.Count(), Top = stacked.Last().Member };
}
