using RnnGen.Generator.Model;

namespace RnnGen.Generator.Cells;

/// <summary>All kinds of cells.</summary>
internal static class CellCatalogue
{
    /// <summary>The definition of a declaration's kind.</summary>
    public static CellDefinition Of(CellSpec spec) => spec.Kind switch
    {
        CellKind.Lstm => new LstmCell(spec),
        CellKind.Gru => new GruCell(spec),
        _ => new ElmanCell(spec),
    };
}
