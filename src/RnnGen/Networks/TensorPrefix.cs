using System;

namespace RnnGen.Networks;

/// <summary>What stands before the names of a layer's tensors.</summary>
internal static class TensorPrefix
{
    /// <summary>The prefix of a layer, with its dot.</summary>
    /// <param name="prefix">What stands before all layers; a dot is put behind where it ends in a letter or digit.</param>
    /// <param name="layer">The layer's name, or empty.</param>
    public static string Of(string prefix, string layer)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        ArgumentNullException.ThrowIfNull(layer);
        string start = prefix.Length > 0 && char.IsLetterOrDigit(prefix[^1]) ? prefix + "." : prefix;
        return layer.Length == 0 ? start : start + layer + ".";
    }
}
