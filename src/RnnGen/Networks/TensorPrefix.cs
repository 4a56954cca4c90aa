using System;
using System.ComponentModel;
using RnnGen.Formats;

namespace RnnGen.Networks;

/// <summary>What stands before the names of a layer's tensors.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class TensorPrefix
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

    /// <summary>The prefix of the only layer that has parameters, which a file of that module alone does not have.</summary>
    /// <param name="source">Where the tensors are.</param>
    /// <param name="prefix">What stands before all layers.</param>
    /// <param name="layer">The layer's name.</param>
    /// <param name="tensor">The name of one of its tensors.</param>
    public static string OfOnly(ITensorSource source, string prefix, string layer, string tensor)
    {
        ArgumentNullException.ThrowIfNull(source);
        return !source.Contains(Of(prefix, layer) + tensor) && source.Contains(Of(prefix, "") + tensor) ? Of(prefix, "") : Of(prefix, layer);
    }
}
