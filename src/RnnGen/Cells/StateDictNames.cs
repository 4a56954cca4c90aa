using RnnGen.Formats;

namespace RnnGen.Cells;

/// <summary>The names of a layer's four tensors in PyTorch's <c>state_dict</c>.</summary>
internal readonly record struct StateDictNames(string WeightIh, string WeightHh, string BiasIh, string BiasHh)
{
    /// <summary>The names of the first layer of an <c>nn.LSTM</c>, <c>nn.GRU</c> or <c>nn.RNN</c>.</summary>
    public static StateDictNames OfLayer(string prefix) => Create(prefix, "_l0");

    /// <summary>The names as the source has them: a layer's, or (without <c>_l0</c>) a cell's.</summary>
    public static StateDictNames In(ITensorSource source, string prefix)
    {
        StateDictNames layer = OfLayer(prefix);
        StateDictNames cell = Create(prefix, "");
        return !source.Contains(layer.WeightIh) && source.Contains(cell.WeightIh) ? cell : layer;
    }

    private static StateDictNames Create(string prefix, string suffix)
    {
        string start = prefix.Length > 0 && char.IsLetterOrDigit(prefix[^1]) ? prefix + "." : prefix;
        return new($"{start}weight_ih{suffix}", $"{start}weight_hh{suffix}", $"{start}bias_ih{suffix}", $"{start}bias_hh{suffix}");
    }
}
