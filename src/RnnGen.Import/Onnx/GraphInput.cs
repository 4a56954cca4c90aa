using System.Collections.Generic;
using System.Collections.Immutable;

namespace RnnGen.Import.Onnx;

/// <summary>An input of the graph that no initializer gives, and what its use tells about it.</summary>
internal sealed class GraphInput(string name, bool isFloat, ImmutableArray<InputAxis> axes)
{
    /// <summary>Its name.</summary>
    public string Name => name;

    /// <summary>Whether its elements are floats; otherwise integers.</summary>
    public bool IsFloat => isFloat;

    /// <summary>Its axes.</summary>
    public ImmutableArray<InputAxis> Axes => axes;

    /// <summary>What it is, or null as long as nothing used it.</summary>
    public ModelInputKind? Kind { get; private set; }

    /// <summary>Floats a step, tokens of the vocabulary, or floats of a state.</summary>
    public int Size { get; private set; }

    /// <summary>Of initial states, the cells that start with them, by their place in the first dimension of states.</summary>
    public SortedDictionary<long, StateCell> Cells { get; } = [];

    /// <summary>Says what it is. It can be one thing only.</summary>
    /// <exception cref="OnnxFault">It is used as something else, too.</exception>
    public void Use(ModelInputKind kind, int size)
    {
        if ((Kind is { } other && other != kind) || (Kind is not null && Size != size))
        {
            throw new OnnxFault(name, "input", $"the input is used as {Describe(Kind.Value)} of size {Size} and as {Describe(kind)} of size {size}; it can be one of them");
        }

        Kind = kind;
        Size = size;
    }

    private static string Describe(ModelInputKind kind) => kind switch
    {
        ModelInputKind.Floats => "floats of every step",
        ModelInputKind.TokenIds => "token ids",
        ModelInputKind.Lengths => "lengths of sequences",
        ModelInputKind.Hidden => "an initial h",
        _ => "an initial c",
    };
}

/// <summary>A cell as a part of states: a direction of a recurrent node.</summary>
/// <param name="Node">The node.</param>
/// <param name="Direction">The direction, in our order.</param>
internal readonly record struct StateCell(RecurrentStage Node, int Direction);

/// <summary>An axis of an input of the graph. What it means is known once an operator took it as that.</summary>
internal sealed class InputAxis(string input, int index, Dimension size)
{
    /// <summary>The input's name.</summary>
    public string Input => input;

    /// <summary>Its place among the input's axes.</summary>
    public int Index => index;

    /// <summary>How long it is.</summary>
    public Dimension Size => size;

    /// <summary>What it means.</summary>
    public AxisRole Role { get; private set; }

    /// <summary>Says what it means.</summary>
    /// <exception cref="OnnxFault">It means something else.</exception>
    public void Mean(AxisRole role, string? place)
    {
        if (Role == AxisRole.Unknown)
        {
            Role = role;
        }
        else if (Role != role)
        {
            throw new OnnxFault(place, "input", $"axis {index} of the graph's input '{input}' is {Name(Role)} elsewhere, and {Name(role)} here");
        }
    }

    private static string Name(AxisRole role) => role switch
    {
        AxisRole.Time => "time",
        AxisRole.Batch => "the batch",
        AxisRole.Features => "the floats of a step",
        _ => "the directions",
    };
}

/// <summary>What an axis of an input means.</summary>
internal enum AxisRole
{
    /// <summary>Nothing has used it yet.</summary>
    Unknown,

    /// <summary>The steps.</summary>
    Time,

    /// <summary>The sequences.</summary>
    Batch,

    /// <summary>The floats of a step or state.</summary>
    Features,

    /// <summary>Of states, layers and directions.</summary>
    Cells,
}
