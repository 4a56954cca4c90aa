using RnnGen.Generator.Model;

namespace RnnGen.Generator;

/// <summary>Metadata names of what the generator looks for in the user's compilation.</summary>
internal static class WellKnownNames
{
    public const string Namespace = "RnnGen";

    /// <summary>All kinds of cells.</summary>
    public static readonly CellKind[] CellKinds = [CellKind.Lstm, CellKind.Gru, CellKind.Rnn];

    /// <summary>The attribute of each kind of cell.</summary>
    public static string AttributeOf(CellKind kind) => $"{Namespace}.{kind}CellAttribute";
}
