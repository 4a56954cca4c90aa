using System;
using RnnGen.Generator.Model;

namespace RnnGen.Generator;

/// <summary>Metadata names of what the generator looks for in the user's compilation.</summary>
internal static class WellKnownNames
{
    public const string Namespace = "RnnGen";

    // By CellKind: the one list of cell attributes.
    private static readonly string[] CellAttributes = ["LstmCellAttribute", "GruCellAttribute", "RnnCellAttribute"];

    /// <summary>The attribute of each kind of cell.</summary>
    public static string AttributeOf(CellKind kind) => $"{Namespace}.{CellAttributes[(int)kind]}";

    /// <summary>Whether a type of this name in <see cref="Namespace"/> declares a cell.</summary>
    public static bool IsCellAttribute(string name) => Array.IndexOf(CellAttributes, name) >= 0;
}
