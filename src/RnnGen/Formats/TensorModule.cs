namespace RnnGen.Formats;

/// <summary>A cell, or a layer with tensors, in an <see cref="ITensorSource"/>.</summary>
/// <param name="Prefix">What stands before the names of its tensors, with its dot: <c>lstm.</c></param>
/// <param name="Suffix">What stands behind them: of a cell <c>_l0</c>, <c>_l1_reverse</c>; else nothing.</param>
public readonly record struct TensorModule(string Prefix, string Suffix)
{
    /// <summary>The full name of one of its tensors.</summary>
    /// <param name="tensor">What stands between the two: <c>weight_ih</c>.</param>
    internal string Name(string tensor) => Prefix + tensor + Suffix;
}
