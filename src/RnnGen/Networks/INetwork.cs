using System;
using System.Runtime.CompilerServices;
using RnnGen.Formats;

namespace RnnGen;

/// <summary>What every emitted network can do, for code that works over any of them. Use it as a generic constraint.</summary>
/// <typeparam name="TSelf">The network.</typeparam>
/// <typeparam name="TInput">What it takes: <see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
/// <typeparam name="TState">What a stream carries.</typeparam>
/// <typeparam name="TWorkspace">Scratch memory.</typeparam>
public interface INetwork<TSelf, TInput, TState, TWorkspace>
    where TSelf : class, INetwork<TSelf, TInput, TState, TWorkspace>
    where TInput : unmanaged
    where TState : struct, INetworkState<TState>
    where TWorkspace : class
{
    /// <summary>Elements that a step takes: 1 where it takes token ids.</summary>
    static abstract int InputSize { get; }

    /// <summary>Tokens: ids are from 0 to below this; 0 where a step takes floats.</summary>
    static virtual int VocabularySize => 0;

    /// <summary>Floats that a step (or, where time is pooled, a sequence) gives.</summary>
    static abstract int OutputSize { get; }

    /// <summary>Whether every step has outputs; else each sequence has.</summary>
    static abstract bool HasOutputPerStep { get; }

    /// <summary>Trained numbers: padding is not counted, and of PyTorch's two biases a gate only their sum.</summary>
    static abstract int ParameterCount { get; }

    /// <summary>All parameters as one flat span, layer after layer, with padding (zeros that must stay zeros).</summary>
    Span<float> Parameters { get; }

    /// <summary>Whether any parameter is NaN or infinite.</summary>
    bool HasNonFiniteParameters { get; }

    /// <summary>Creates a workspace.</summary>
    /// <param name="steps">Steps at a time: longer sequences go in pieces, unless a layer is bidirectional.</param>
    /// <param name="streams">The most streams it will serve at once.</param>
    static abstract TWorkspace CreateWorkspace(int steps, int streams = 1);

    /// <summary>Draws every parameter as PyTorch does by default.</summary>
    /// <param name="seed">The same seed gives the same parameters on every machine.</param>
    void Initialize(int seed);

    /// <summary>
    /// Loads the parameters, wholly or not at all: they stay as they were if anything is wrong. NaN and infinities that the source has are loaded, and
    /// <see cref="HasNonFiniteParameters"/> tells.
    /// </summary>
    /// <param name="source">Where from.</param>
    /// <param name="prefix">What stands before the layers' names.</param>
    /// <param name="mode">What to do about tensors that nothing reads.</param>
    /// <exception cref="TensorFormatException">A tensor is missing or not what it should be, or is there and nothing reads it.</exception>
    [OverloadResolutionPriority(1)]
    void Load(ITensorSource source, string prefix = "", LoadMode mode = LoadMode.Module);

    /// <summary>Loads the parameters from a safetensors file, as <see cref="Load(ITensorSource, string, LoadMode)"/> does.</summary>
    /// <param name="path">The file.</param>
    /// <param name="prefix">What stands before the layers' names.</param>
    /// <param name="mode">What to do about tensors that nothing reads.</param>
    /// <exception cref="TensorFormatException">The file is not a valid safetensors file, or not of this model.</exception>
    /// <exception cref="System.IO.IOException">The file is not there, or cannot be read.</exception>
    void Load(string path, string prefix = "", LoadMode mode = LoadMode.Module)
    {
        using SafetensorsFile file = SafetensorsFile.Open(path);
        Load(file, prefix, mode);
    }

    /// <summary>Saves the parameters.</summary>
    /// <param name="sink">Where to.</param>
    /// <param name="prefix">What stands before the layers' names.</param>
    [OverloadResolutionPriority(1)]
    void Save(ITensorSink sink, string prefix = "");

    /// <summary>Saves the parameters as a safetensors file: whatever happens, the path holds the old file or the whole new one.</summary>
    /// <param name="path">The file to make or to replace.</param>
    /// <param name="prefix">What stands before the layers' names.</param>
    /// <exception cref="System.IO.IOException">The directory is not there, the disk is full, ...</exception>
    void Save(string path, string prefix = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new SafetensorsWriter();
        Save(file, prefix);
        file.Save(path);
    }

    /// <summary>Many steps of many streams.</summary>
    /// <param name="inputs">[step, stream, input], or [stream, step, input]</param>
    /// <param name="outputs">[step, stream, output], or [stream, step, output]; where time is pooled [stream, output]. Rows of padding become zeros.</param>
    /// <param name="states">[stream], read and replaced: by those at the end of each stream's own sequence.</param>
    /// <param name="workspace">Scratch memory, for one call at a time.</param>
    /// <param name="lengths">The steps of every stream, [stream], in any order; or empty, where all have as many.</param>
    /// <param name="layout">How inputs and outputs lie in memory.</param>
    void Run(
        ReadOnlySpan<TInput> inputs, Span<float> outputs, Span<TState> states, TWorkspace workspace, ReadOnlySpan<int> lengths = default,
        SequenceLayout layout = SequenceLayout.TimeFirst);
}
