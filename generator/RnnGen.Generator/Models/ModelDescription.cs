using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;
using RnnGen.Generator.Parsing;

namespace RnnGen.Generator.Models;

/// <summary>What a model file of the project holds.</summary>
/// <param name="Name">Its path in the project, with <c>/</c>.</param>
/// <param name="Resource">The name of the embedded resource with its weights.</param>
/// <param name="State">Whether its description could be read.</param>
internal sealed record ModelDescription(string Name, string Resource, ModelState State)
{
    /// <summary>What the file does not say, in words; empty where it says all that a declaration needs.</summary>
    public EquatableArray<string> Unsaid { get; init; } = new([]);

    /// <summary>Its layers, in order; where something is unsaid, what names and shapes tell of them.</summary>
    public EquatableArray<DescribedLayer> Layers { get; init; } = new([]);

    /// <summary>The cells and layers that have tensors, in the order in which data goes through them; empty where that is not known.</summary>
    public EquatableArray<DescribedModule> Modules { get; init; } = new([]);

    /// <summary>All tensors.</summary>
    public EquatableArray<DescribedTensor> Tensors { get; init; } = new([]);

    /// <summary>The file's own name.</summary>
    public string FileName => Name.Substring(Name.LastIndexOf('/') + 1);
}

/// <summary>What is known of a model's description.</summary>
internal enum ModelState
{
    /// <summary>It was read.</summary>
    Read,

    /// <summary>It has not been written: the project was not built yet.</summary>
    Pending,

    /// <summary>It is not in the format of this generator.</summary>
    OfAnotherVersion,
}

/// <summary>A layer of a model file.</summary>
/// <param name="Attribute">The attribute that declares it, without brackets.</param>
/// <param name="Text">The attribute as C#, to be pasted.</param>
/// <param name="Arguments">Its arguments.</param>
internal sealed record DescribedLayer(string Attribute, string Text, EquatableArray<DescribedArgument> Arguments)
{
    /// <summary>The attribute as if it stood on the user's type.</summary>
    public BoundAttribute Bind() => new(
        [.. Arguments.Where(static argument => !argument.IsOption).Select(static argument => argument.Name)],
        [.. Arguments.Where(static argument => !argument.IsOption).Select(static argument => argument.Value)],
        Arguments.Where(static argument => argument.IsOption)
            .GroupBy(static argument => argument.Name)
            .ToDictionary(static option => option.Key, static option => (object?)option.Last().Value));
}

/// <summary>An argument of an attribute.</summary>
/// <param name="Name">Its name.</param>
/// <param name="IsOption">Whether it is a property, and not a parameter of the constructor.</param>
/// <param name="Value">An integer (of an enum, too), truth value, float or text.</param>
internal sealed record DescribedArgument(string Name, bool IsOption, object Value);

/// <summary>A cell or layer with tensors.</summary>
/// <param name="Prefix">What stands before their names, with its dot.</param>
/// <param name="Suffix">What stands behind them.</param>
internal sealed record DescribedModule(string Prefix, string Suffix);

/// <summary>A tensor.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Shape">Its dimensions, as <c>[160, 40]</c>.</param>
internal sealed record DescribedTensor(string Name, string Shape);
