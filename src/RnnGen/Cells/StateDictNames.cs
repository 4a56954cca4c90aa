using System;
using RnnGen.Formats;

namespace RnnGen.Cells;

/// <summary>The names of a layer's tensors in PyTorch's <c>state_dict</c>, and, of what PyTorch has no module for, names in its manner.</summary>
internal readonly struct StateDictNames
{
    /// <summary>The suffix of the first layer.</summary>
    public const string FirstLayer = "_l0";

    /// <summary>How the suffix of a cell ends that reads from the end.</summary>
    public const string Reverse = "_reverse";

    /// <summary>The first tensor of every cell, without suffix.</summary>
    public const string FirstTensor = "weight_ih";

    private readonly string _start;
    private readonly string _end;

    private StateDictNames(string prefix, string end)
    {
        _start = prefix.Length > 0 && char.IsLetterOrDigit(prefix[^1]) ? prefix + "." : prefix;
        _end = end;
    }

    public string WeightIh => Named(FirstTensor);

    public string WeightHh => Named("weight_hh");

    public string BiasIh => Named("bias_ih");

    public string BiasHh => Named("bias_hh");

    public string WeightHr => Named("weight_hr");

    /// <summary>The h from which streams start.</summary>
    public string InitialH => Named("initial_h");

    /// <summary>The c from which streams start, of an LSTM.</summary>
    public string InitialC => Named("initial_c");

    public string WeightPeephole => Named("weight_peephole");

    /// <summary>The gains of a normalisation: of the <c>gates</c>, or of what else is normalised.</summary>
    public string LayerNormWeight(string of) => Named($"layer_norm_{of}_weight");

    /// <summary>Its shifts.</summary>
    public string LayerNormBias(string of) => Named($"layer_norm_{of}_bias");

    /// <summary>The names of a layer of an <c>nn.LSTM</c>, <c>nn.GRU</c> or <c>nn.RNN</c>.</summary>
    /// <param name="prefix">What stands before the names.</param>
    /// <param name="suffix">Which layer: <c>_l0</c>, <c>_l1_reverse</c>.</param>
    public static StateDictNames OfLayer(string prefix, string suffix) => new(prefix, suffix);

    /// <summary>The names as the source has them: a layer's, or, of the first, (without <c>_l0</c>) a cell's.</summary>
    /// <param name="source">Where the tensors are.</param>
    /// <param name="prefix">What stands before the names.</param>
    /// <param name="suffix">Which layer.</param>
    public static StateDictNames In(ITensorSource source, string prefix, string suffix)
    {
        var layer = OfLayer(prefix, suffix);
        var cell = new StateDictNames(prefix, "");
        return suffix == FirstLayer && !source.Contains(layer.WeightIh) && source.Contains(cell.WeightIh) ? cell : layer;
    }

    /// <summary>Whether a suffix is that of a cell that reads from the end.</summary>
    /// <param name="suffix">It.</param>
    public static bool IsReverse(string suffix) => suffix.EndsWith(Reverse, StringComparison.Ordinal);

    /// <summary>Whether two suffixes are those of the two directions of a layer.</summary>
    /// <param name="forward">That of the one.</param>
    /// <param name="reverse">That of the other, which reads from the end.</param>
    public static bool AreBothDirections(string forward, string reverse) => reverse == forward + Reverse;

    /// <summary>What a declaration lacks that does not read the tensor, or null where its name does not tell.</summary>
    /// <param name="name">The tensor's name in its module.</param>
    public static string? WhyUnread(string name)
    {
        bool isInitial = name.StartsWith("initial_", StringComparison.Ordinal);
        bool isOfPair = isInitial || name.StartsWith("weight_", StringComparison.Ordinal) || name.StartsWith("bias_", StringComparison.Ordinal);
        int layer = name.IndexOf("_l", StringComparison.Ordinal) is var at and >= 0 && at + 2 < name.Length && char.IsAsciiDigit(name[at + 2]) ? at : -1;
        return name switch
        {
            _ when name.StartsWith("weight_hr", StringComparison.Ordinal) => "the declaration lacks a projection",
            _ when name.StartsWith("weight_peephole", StringComparison.Ordinal) => "the declaration lacks peepholes",
            _ when name.StartsWith("layer_norm_", StringComparison.Ordinal) => "the declaration lacks layer normalisation",
            _ when isOfPair && IsReverse(name) => "the declaration lacks the other direction",
            _ when isOfPair && layer >= 0 && !name.AsSpan(layer).SequenceEqual(FirstLayer) => "the declaration has fewer layers",
            _ when name.StartsWith("bias_", StringComparison.Ordinal) => "the declaration has no biases",
            _ when isInitial && name.StartsWith("initial_c", StringComparison.Ordinal) => "only an LSTM has a state c",
            _ => null,
        };
    }

    private string Named(string tensor) => _start + tensor + _end;
}
