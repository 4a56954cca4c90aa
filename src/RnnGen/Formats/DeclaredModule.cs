using RnnGen.Cells;

namespace RnnGen.Formats;

/// <summary>A cell, or a layer with tensors, that is declared: what a <see cref="TensorModule"/> of a source is read for.</summary>
/// <param name="Layer">The name of its layer in a <c>state_dict</c>, or empty.</param>
/// <param name="Tensor">The name of its first tensor, without suffix.</param>
/// <param name="Suffix">What stands behind the names of its tensors: of a cell <c>_l0</c>, <c>_l1_reverse</c>; else nothing.</param>
internal readonly record struct DeclaredModule(string Layer, string Tensor, string Suffix)
{
    /// <summary>The name of its first tensor.</summary>
    public string First => Tensor + Suffix;

    /// <summary>Whether its first tensor is in a source. The first cell of a layer may be there as a cell by itself, without suffix.</summary>
    /// <param name="source">The source.</param>
    /// <param name="place">Where it should be there.</param>
    public bool IsIn(ITensorSource source, TensorModule place) =>
        source.Contains(place.Prefix + First) || (Suffix == StateDictNames.FirstLayer && source.Contains(place.Prefix + Tensor));

    /// <summary>What it is, for messages.</summary>
    public override string ToString()
    {
        string cell = Suffix.Length == 0 ? "" : $"cell {Suffix[1..]}";
        return Layer.Length > 0 ? $"the declared layer '{MessageText.Printable(Layer)}'{(cell.Length == 0 ? "" : $" ({cell})")}"
            : $"the declared {(cell.Length == 0 ? "layer without a name" : cell)}";
    }
}
