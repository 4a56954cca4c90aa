using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using RnnGen.Formats;

namespace RnnGen.Import.StateDicts;

/// <summary>
/// What the names and shapes of a <c>state_dict</c> tell: which layers there are, of which sizes. It has no order of layers, no activation and no pooling: that
/// is said in <see cref="ModelDescription.Unsaid"/>, with all else that the user must know.
/// </summary>
internal static class StateDict
{
    private const int MaxOutputs = 65_536;
    private const int MaxSize = 4096;
    private const int MaxVocabulary = 1_048_576;
    private const int MaxShown = 8;
    private const int MaxSaid = 64;

    /// <summary>Describes the layers.</summary>
    /// <param name="source">The file.</param>
    /// <param name="tensors">The tensors, in the file's order, under our names (<see cref="StateDictNaming"/>).</param>
    /// <exception cref="ModelFormatException">There are no tensors.</exception>
    public static ModelDescription Describe(ModelSource source, IReadOnlyList<(string Name, long[] Shape)> tensors)
    {
        if (tensors.Count == 0)
        {
            throw source.Fault(null, null, "there are no tensors of floating-point numbers in it: nothing that a network could load");
        }

        var layers = new List<ModelLayer>();
        var said = new List<string>
        {
            "The file has tensors only. Check the order of the layers, and add what it does not say: activations, pooling, clips, variants.",
        };
        var unread = new List<string>();
        foreach (StateDictModule module in StateDictModule.Of(tensors))
        {
            var read = new HashSet<string>(StringComparer.Ordinal);
            if (LayerOf(module, read, said) is { } layer)
            {
                layers.Add(layer);
            }

            unread.AddRange(module.Tensors.Where(tensor => !read.Contains(tensor)).Select(tensor => module.Name.Length == 0 ? tensor : $"{module.Name}.{tensor}"));
        }

        if (unread.Count > 0)
        {
            said.Add($"No layer here reads {List(unread)}.");
        }

        if (said.Count > MaxSaid)
        {
            said.RemoveRange(MaxSaid, said.Count - MaxSaid);
            said.Add("There is more of the kind.");
        }

        bool isByName = tensors.Zip(tensors.Skip(1), static (first, second) => string.CompareOrdinal(first.Name, second.Name) <= 0).All(static isOrdered => isOrdered);
        return new ModelDescription { Layers = [.. StateDictOrder.Of(layers, isByName)], Unsaid = [.. said] };
    }

    /// <summary>The bias of a dense layer that has none in the file, as far as a module can be one.</summary>
    /// <param name="module">The module.</param>
    /// <returns>Its length, or 0 where the module has a bias or can be no dense layer.</returns>
    public static int MissingBias(StateDictModule module) =>
        module.Find("weight", 2) is [var rows and >= 1 and <= MaxOutputs, >= 1 and <= int.MaxValue] && !module.Has("bias") && !IsNamedAsEmbedding(module) ? (int)rows : 0;

    /// <summary>Names for a message: not too many.</summary>
    public static string List(IReadOnlyCollection<string> names) => List(names, names.Count);

    /// <summary>Names for a message: not too many.</summary>
    /// <param name="names">The first of them.</param>
    /// <param name="count">How many there are.</param>
    public static string List(IEnumerable<string> names, int count) =>
        string.Join(", ", names.Take(MaxShown).Select(static name => $"'{MessageText.Printable(name)}'")) + (count > MaxShown ? $" and {count - MaxShown} more" : "");

    private static ModelLayer? LayerOf(StateDictModule module, HashSet<string> read, List<string> said)
    {
        string place = module.Name.Length == 0 ? "the tensors without a prefix" : $"'{MessageText.Printable(module.Name)}'";
        if (StateDictRecurrent.IsNamedAsOne(module))
        {
            RecurrentModelLayer? recurrent = StateDictRecurrent.Describe(module, read, out string? problem);
            said.AddRange(recurrent is null ? [$"No recurrent layer: {place}: {problem}."] : Doubts(recurrent, module, place));
            return recurrent;
        }

        if (module.Find("weight", 2) is not [var rows, var columns])
        {
            return null;
        }

        if (module.Find("bias", 1) is [var biases] && biases == rows)
        {
            read.UnionWith(["weight", "bias"]);
            return IsDense(rows, columns) ? new DenseModelLayer(module.Name, (int)columns, (int)rows) : TooLarge(place, rows, columns, said);
        }

        if (module.Has("bias"))
        {
            return null;
        }

        read.Add("weight");
        if (IsNamedAsEmbedding(module))
        {
            return IsEmbedding(rows, columns) ? new EmbeddingModelLayer(module.Name, (int)rows, (int)columns) : TooLarge(place, rows, columns, said);
        }

        string[] choices =
        [
            .. IsDense(rows, columns) ? (string[])[$"a dense layer, with zeros for its bias: {new DenseModelLayer(module.Name, (int)columns, (int)rows).Declaration}"] : [],
            .. IsEmbedding(rows, columns) ? (string[])[$"an embedding: {new EmbeddingModelLayer(module.Name, (int)rows, (int)columns).Declaration}"] : [],
        ];
        said.Add(choices.Length == 0
            ? $"No layer: {place}: {module.Describe("weight")}."
            : $"{place} is [{rows}, {columns}] without a bias: declare {string.Join(", or ", choices)}.");
        return null;
    }

    private static IEnumerable<string> Doubts(RecurrentModelLayer layer, StateDictModule module, string place)
    {
        if (layer.Kind == RecurrentKind.Rnn)
        {
            yield return $"{place}: tanh is nn.RNN's usual nonlinearity; of one with nonlinearity='relu' add Activation = RnnActivation.Relu.";
        }

        if (module.Tensors.Any(static tensor => tensor.StartsWith("layer_norm_", StringComparison.Ordinal)))
        {
            yield return $"{place}: it has layer normalisation; add LayerNorm = true.";
        }
    }

    private static ModelLayer? TooLarge(string place, long rows, long columns, List<string> said)
    {
        said.Add($"No layer: {place} is [{rows}, {columns}]; a dense layer has at most {MaxOutputs} outputs, an embedding at most {MaxVocabulary} tokens of {MaxSize} floats.");
        return null;
    }

    private static bool IsDense(long rows, long columns) => rows is >= 1 and <= MaxOutputs && columns is >= 1 and <= MaxOutputs;

    private static bool IsEmbedding(long rows, long columns) => rows is >= 1 and <= MaxVocabulary && columns is >= 1 and <= MaxSize;

    private static bool IsNamedAsEmbedding(StateDictModule module) => module.Name.Contains("emb", StringComparison.OrdinalIgnoreCase);
}
