using System;

namespace RnnGen.Benchmarks.Cases;

/// <summary>What follows from a <see cref="CellKind"/>.</summary>
internal static class CellKinds
{
    /// <summary>Rows of the weight matrices for each hidden unit.</summary>
    public static int Gates(this CellKind cell) => cell switch
    {
        CellKind.Lstm => 4,
        _ => throw new ArgumentOutOfRangeException(nameof(cell), cell, null),
    };

    /// <summary>Its name in reports for people.</summary>
    public static string DisplayName(this CellKind cell) => cell switch
    {
        CellKind.Lstm => "LSTM",
        _ => throw new ArgumentOutOfRangeException(nameof(cell), cell, null),
    };

    /// <summary>Its name in JSON rows.</summary>
    public static string JsonName(this CellKind cell) => cell switch
    {
        CellKind.Lstm => "lstm",
        _ => throw new ArgumentOutOfRangeException(nameof(cell), cell, null),
    };
}
