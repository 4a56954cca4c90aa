using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Import.StateDicts;

/// <summary>
/// Puts layers into an order in which each takes what the one before gives. A <c>state_dict</c> has them in the order in which the module declared them, which
/// is most often that of the data; a safetensors file has them by name. It stays a guess.
/// </summary>
internal static class StateDictOrder
{
    /// <summary>More layers are not tried in all orders.</summary>
    private const int MaxTried = 7;

    /// <summary>The layers in the first order that fits: their own, or else embeddings first, recurrent layers before dense ones; or else their own.</summary>
    /// <param name="layers">The layers.</param>
    /// <param name="isByName">Whether they are sorted by name: then their own order says nothing, and is tried after the usual one.</param>
    public static IReadOnlyList<ModelLayer> Of(IReadOnlyList<ModelLayer> layers, bool isByName)
    {
        if (!isByName && Fits(layers))
        {
            return layers;
        }

        ModelLayer[] usual = [.. layers.OrderBy(static layer => layer is EmbeddingModelLayer ? 0 : layer is RecurrentModelLayer ? 1 : 2)];
        if (Fits(usual))
        {
            return usual;
        }

        if (Fits(layers))
        {
            return layers;
        }

        var order = new List<ModelLayer>();
        return usual.Length <= MaxTried && Extend(order, usual) ? order : layers;
    }

    private static bool Extend(List<ModelLayer> order, ModelLayer[] layers)
    {
        if (order.Count == layers.Length)
        {
            return true;
        }

        foreach (ModelLayer layer in layers)
        {
            if (!order.Contains(layer) && (order.Count == 0 || Fits(order[^1], layer)))
            {
                order.Add(layer);
                if (Extend(order, layers))
                {
                    return true;
                }

                order.RemoveAt(order.Count - 1);
            }
        }

        return false;
    }

    private static bool Fits(IReadOnlyList<ModelLayer> layers) => layers.Zip(layers.Skip(1), Fits).All(static fits => fits);

    private static bool Fits(ModelLayer below, ModelLayer above) => SizesOf(above).Input is var input and not 0 && SizesOf(below).Output == input;

    private static (int Input, int Output) SizesOf(ModelLayer layer) => layer switch
    {
        EmbeddingModelLayer embedding => (0, embedding.Size),
        RecurrentModelLayer recurrent => (recurrent.Input, recurrent.Output),
        DenseModelLayer dense => (dense.Inputs, dense.Outputs),
        _ => (0, 0),
    };
}
