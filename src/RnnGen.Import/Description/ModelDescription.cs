using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Text;

namespace RnnGen.Import;

/// <summary>What a model file holds: its layers, from the first to the last, and what goes in and comes out.</summary>
public sealed record ModelDescription
{
    /// <summary>The layers, from the first to the last.</summary>
    public required ImmutableArray<ModelLayer> Layers { get; init; }

    /// <summary>What the model takes, in the file's order; empty where the file does not say.</summary>
    public ImmutableArray<ModelInput> Inputs { get; init; } = [];

    /// <summary>What the model gives, in the file's order; empty where the file does not say.</summary>
    public ImmutableArray<ModelOutput> Outputs { get; init; } = [];

    /// <summary>Samples a second that the model was trained for, or null where the file does not say.</summary>
    public double? SampleRate { get; init; }

    /// <summary>
    /// How many of its inputs a player adds to the outputs (the dry signal), the first input to the first output. 0 for none. No declared network adds them, so that
    /// <see cref="Unsaid"/> has a line of it.
    /// </summary>
    public int AddedInputs { get; init; }

    /// <summary>Decibels by which a player scales the inputs, before the model and before they are added; 0 as a rule, else <see cref="Unsaid"/> has a line of it.</summary>
    public double InputGain { get; init; }

    /// <summary>Decibels by which a player scales the outputs, in the end; 0 as a rule, else <see cref="Unsaid"/> has a line of it.</summary>
    public double OutputGain { get; init; }

    /// <summary>What else the file says of itself.</summary>
    public ImmutableSortedDictionary<string, string> Metadata { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    /// <summary>
    /// What the file does not say, and the user must: as a bare <c>state_dict</c>, in which there is no order of layers, no activation and no pooling. Then
    /// <see cref="Layers"/> are what names and shapes tell, and a network is declared by hand. Empty where the file says all.
    /// </summary>
    public ImmutableArray<string> Unsaid { get; init; } = [];

    /// <summary>Whether the file says all that a declaration needs.</summary>
    public bool IsComplete => Unsaid.IsEmpty;

    /// <summary>Whether the file says the order of the layers, whatever else it does not say.</summary>
    internal bool IsOrdered { get => field || IsComplete; init; }

    /// <summary>The declaration of a network that the file fills, to be pasted.</summary>
    /// <param name="typeName">The name of the class.</param>
    /// <param name="arguments">What the network's attribute says besides, as <c>WeightsFile = "model.pt"</c>.</param>
    public string Declare(string typeName, string arguments = "")
    {
        var text = new StringBuilder();
        text.Append(arguments.Length == 0 ? "[Network]\n" : $"[Network({arguments})]\n");
        foreach (string line in Unsaid)
        {
            text.Append("// ").Append(line).Append('\n');
        }

        foreach (ModelLayer layer in Layers)
        {
            text.Append(layer.Declaration).Append('\n');
        }

        return text.Append($"public sealed partial class {typeName};\n").ToString();
    }
}

/// <summary>What a model takes.</summary>
/// <param name="Name">Its name in the file, or empty.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Size">Floats a step, tokens of the vocabulary, or floats of a state.</param>
public sealed record ModelInput(string Name, ModelInputKind Kind, int Size)
{
    /// <summary>Its dimensions in the file's order, in words, as <c>[batch, time, 5]</c>; empty where the file does not say.</summary>
    public string Shape { get; init; } = "";

    /// <summary>Of a state, the layer; else empty.</summary>
    public string Layer { get; init; } = "";
}

/// <summary>What an input is.</summary>
public enum ModelInputKind
{
    /// <summary>Floats of every step.</summary>
    Floats,

    /// <summary>A token id of every step.</summary>
    TokenIds,

    /// <summary>The steps of every sequence.</summary>
    Lengths,

    /// <summary>The hidden states from which sequences start: here part of <c>State</c>.</summary>
    Hidden,

    /// <summary>The states c from which sequences start: here part of <c>State</c>.</summary>
    Cell,
}

/// <summary>What a model gives.</summary>
/// <param name="Name">Its name in the file, or empty.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Size">Floats of a row.</param>
public sealed record ModelOutput(string Name, ModelOutputKind Kind, int Size)
{
    /// <summary>Its dimensions in the file's order, in words, as <c>[time, directions, batch, 8]</c>; empty where the file does not say.</summary>
    public string Shape { get; init; } = "";

    /// <summary>Of a state, the layer; else empty.</summary>
    public string Layer { get; init; } = "";
}

/// <summary>What an output is.</summary>
public enum ModelOutputKind
{
    /// <summary>The outputs of every step: here <c>outputs</c>.</summary>
    Steps,

    /// <summary>One row a sequence: here <c>outputs</c> of a network that pools.</summary>
    Sequence,

    /// <summary>The hidden states at the end of each sequence: here <c>State.GetHidden</c>.</summary>
    FinalHidden,

    /// <summary>The states c at the end of each sequence: here <c>State.GetCell</c>.</summary>
    FinalCell,
}
