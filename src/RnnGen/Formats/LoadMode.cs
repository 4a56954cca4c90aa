namespace RnnGen;

/// <summary>What a load does about tensors that are in the source and that no declared layer reads.</summary>
public enum LoadMode
{
    /// <summary>
    /// A tensor of a declared module that nothing reads is refused, as PyTorch's <c>load_state_dict</c> does: one more layer of an LSTM
    /// (<c>lstm.weight_ih_l1</c>), its other direction (<c>lstm.weight_ih_l0_reverse</c>), a projection. A module's tensors are its prefix plus a name without a
    /// dot; those of other modules may be there.
    /// </summary>
    Module,

    /// <summary>Any tensor that nothing reads is refused, wherever it is.</summary>
    WholeFile,

    /// <summary>
    /// What is declared is read, and all else is ignored (but for the biases of a cell that was declared without): the outputs may be other than those of the
    /// model that was saved.
    /// </summary>
    DeclaredOnly,
}
