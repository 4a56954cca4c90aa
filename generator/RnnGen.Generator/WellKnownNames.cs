using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Model;

namespace RnnGen.Generator;

/// <summary>Metadata names of what the generator looks for in the user's compilation.</summary>
internal static class WellKnownNames
{
    public const string Namespace = "RnnGen";

    /// <summary>The namespace of what emitted files keep to themselves.</summary>
    public const string Generated = Namespace + ".Generated";

    /// <summary>The attribute of a network.</summary>
    public const string Network = Namespace + "." + NetworkAttribute;

    private const string NetworkAttribute = "NetworkAttribute";

    // By CellKind: the one list of cell attributes.
    private static readonly string[] CellAttributes = ["LstmCellAttribute", "GruCellAttribute", "RnnCellAttribute"];

    // By LayerKind: the one list of layer attributes.
    private static readonly string[] LayerAttributes =
        ["LstmLayerAttribute", "GruLayerAttribute", "RnnLayerAttribute", "EmbeddingLayerAttribute", "DenseLayerAttribute", "PoolingLayerAttribute"];

    /// <summary>The attributes that make a type a cell or a network.</summary>
    public static IEnumerable<string> WholeTypes => [.. CellAttributes.Select(static attribute => $"{Namespace}.{attribute}"), Network];

    /// <summary>The attribute of each kind of cell.</summary>
    public static string AttributeOf(CellKind kind) => $"{Namespace}.{CellAttributes[(int)kind]}";

    /// <summary>Whether an attribute makes a type a cell or a network.</summary>
    public static bool IsWholeType(INamedTypeSymbol? attribute) =>
        IsNetwork(attribute) || CellOf(attribute) is not null;

    /// <summary>The cell that an attribute declares, or null.</summary>
    public static CellKind? CellOf(INamedTypeSymbol? attribute) =>
        IsOurs(attribute) && Array.IndexOf(CellAttributes, attribute!.Name) is >= 0 and int kind ? (CellKind)kind : null;

    /// <summary>Whether an attribute is that of a network.</summary>
    public static bool IsNetwork(INamedTypeSymbol? attribute) => IsOurs(attribute) && attribute!.Name == NetworkAttribute;

    /// <summary>The layer that an attribute declares, or null.</summary>
    public static LayerKind? LayerOf(INamedTypeSymbol? attribute) =>
        IsOurs(attribute) && Array.IndexOf(LayerAttributes, attribute!.Name) is >= 0 and int kind ? (LayerKind)kind : null;

    /// <summary>Whether an attribute's name, as written, is that of a layer: with or without <c>Attribute</c>.</summary>
    public static bool IsLayerName(string name) => Array.IndexOf(LayerAttributes, name) >= 0 || Array.IndexOf(LayerAttributes, name + "Attribute") >= 0;

    private static bool IsOurs(INamedTypeSymbol? attribute) =>
        attribute is { ContainingType: null, ContainingNamespace: { Name: Namespace, ContainingNamespace.IsGlobalNamespace: true } };
}
