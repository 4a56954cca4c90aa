using System.ComponentModel;

namespace RnnGen.Cells;

/// <summary>What a cell's gates do, which the number of them does not tell: for initialisations that set a gate's bias.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum CellForm
{
    /// <summary>Not said.</summary>
    Unknown,

    /// <summary>An Elman cell, without gates.</summary>
    Elman,

    /// <summary>An LSTM: gates i, f, g, o, and f keeps.</summary>
    Lstm,

    /// <summary>An LSTM whose forget gate is 1 - i: gates i, g, o, and i replaces.</summary>
    CoupledLstm,

    /// <summary>A GRU that resets after the product, or before: gates r, z, n, and z keeps.</summary>
    Gru,

    /// <summary>A GRU of complements: gates r, z, n, and z replaces.</summary>
    ComplementGru,
}
