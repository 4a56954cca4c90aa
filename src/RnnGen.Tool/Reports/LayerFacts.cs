using System.Collections.Generic;
using System.Linq;
using RnnGen.Import;

namespace RnnGen.Tool.Reports;

/// <summary>What follows from a layer's declaration.</summary>
internal static class LayerFacts
{
    /// <summary>A layer for a report.</summary>
    public static ReportedLayer Report(ModelLayer layer)
    {
        (string kind, int? input, int? output) = layer switch
        {
            EmbeddingModelLayer embedding => ("Embedding", embedding.Vocabulary, embedding.Size),
            RecurrentModelLayer recurrent => (recurrent.Kind.ToString(), recurrent.Input, recurrent.Output),
            DenseModelLayer dense => ("Dense", dense.Inputs, dense.Outputs),
            CrfModelLayer chain => ("Crf", chain.Labels, chain.Labels),
            _ => ("Pooling", (int?)null, (int?)null),
        };
        return new ReportedLayer(layer.Name, kind, input, output, ParametersOf(layer), layer.Declaration.ToString());
    }

    /// <summary>Trained numbers of a layer, counted as <c>ParameterCount</c> of the declared network counts them.</summary>
    public static long ParametersOf(ModelLayer layer) => layer switch
    {
        EmbeddingModelLayer embedding => (long)embedding.Vocabulary * embedding.Size,
        DenseModelLayer dense => ((dense.TieTo is null ? dense.Inputs : 0) + 1L) * dense.Outputs,
        CrfModelLayer chain => (chain.Labels + 2L) * chain.Labels,
        RecurrentModelLayer recurrent => Enumerable.Range(0, recurrent.Layers).Sum(depth => CellParameters(recurrent, depth)) * (recurrent.Bidirectional ? 2 : 1),
        _ => 0,
    };

    /// <summary>Whether no output depends on a later input.</summary>
    public static bool IsStepByStep(IEnumerable<ModelLayer> layers) => !layers.OfType<RecurrentModelLayer>().Any(static layer => layer.Bidirectional || layer.Reverse);

    private static long CellParameters(RecurrentModelLayer layer, int depth)
    {
        long gates = layer.Kind switch { RecurrentKind.Lstm => layer.CoupledGates ? 3 : 4, RecurrentKind.Gru => 3, _ => 1 };
        long input = depth == 0 ? layer.Input : layer.Output;
        long recurrent = layer.Projection > 0 ? layer.Projection : layer.Hidden;

        // A GRU that resets after its product has a bias inside the brackets, too: no sum of the two does its work.
        long biases = !layer.Bias ? 0 : gates + (layer.Kind == RecurrentKind.Gru && layer.Variant == GruVariant.ResetAfter ? 1 : 0);
        long peepholes = !layer.Peephole ? 0 : layer.CoupledGates ? 2 : 3;
        return (gates * layer.Hidden * (input + recurrent)) + ((biases + peepholes) * layer.Hidden) + ((long)layer.Projection * layer.Hidden);
    }
}
