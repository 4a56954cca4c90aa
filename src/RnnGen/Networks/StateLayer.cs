namespace RnnGen;

/// <summary>A recurrent layer as a part of a state: how large PyTorch's <c>h_n</c> and <c>c_n</c> of it are.</summary>
/// <param name="Name">The layer's name in a <c>state_dict</c>, such as <c>lstm</c>; of a cell's own state it is empty.</param>
/// <param name="Layers">Stacked cells (PyTorch's <c>num_layers</c>).</param>
/// <param name="Directions">1, or 2 where a second cell reads from the end.</param>
/// <param name="HiddenSize">Floats of h of one cell: its hidden units, or their projection.</param>
/// <param name="CellSize">Floats of c of one cell: its hidden units, or 0 where there is no c (a GRU, an Elman network).</param>
public readonly record struct StateLayer(string Name, int Layers, int Directions, int HiddenSize, int CellSize)
{
    /// <summary>Whether there is a c.</summary>
    public bool HasCell => CellSize > 0;

    /// <summary>Floats of h of so many streams: [layers * directions, streams, hidden].</summary>
    /// <param name="streams">Streams.</param>
    public int HiddenFloats(int streams) => checked(Layers * Directions * streams * HiddenSize);

    /// <summary>Floats of c of so many streams: [layers * directions, streams, cell], or 0 where there is no c.</summary>
    /// <param name="streams">Streams.</param>
    public int CellFloats(int streams) => checked(Layers * Directions * streams * CellSize);
}
