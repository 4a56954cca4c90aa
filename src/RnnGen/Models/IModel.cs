using System;
using System.Collections.Generic;
using System.Runtime.CompilerServices;
using RnnGen.Formats;
using RnnGen.Rates;

namespace RnnGen;

/// <summary>
/// What every emitted cell and network can do, whatever its shape: it has no type parameters, so that models of different shapes fit one dictionary. The sizes
/// are those of the type, as properties of an instance.
/// </summary>
public interface IModel
{
    /// <summary>Elements that a step takes: floats, or 1 where it takes a token id, or several inputs.</summary>
    int InputSize { get; }

    /// <summary>Tokens: ids are from 0 to below this; 0 where a step takes floats, or several inputs.</summary>
    int VocabularySize => 0;

    /// <summary>What a step takes: one input of floats or of a token id as a rule, or several side by side, in the order in which they were declared.</summary>
    IReadOnlyList<NetworkInput> Inputs => [NetworkInput.Of(this)];

    /// <summary>Floats that a step (or, where time is pooled, a sequence) gives.</summary>
    int OutputSize { get; }

    /// <summary>Whether every step has outputs; otherwise each sequence has.</summary>
    bool HasOutputPerStep => true;

    /// <summary>Whether no output depends on a later input, so that <see cref="CreateStream"/> works: false where a layer reads every sequence from its end.</summary>
    bool IsCausal => false;

    /// <summary>Trained numbers: padding is not counted, and of PyTorch's two biases a gate only their sum.</summary>
    int ParameterCount { get; }

    /// <summary>
    /// The layers as they were declared, from the first to the last; of a cell the cell alone, without a name. With the tensors of
    /// <see cref="Save(ITensorSink, string)"/> they are the whole model.
    /// </summary>
    /// <exception cref="NotSupportedException">It is no emitted type, and does not say.</exception>
    IReadOnlyList<ModelLayer> Layers => LayerList.Of(this);

    /// <summary>All parameters as one flat span, in the order in which the model reads them, with padding (zeros that must stay zeros).</summary>
    Span<float> Parameters { get; }

    /// <summary>Whether any parameter is NaN or infinite.</summary>
    bool HasNonFiniteParameters { get; }

    /// <summary>The rest state, or null of a model that has none.</summary>
    internal object? BoxedRestState
    {
        get => null;
        set => throw new NotSupportedException();
    }

    /// <summary>Draws every parameter as PyTorch does by default.</summary>
    /// <param name="seed">The same seed gives the same parameters on every machine.</param>
    void Initialize(int seed);

    /// <summary>
    /// Loads the parameters and the rest state (<see cref="IModel{TState}.RestState"/>), wholly or not at all: they stay as they were if anything is wrong. NaN and
    /// infinities that the source has are loaded, and <see cref="HasNonFiniteParameters"/> tells.
    /// </summary>
    /// <param name="source">Where from.</param>
    /// <param name="prefix">What stands before the names of the tensors or layers.</param>
    /// <param name="mode">What to do about tensors that nothing reads.</param>
    /// <exception cref="TensorFormatException">A tensor is missing or not what it should be, or is there and nothing reads it.</exception>
    [OverloadResolutionPriority(1)]
    void Load(ITensorSource source, string prefix = "", LoadMode mode = LoadMode.Module);

    /// <summary>Loads the parameters from a safetensors file, as <see cref="Load(ITensorSource, string, LoadMode)"/> does.</summary>
    /// <param name="path">The file.</param>
    /// <param name="prefix">What stands before the names of the tensors or layers.</param>
    /// <param name="mode">What to do about tensors that nothing reads.</param>
    /// <exception cref="TensorFormatException">The file is not a valid safetensors file, or not of this model.</exception>
    /// <exception cref="System.IO.IOException">The file is not there, or cannot be read.</exception>
    void Load(string path, string prefix = "", LoadMode mode = LoadMode.Module) => ModelFiles.Load(this, path, prefix, mode);

    /// <summary>
    /// Loads some layers of a network, as <see cref="Load(ITensorSource, string, LoadMode)"/> loads all: their parameters, and their part of the rest state. All others
    /// stay as they are, and need not be in the source. Layers are found by their names only; where one alone is named, its tensors may be there without it.
    /// </summary>
    /// <param name="source">Where from.</param>
    /// <param name="layers">The names of the layers; that of a <see cref="NetworkLayerAttribute"/> is all layers inside, <c>shape.lstm</c> one of them.</param>
    /// <param name="prefix">What stands before the layers' names.</param>
    /// <param name="mode">What to do about tensors that nothing reads: those of layers that are not named are no tensors of a declared module.</param>
    /// <exception cref="ArgumentException">No layer is named, or one that the network does not have.</exception>
    /// <exception cref="TensorFormatException">A tensor is missing or not what it should be, or is there and nothing reads it; nothing was changed.</exception>
    /// <exception cref="NotSupportedException">It is a cell, which has no layers.</exception>
    void Load(ITensorSource source, IReadOnlyCollection<string> layers, string prefix = "", LoadMode mode = LoadMode.Module) =>
        throw new NotSupportedException($"'{GetType().Name}' is a cell: it has no layers that could be loaded by themselves.");

    /// <summary>Loads some layers from a safetensors file, as <see cref="Load(ITensorSource, IReadOnlyCollection{string}, string, LoadMode)"/> does.</summary>
    /// <param name="path">The file.</param>
    /// <param name="layers">The names of the layers; that of a <see cref="NetworkLayerAttribute"/> is all layers inside, <c>shape.lstm</c> one of them.</param>
    /// <param name="prefix">What stands before the layers' names.</param>
    /// <param name="mode">What to do about tensors that nothing reads.</param>
    /// <exception cref="ArgumentException">No layer is named, or one that the network does not have.</exception>
    /// <exception cref="TensorFormatException">The file is not a valid safetensors file, or not of these layers; nothing was changed.</exception>
    /// <exception cref="System.IO.IOException">The file is not there, or cannot be read.</exception>
    /// <exception cref="NotSupportedException">It is a cell, which has no layers.</exception>
    [OverloadResolutionPriority(-1)]
    void Load(string path, IReadOnlyCollection<string> layers, string prefix = "", LoadMode mode = LoadMode.Module) =>
        ModelFiles.Load(this, path, layers, prefix, mode);

    /// <summary>Saves the parameters, and the rest state where it is not zeros.</summary>
    /// <param name="sink">Where to.</param>
    /// <param name="prefix">What stands before the names of the tensors or layers.</param>
    [OverloadResolutionPriority(1)]
    void Save(ITensorSink sink, string prefix = "");

    /// <summary>Saves the parameters (and the rest state) as a safetensors file: whatever happens, the path holds the old file or the whole new one.</summary>
    /// <param name="path">The file to make or to replace.</param>
    /// <param name="prefix">What stands before the names of the tensors or layers.</param>
    /// <exception cref="System.IO.IOException">The directory is not there, the disk is full, ...</exception>
    void Save(string path, string prefix = "") => ModelFiles.Save(this, path, prefix);

    /// <summary>
    /// Creates a stream: the model with a state of its own, which starts as the model's rest state (<see cref="IModel{TState}.RestState"/>, zeros as a rule). Streams of
    /// one model may run on different threads.
    /// </summary>
    /// <exception cref="NotSupportedException">The model is not causal (see <see cref="IsCausal"/>).</exception>
    IModelStream CreateStream() => throw NotCausal();

    /// <summary>Creates a stream at another rate: <see cref="RateCorrection.CreateStream(IModel)"/>.</summary>
    /// <param name="correction">The rates.</param>
    internal IModelStream CreateCorrectedStream(RateCorrection correction) => throw NotCausal();

    /// <summary>The model as a recurrence of its state, which <see cref="RateCorrection.Examine"/> linearises.</summary>
    internal ZeroInputRecurrence CreateRecurrence() => throw NotCausal();

    private NotSupportedException NotCausal() => new(
        $"'{GetType().Name}' has a layer that reads every sequence from its end: no output is known before the last input. Call Run with whole sequences.");
}
