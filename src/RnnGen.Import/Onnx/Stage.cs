using System.Collections.Immutable;

namespace RnnGen.Import.Onnx;

/// <summary>A layer of the chain that a graph is: what it gives is what the next one takes.</summary>
/// <param name="previous">The layer before, or null for the model's input.</param>
internal abstract class Stage(Stage? previous)
{
    /// <summary>The most layers, so that what goes through them all stays quick.</summary>
    private const int MaxDepth = 512;

    /// <summary>The layer before, or null for the model's input.</summary>
    public Stage? Previous => previous;

    /// <summary>Layers before it.</summary>
    public int Depth { get; } = previous is null ? 0
        : previous.Depth < MaxDepth ? previous.Depth + 1 : throw new OnnxFault(null, "graph", $"more than {MaxDepth} layers");

    /// <summary>What messages call it.</summary>
    public abstract string Place { get; }

    /// <summary>Pieces that an output row is made of: the directions of a recurrent layer, else 1.</summary>
    public virtual int Pieces => 1;

    /// <summary>Floats of a piece.</summary>
    public abstract int PieceSize { get; }

    /// <summary>Whether it gives a row for each sequence, and not for each step.</summary>
    public bool IsPooled { get; protected init; } = previous?.IsPooled ?? false;

    /// <summary>The input of sequence lengths that holds at this layer, or null.</summary>
    public GraphInput? Lengths { get; protected init; } = previous?.Lengths;

    /// <summary>Floats of an output row.</summary>
    public int Size => Pieces * PieceSize;
}

/// <summary>The model's input.</summary>
internal sealed class InputStage(GraphInput input, int size) : Stage(null)
{
    /// <summary>The graph's input.</summary>
    public GraphInput Input => input;

    /// <inheritdoc/>
    public override string Place => input.Name;

    /// <inheritdoc/>
    public override int PieceSize => size;
}

/// <summary>A table of tokens.</summary>
internal sealed class EmbeddingStage(Stage previous, string place, string name, int vocabulary, int size, float[] table) : Stage(previous)
{
    /// <inheritdoc/>
    public override string Place => place;

    /// <summary>A name from the file, or empty.</summary>
    public string Name => name;

    /// <summary>Tokens.</summary>
    public int Vocabulary => vocabulary;

    /// <inheritdoc/>
    public override int PieceSize => size;

    /// <summary>[vocabulary, size]</summary>
    public float[] Table => table;
}

/// <summary>A dense layer.</summary>
internal sealed class DenseStage(Stage previous, string place, string name, int outputs, float[] weight, float[]? bias, DenseActivation activation) : Stage(previous)
{
    private readonly int _pieces = 1;

    /// <summary>Pieces that rows are still made of, where each float was only scaled or activated.</summary>
    public override int Pieces => _pieces;

    /// <summary>Sets <see cref="Pieces"/>.</summary>
    public int ElementwisePieces
    {
        init => _pieces = value;
    }

    /// <inheritdoc/>
    public override string Place => place;

    /// <summary>A name from the file, or empty.</summary>
    public string Name => name;

    /// <summary>Floats of an output row.</summary>
    public int Outputs => outputs;

    /// <inheritdoc/>
    public override int PieceSize => outputs / _pieces;

    /// <summary>[outputs, inputs]</summary>
    public float[] Weight => weight;

    /// <summary>[outputs], or null for zeros.</summary>
    public float[]? Bias => bias;

    /// <summary>What is applied to the sums.</summary>
    public DenseActivation Activation => activation;
}

/// <summary>Pooling over time.</summary>
internal sealed class PoolingStage : Stage
{
    /// <summary>Creates a pooling layer.</summary>
    public PoolingStage(Stage previous, Pooling pooling)
        : base(previous)
    {
        Pooling = pooling;
        IsPooled = true;
    }

    /// <inheritdoc/>
    public override string Place => Previous!.Place;

    /// <inheritdoc/>
    public override int PieceSize => Previous!.Size;

    /// <summary>How.</summary>
    public Pooling Pooling { get; }
}

/// <summary>An LSTM, GRU or RNN node.</summary>
internal sealed class RecurrentStage(Stage previous, string place, string name, RecurrentModelLayer layer) : Stage(previous)
{
    /// <inheritdoc/>
    public override string Place => place;

    /// <summary>A name from the file, or empty.</summary>
    public string Name => name;

    /// <summary>The layer, with one cell a direction and no name.</summary>
    public RecurrentModelLayer Layer => layer;

    /// <inheritdoc/>
    public override int Pieces => layer.Bidirectional ? 2 : 1;

    /// <inheritdoc/>
    public override int PieceSize => layer.Hidden;

    /// <summary>The input of sequence lengths, or null.</summary>
    public required GraphInput? LengthsInput
    {
        get => Lengths;
        init => Lengths = value;
    }

    /// <summary>The tensors of each direction.</summary>
    public required ImmutableArray<CellTensors> Cells { get; init; }
}

/// <summary>The tensors of a cell, in our order of gates.</summary>
internal sealed record CellTensors
{
    /// <summary>[gates * hidden, input]</summary>
    public required float[] Input { get; init; }

    /// <summary>[gates * hidden, hidden]</summary>
    public required float[] Recurrent { get; init; }

    /// <summary>[gates * hidden], or null.</summary>
    public float[]? InputBias { get; init; }

    /// <summary>[gates * hidden], or null.</summary>
    public float[]? RecurrentBias { get; init; }

    /// <summary>[3 * hidden] (coupled gates: [2 * hidden]), or null.</summary>
    public float[]? Peephole { get; init; }

    /// <summary>[hidden], or null for zeros.</summary>
    public float[]? RestHidden { get; init; }

    /// <summary>[hidden], or null for zeros.</summary>
    public float[]? RestCell { get; init; }
}
