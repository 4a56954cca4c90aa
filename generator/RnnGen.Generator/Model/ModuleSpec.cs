using System.Collections.Generic;

namespace RnnGen.Generator.Model;

/// <summary>A cell, or a layer with tensors, as a file has it.</summary>
/// <param name="Suffix">What stands behind the names of its tensors: of a cell <c>_l0</c>, <c>_l1_reverse</c>; else nothing.</param>
/// <param name="Tensors">Its tensors; the first is always there.</param>
internal sealed record ModuleSpec(string Suffix, IReadOnlyList<TensorSpec> Tensors);

/// <summary>A tensor that a declaration needs, or reads where it is there.</summary>
/// <param name="Name">Its name without that of its layer.</param>
/// <param name="Shape">Its dimensions.</param>
internal sealed record TensorSpec(string Name, params int[] Shape)
{
    /// <summary>Whether it may be missing.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Its dimensions in words, as a description has them.</summary>
    public string ShapeText => $"[{string.Join(", ", Shape)}]";
}
