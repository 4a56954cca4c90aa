using System;

namespace RnnGen.Benchmarks.Cases;

/// <summary>What follows from a <see cref="CellKind"/>.</summary>
internal static class CellKinds
{
    /// <summary>Rows of the weight matrices for each hidden unit.</summary>
    public static int Gates(this CellKind cell) => cell switch
    {
        CellKind.Lstm => 4,
        CellKind.Gru => 3,
        CellKind.Rnn => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(cell), cell, null),
    };

    /// <summary>Biases for each hidden unit: one a gate, and one more for a GRU's candidate, whose recurrent bias is scaled by r.</summary>
    public static int Biases(this CellKind cell) => cell switch
    {
        CellKind.Lstm => 4,
        CellKind.Gru => 4,
        CellKind.Rnn => 1,
        _ => throw new ArgumentOutOfRangeException(nameof(cell), cell, null),
    };

    /// <summary>Its name in reports for people.</summary>
    public static string DisplayName(this CellKind cell) => cell switch
    {
        CellKind.Lstm => "LSTM",
        CellKind.Gru => "GRU",
        CellKind.Rnn => "RNN",
        _ => throw new ArgumentOutOfRangeException(nameof(cell), cell, null),
    };

    /// <summary>Its name in JSON rows.</summary>
    public static string JsonName(this CellKind cell) => cell switch
    {
        CellKind.Lstm => "lstm",
        CellKind.Gru => "gru",
        CellKind.Rnn => "rnn",
        _ => throw new ArgumentOutOfRangeException(nameof(cell), cell, null),
    };
}
