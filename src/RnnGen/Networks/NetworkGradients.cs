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

    /// <summary>Creates gradients of zero.</summary>
    /// <param name="network">The network.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected NetworkGradients(NetworkDescription network)
    {
        ArgumentNullException.ThrowIfNull(network);
        _network = network;
        Buffer = new AlignedBuffer(network.ParameterFloats);
        Cells =
        [
            .. NetworkParameters.CellsOf(network, Buffer).Zip(
                network.Tensors.OfType<CellTensors>(), static (buffer, tensors) => new LayerGradients(buffer, tensors.Layout)),
        ];
    }

    /// <summary>All gradients as one flat span, each where the network's <c>Parameters</c> have its parameter.</summary>
    public Span<float> Values => Buffer.Span;

    internal AlignedBuffer Buffer { get; }

    /// <summary>Those of each cell.</summary>
    internal CellGradients[] Cells { get; }

    /// <summary>Sets all gradients to zero.</summary>
    public void Clear() => Buffer.Span.Clear();

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

    private sealed class LayerGradients(AlignedBuffer buffer, PanelLayout layout) : CellGradients(buffer, layout);
}
