using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Model;

/// <summary>
/// A valid cell declaration: the cache key of the pipeline. It holds only values that are equal when their texts are; nothing of Roslyn's
/// object model may enter (a test walks the graph). Its floats are finite and not -0, so that equal numbers are equal bits.
/// </summary>
/// <param name="Type">The user's type.</param>
/// <param name="Kind">Which cell.</param>
/// <param name="Input">Inputs a step.</param>
/// <param name="Hidden">Hidden units.</param>
internal sealed record CellSpec(TypeSpec Type, CellKind Kind, int Input, int Hidden) : DeclarationSpec(Type)
{
    /// <summary>Which sigmoid and tanh.</summary>
    public AccuracyKind Accuracy { get; init; }

    /// <summary>Which gated recurrent unit; of other kinds always the default.</summary>
    public GruVariantKind Variant { get; init; }

    /// <summary>Whether the gate sums have biases.</summary>
    public bool Bias { get; init; } = true;

    /// <summary>Whether an LSTM's gates see the cell state.</summary>
    public bool Peephole { get; init; }

    /// <summary>Outputs of an LSTM's projection, or 0 for none.</summary>
    public int Projection { get; init; }

    /// <summary>Whether an LSTM's forget gate is 1 - i.</summary>
    public bool CoupledGates { get; init; }

    /// <summary>Whether the cell normalises its gate sums, and what else its kind says.</summary>
    public bool LayerNorm { get; init; }

    /// <summary>The bound of the activations' arguments, or 0 for none.</summary>
    public float Clip { get; init; }

    /// <summary>The initial bias of an LSTM's forget gate, or null for a drawn one; never 0.</summary>
    public float? ForgetBias { get; init; }

    /// <summary>The activation of the gates (ONNX's f); of an Elman cell always the default.</summary>
    public ActivationSpec GateActivation { get; init; } = ActivationSpec.Sigmoid;

    /// <summary>The activation of the candidate (ONNX's g), and the one activation of an Elman cell.</summary>
    public ActivationSpec CandidateActivation { get; init; } = ActivationSpec.Tanh;

    /// <summary>The activation of an LSTM's cell state (ONNX's h); of other kinds always the default.</summary>
    public ActivationSpec CellActivation { get; init; } = ActivationSpec.Tanh;

    /// <summary>Whether it is a nested type of a network, whose parameters are a part of the network's.</summary>
    public bool IsLayer { get; init; }

    /// <summary>Whether the backward pass is wanted.</summary>
    public bool Training { get; init; } = true;

    /// <summary>How the old h enters the sums.</summary>
    public RecurrenceKind Recurrence { get; init; }

    /// <summary>Whether it enters element by element: u * h in place of U h.</summary>
    public bool IsElementwise => Recurrence == RecurrenceKind.Diagonal;

    /// <summary>Its tensors where it is no layer of a network.</summary>
    public ModuleSpec Module => CellTensors.Of(this, "_l0");

    /// <summary>Its declaration in messages, as far as it decides shapes of tensors.</summary>
    public string Declared =>
        $"{Kind}{(IsLayer ? "Layer(" : $"Cell(input: {CodeText.Number(Input)}, ")}hidden: {CodeText.Number(Hidden)}{(Projection > 0 ? $", Projection = {CodeText.Number(Projection)}" : "")})";

    /// <summary>Floats that a step gives, and of h.</summary>
    public int OutputSize => Projection > 0 ? Projection : Hidden;

    public const int MinSize = 1;
    public const int MaxSize = 16384;

    /// <summary>The largest size in a network, which keeps the states of its cells in arrays.</summary>
    public const int MaxLayerSize = 4096;

    /// <summary>The most floats of a cell's parameters, with padding: their bytes are an <c>int</c>, as those of a file's tensors must be.</summary>
    public const int MaxParameterFloats = int.MaxValue / sizeof(float);

    /// <summary>The most floats of one buffer, as the library's <c>AlignedBuffer.MaxLength</c> (a test compares them).</summary>
    public const int MaxBufferFloats = 0x7FFFFFC7 - 16;

    /// <summary>
    /// The most floats of a state that .NET takes into an array: its elements are smaller than 64 KB. A larger one is also much for a local variable, since
    /// threads have as little as 1.5 MB of stack.
    /// </summary>
    public const int MaxStateFloatsInArray = ushort.MaxValue / sizeof(float);
}
