using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using System.Runtime.CompilerServices;
using RnnGen.Cells;
using RnnGen.Formats;
using RnnGen.Memory;

namespace RnnGen.Networks;

/// <summary>The parameters of a network, of all layers one after the other, and what can be done with them.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NetworkParameters
{
    private readonly NetworkDescription _network;

    /// <summary>Creates parameters of zero.</summary>
    /// <param name="network">The network.</param>
    public NetworkParameters(NetworkDescription network)
        : this(network, new AlignedBuffer((network ?? throw new ArgumentNullException(nameof(network))).ParameterFloats))
    {
    }

    /// <summary>Takes those of a network inside another.</summary>
    /// <param name="network">The network.</param>
    /// <param name="buffer">A part of the other's.</param>
    internal NetworkParameters(NetworkDescription network, AlignedBuffer buffer)
    {
        _network = network;
        Buffer = buffer;
        Cells = CellsOf(network, buffer);
        Nested = NestedParameters.Of(network, buffer);
    }

    /// <summary>All of them.</summary>
    public Span<float> Span => Buffer.Span;

    /// <summary>All of them, to change them.</summary>
    public Span<float> Writable => Buffer.Writable;

    /// <summary>Whether any is NaN or infinite.</summary>
    public bool HasNonFinite => Buffer.HasNonFinite;

    /// <summary>The inputs of the network, where there are several or one takes bags.</summary>
    public IReadOnlyList<NetworkInput> Inputs => _network.Inputs;

    internal AlignedBuffer Buffer { get; }

    /// <summary>Those of each cell.</summary>
    internal AlignedBuffer[] Cells { get; }

    /// <summary>Those of each network that reads sequences, by input.</summary>
    internal NestedParameters?[] Nested { get; }

    /// <summary>Says that they were changed through a span that was taken before.</summary>
    public void MarkChanged() => Buffer.MarkChanged();

    /// <summary>Draws every parameter as PyTorch does by default.</summary>
    /// <param name="seed">The same seed gives the same parameters on every machine.</param>
    public void Initialize(int seed)
    {
        Span<float> parameters = Buffer.Writable;
        for (int part = 0; part < _network.Tensors.Count; part++)
        {
            LayerTensors tensors = _network.Tensors[part];
            tensors.Initialize(LayerSeeds.Of(seed, part), parameters.Slice(tensors.Offset, tensors.Floats));
        }
    }

    /// <summary>Loads them and the state from which streams start, wholly or not at all.</summary>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="source">Where from.</param>
    /// <param name="prefix">What stands before the layers' names.</param>
    /// <param name="mode">What to do about tensors that nothing reads.</param>
    /// <returns>That state: zeros, where the source has none.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="TensorFormatException">A tensor is missing or not what it should be, or is there and nothing reads it.</exception>
    public TState Load<TState>(ITensorSource source, string prefix, LoadMode mode)
        where TState : struct
    {
        TState rest = default;
        ModelReader.Load(
            source, prefix, mode, [.. _network.Tensors.Select(static tensors => tensors.Declared)], Buffer.Writable, StateFloats.Of(ref rest, 0, _network.StateFloats),
            Reading(_network.Tensors));
        return rest;
    }

    /// <summary>Loads those of some layers, and the state from which their streams start, wholly or not at all; all others stay as they are.</summary>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="source">Where from: it need not have the other layers.</param>
    /// <param name="layers">The names of the layers; that of a <see cref="NetworkLayerAttribute"/> is all layers inside.</param>
    /// <param name="prefix">What stands before the layers' names.</param>
    /// <param name="mode">What to do about tensors that nothing reads.</param>
    /// <param name="rest">The state from which streams start.</param>
    /// <returns>That state, with what was loaded of it.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">No layer is named, or one that the network does not have.</exception>
    /// <exception cref="TensorFormatException">A tensor is missing or not what it should be, or is there and nothing reads it.</exception>
    public TState Load<TState>(ITensorSource source, IReadOnlyCollection<string> layers, string prefix, LoadMode mode, in TState rest)
        where TState : struct
    {
        ArgumentNullException.ThrowIfNull(layers);
        LayerParts.CheckNames(_network.Parts, layers, nameof(layers));
        LayerTensors[] chosen = [.. _network.Tensors.Where(tensors => layers.Any(name => LayerParts.Covers(name, tensors.Name)))];
        if (chosen.Length == 0)
        {
            throw new ArgumentException($"'{nameof(layers)}' is empty: name a layer, or load all by the overload without it.", nameof(layers));
        }

        if (chosen.OfType<TiedDenseTensors>().FirstOrDefault(tied => !chosen.Contains(tied.Table)) is { } half)
        {
            throw new ArgumentException(
                $"'{nameof(layers)}' has '{MessageText.Printable(half.Name)}', whose weight is that of '{MessageText.Printable(half.Table.Name)}' (TieTo): name both.",
                nameof(layers));
        }

        float[] loaded = new float[Buffer.Length];
        TState loadedRest = default;
        Span<float> restFloats = StateFloats.Of(ref loadedRest, 0, _network.StateFloats);
        ModelReader.Load(source, prefix, mode, [.. chosen.Select(static tensors => tensors.Declared)], loaded, restFloats, Reading(chosen), mayReadByPlace: false);
        TState newRest = rest;
        Span<float> newRestFloats = StateFloats.Of(ref newRest, 0, _network.StateFloats);
        Span<float> parameters = Buffer.Writable;
        foreach (LayerTensors tensors in chosen)
        {
            foreach (GradientRange part in tensors.Parts)
            {
                part.Of<float>(loaded).CopyTo(part.Of(parameters));
            }

            GradientRange state = tensors.RestPart;
            state.Of(restFloats).CopyTo(state.Of(newRestFloats));
        }

        return newRest;
    }

    /// <summary>Saves them, under the names under which they are loaded, and what is not all zeros of the state from which streams start.</summary>
    /// <typeparam name="TState">The network's state.</typeparam>
    /// <param name="sink">Where to.</param>
    /// <param name="prefix">What stands before the layers' names.</param>
    /// <param name="rest">That state.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    public void Save<TState>(ITensorSink sink, string prefix, in TState rest)
        where TState : struct
    {
        if (sink is LayerList layers)
        {
            layers.Take(_network.Declared, _network.Parts);
            return;
        }

        ReadOnlySpan<float> states = StateFloats.Of(ref Unsafe.AsRef(in rest), 0, _network.StateFloats);
        foreach ((LayerTensors tensors, string module) in ModulesOf(_network, sink, prefix))
        {
            tensors.Save(sink, module, Buffer.Span.Slice(tensors.Offset, tensors.Floats));
            tensors.SaveRest(sink, module, states);
        }
    }

    private static ModelReading Reading(IReadOnlyList<LayerTensors> all) => (reader, parameters, rest) =>
    {
        for (int index = 0; index < all.Count; index++)
        {
            LayerTensors tensors = all[index];
            TensorModule module = reader.Module(index);
            tensors.Load(reader, module, parameters.Slice(tensors.Offset, tensors.Floats));
            tensors.LoadRest(reader, module, rest);
        }
    };

    /// <summary>The parts of a buffer in the parameters' layout that are of the cells.</summary>
    internal static AlignedBuffer[] CellsOf(NetworkDescription network, AlignedBuffer buffer) =>
        [.. network.Tensors.OfType<CellTensors>().Select(tensors => buffer.Slice(tensors.Offset, tensors.Floats))];

    /// <summary>All tensors, with what stands before their names in a file.</summary>
    internal static IEnumerable<(LayerTensors Tensors, string Module)> ModulesOf(NetworkDescription network, ITensorSink sink, string prefix)
    {
        ArgumentNullException.ThrowIfNull(sink);
        ArgumentNullException.ThrowIfNull(prefix);
        return network.Tensors.Select(tensors => (tensors, TensorPrefix.Of(prefix, tensors.Name)));
    }
}
