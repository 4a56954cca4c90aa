using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>From the spec of a network to the numbers of its emission: a pure function.</summary>
internal static class NetworkPlanner
{
    /// <summary>Floats of a cache line.</summary>
    private const int LineFloats = 16;

    /// <summary>Outputs up to which a dense layer sums along its inputs; the library's <c>DenseLayout</c> has the same (a test compares them).</summary>
    private const int MaxDotOutputs = 4;

    /// <summary>Floats of rows between layers that a call may keep on the stack: 32 KB.</summary>
    private const int MaxStackFloats = 8 * 1024;

    /// <summary>Steps that are worth a product of a cell's inputs.</summary>
    private const int PreferredSteps = 24;

    public static NetworkPlan Plan(NetworkSpec spec)
    {
        var layers = new List<LayerPlan>();
        int offset = 0;
        int count = 0;
        foreach (LayerSpec layer in spec.Layers)
        {
            int floats = (int)FloatsOf(layer);
            layers.Add(new LayerPlan(layer, offset, floats));
            offset += (int)Aligned(floats) * DirectionsOf(layer);
            count += CountOf(layer) * DirectionsOf(layer);
        }

        int between = spec.Layers.Take(spec.Layers.Count - 1).Sum(static layer => layer.Output);
        return new NetworkPlan
        {
            Layers = new EquatableArray<LayerPlan>(layers),
            ParameterFloats = offset,
            ParameterCount = count,
            StackSteps = Math.Max(1, Math.Min(PreferredSteps, between == 0 ? PreferredSteps : MaxStackFloats / between)),
            WidestRow = spec.Layers.Max(static layer => Math.Max(layer.Input, layer.Output)),
        };
    }

    /// <summary>Floats of all parameters of a network with padding, which may be more than it can have.</summary>
    public static long ParameterFloatsOf(NetworkSpec spec) => spec.Layers.Sum(static layer => Aligned(FloatsOf(layer)) * DirectionsOf(layer));

    /// <summary>Floats of a state with padding: of every cell, and of what is pooled with its number of steps (64-bit numbers count twice).</summary>
    public static long StateFloatsOf(NetworkSpec spec) => spec.Layers.Sum(static layer => layer switch
    {
        RecurrentSpec recurrent => (long)CellPlanner.StateFloatsOf(recurrent.Cell) * DirectionsOf(recurrent),
        PoolingSpec { Pooling: PoolingKind.FinalState } => 0,
        PoolingSpec pooling => (pooling.Output * (pooling.Pooling == PoolingKind.Mean ? 2L : 1L)) + 2L,
        _ => 0,
    });

    /// <summary>A number of floats, with padding up to the next cache line.</summary>
    public static long Aligned(long floats) => (floats + LineFloats - 1) / LineFloats * LineFloats;

    private static int DirectionsOf(LayerSpec layer) => layer is RecurrentSpec { Bidirectional: true } ? 2 : 1;

    private static long FloatsOf(LayerSpec layer) => layer switch
    {
        EmbeddingSpec embedding => (long)embedding.Vocabulary * embedding.Output,
        RecurrentSpec recurrent => CellPlanner.ParameterFloatsOf(recurrent.Cell),
        DenseSpec dense when dense.Output <= MaxDotOutputs => (dense.Output * Aligned(dense.Input)) + LineFloats,
        DenseSpec dense => Aligned((dense.Input + 1L) * ((dense.Output + 7) / 8 * 8)),
        _ => 0,
    };

    private static int CountOf(LayerSpec layer) => layer switch
    {
        EmbeddingSpec embedding => embedding.Vocabulary * embedding.Output,
        RecurrentSpec recurrent => CellPlanner.Plan(recurrent.Cell).ParameterCount,
        DenseSpec dense => (dense.Input + 1) * dense.Output,
        _ => 0,
    };
}
