using System;
using System.ComponentModel;
using System.Linq;
using RnnGen.Cells;
using RnnGen.Formats;
using RnnGen.Memory;

namespace RnnGen.Networks;

/// <summary>
/// The gradients of all parameters of one network, in the parameters' layout: zeros when created, added to by <c>Backward</c>. Every emitted network has its own type
/// of it.
/// </summary>
public abstract class NetworkGradients : ICellGradients
{
    private readonly NetworkDescription _network;
    private readonly TouchedRows[] _sparseTables;

    // Of a network inside another: the other's, which have its tables, and where they start there.
    private readonly NetworkGradients? _outer;
    private readonly int _start;

    /// <summary>Creates gradients of zero.</summary>
    /// <param name="network">The network.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected NetworkGradients(NetworkDescription network)
        : this(network, new AlignedBuffer((network ?? throw new ArgumentNullException(nameof(network))).ParameterFloats))
    {
        _sparseTables =
        [
            .. network.Tensors.Select(static tensors => tensors.SparseTable).OfType<EmbeddingTensors>()
                .Select(static table => new TouchedRows(table.Offset, table.Vocabulary, table.Size)),
        ];
        Nested = new NetworkGradients?[network.Nested.Count == 0 ? 0 : network.Inputs.Count];
        foreach (NestedNetwork nested in network.Nested)
        {
            Nested[nested.Input] = new NestedGradients(nested, this);
        }
    }

    private NetworkGradients(NestedNetwork nested, NetworkGradients outer)
        : this(nested.Network, outer.Buffer.Slice(nested.Parameters, nested.Network.ParameterFloats))
    {
        _outer = outer;
        _start = nested.Parameters;
    }

    private NetworkGradients(NetworkDescription network, AlignedBuffer buffer)
    {
        _network = network;
        _sparseTables = [];
        Buffer = buffer;
        Nested = [];
        Cells =
        [
            .. NetworkParameters.CellsOf(network, buffer).Zip(
                network.Tensors.OfType<CellTensors>(), static (part, tensors) => new LayerGradients(part, tensors.Layout)),
        ];
    }

    /// <summary>
    /// All gradients as one flat span, each where the network's <c>Parameters</c> have its parameter. Of a table with <c>SparseRows</c> write only to rows that
    /// <c>Backward</c> has added to since the last <see cref="Clear"/>: no other is looked at.
    /// </summary>
    public Span<float> Values => Buffer.Span;

    /// <inheritdoc/>
    GradientRanges ICellGradients.Ranges => Ranges;

    /// <summary>The parts that may be other than zero.</summary>
    internal GradientRanges Ranges => new(Buffer.Length, _sparseTables);

    internal AlignedBuffer Buffer { get; }

    /// <summary>Those of each cell.</summary>
    internal CellGradients[] Cells { get; }

    /// <summary>Those of each network that reads sequences, by input.</summary>
    internal NetworkGradients?[] Nested { get; }

    /// <summary>Sets all gradients to zero; of tables with <c>SparseRows</c> it writes only to rows that were added to.</summary>
    public void Clear()
    {
        Span<float> values = Buffer.Span;
        foreach (GradientRange range in Ranges)
        {
            range.Of(values).Clear();
        }

        foreach (TouchedRows table in _sparseTables)
        {
            table.Clear();
        }
    }

    /// <summary>Adds others, such as those of another part of a batch.</summary>
    /// <param name="other">Gradients of the same network.</param>
    /// <exception cref="ArgumentNullException"><paramref name="other"/> is null.</exception>
    /// <exception cref="ArgumentException">They are of another network, or these themselves.</exception>
    public void Add(NetworkGradients other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.GetType() != GetType() || ReferenceEquals(other, this))
        {
            throw new ArgumentException(
                $"'{nameof(other)}' {(ReferenceEquals(other, this) ? "are these gradients themselves" : $"are {other.GetType()}")}; they must be other {GetType()}.", nameof(other));
        }

        Span<float> values = Buffer.Span, others = other.Buffer.Span;
        foreach (GradientRange range in other.Ranges)
        {
            RowMath.Add(range.Of(others), range.Of(values));
        }

        for (int table = 0; table < _sparseTables.Length; table++)
        {
            _sparseTables[table].Add(other._sparseTables[table]);
        }
    }

    /// <inheritdoc/>
    void ICellGradients.Add(ICellGradients other) => Add((NetworkGradients)other);

    /// <summary>The rows of a table with sparse gradients that were added to.</summary>
    /// <param name="offset">Where the table starts in the parameters.</param>
    internal TouchedRows TouchedRowsOf(int offset)
    {
        if (_outer is not null)
        {
            return _outer.TouchedRowsOf(_start + offset);
        }

        foreach (TouchedRows table in _sparseTables)
        {
            if (table.Offset == offset)
            {
                return table;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(offset), offset, "No table with sparse gradients starts there.");
    }

    /// <summary>
    /// Saves the gradients under the names of their parameters, as PyTorch's <c>grad</c> of each: of two biases whose sum is the parameter both have its
    /// gradient.
    /// </summary>
    /// <param name="sink">Where to.</param>
    /// <param name="prefix">What stands before the layers' names.</param>
    /// <exception cref="ArgumentNullException"><paramref name="sink"/> or <paramref name="prefix"/> is null.</exception>
    public void Save(ITensorSink sink, string prefix = "")
    {
        foreach ((LayerTensors tensors, string module) in NetworkParameters.ModulesOf(_network, sink, prefix))
        {
            tensors.SaveGradients(sink, module, Buffer.Span.Slice(tensors.Offset, tensors.Floats));
        }
    }

    private sealed class NestedGradients(NestedNetwork nested, NetworkGradients outer) : NetworkGradients(nested, outer);

    private sealed class LayerGradients(AlignedBuffer buffer, PanelLayout layout) : CellGradients(buffer, layout);
}
