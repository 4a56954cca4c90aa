using RnnGen.Generator.Model;

namespace RnnGen.Generator;

/// <summary>Metadata names of what the generator looks for in the user's compilation.</summary>
internal static class WellKnownNames
{
    public const string LstmCellAttribute = "RnnGen.LstmCellAttribute";
    public const string GruCellAttribute = "RnnGen.GruCellAttribute";
    public const string RnnCellAttribute = "RnnGen.RnnCellAttribute";

    /// <summary>The attribute of each kind of cell.</summary>
    public static string AttributeOf(CellKind kind) => kind switch
    {
        CellKind.Lstm => LstmCellAttribute,
        CellKind.Gru => GruCellAttribute,
        _ => RnnCellAttribute,
    };
}
