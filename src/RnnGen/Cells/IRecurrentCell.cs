using System;
using System.Runtime.CompilerServices;
using RnnGen.Formats;

namespace RnnGen;

/// <summary>
/// What every emitted cell can do, for code that works over any of them (trainers, tests, benchmarks). Use it as a generic constraint. A call
/// through it costs a dispatch of a nanosecond or two, once for each <c>Step</c> or <c>Run</c>; nothing inside is dispatched.
/// </summary>
/// <typeparam name="TSelf">The cell.</typeparam>
/// <typeparam name="TState">The cell's state.</typeparam>
/// <typeparam name="TWorkspace">The cell's workspace for sequences of many streams.</typeparam>
public interface IRecurrentCell<TSelf, TState, TWorkspace>
    where TSelf : class, IRecurrentCell<TSelf, TState, TWorkspace>
    where TState : struct, IRecurrentState
    where TWorkspace : class
{
    /// <summary>Floats that a step takes.</summary>
    static abstract int InputSize { get; }

    /// <summary>Hidden units.</summary>
    static abstract int HiddenSize { get; }

    /// <summary>Floats that a step gives: the hidden units, or their projection.</summary>
    static abstract int OutputSize { get; }

    /// <summary>Trained numbers in the cell: padding is not counted, and of PyTorch's two biases a gate only their sum.</summary>
    static abstract int ParameterCount { get; }

    /// <summary>All parameters as one flat span, in the order the kernels read them, with padding (zeros that must stay zeros).</summary>
    Span<float> Parameters { get; }

    /// <summary>Whether any parameter is NaN or infinite.</summary>
    bool HasNonFiniteParameters { get; }

    /// <summary>Creates what <see cref="Run(ReadOnlySpan{float}, Span{float}, Span{TState}, TWorkspace)"/> needs besides the cell.</summary>
    /// <param name="streams">The most streams it will serve at once.</param>
    static abstract TWorkspace CreateWorkspace(int streams);

    /// <summary>Draws every parameter uniformly from +-1/sqrt(hidden), PyTorch's default.</summary>
    /// <param name="seed">The same seed gives the same parameters on every machine.</param>
    void Initialize(int seed);

    /// <summary>
    /// Loads the parameters, wholly or not at all: they stay as they were if anything is wrong. NaN and infinities that the source has are loaded, and
    /// <see cref="HasNonFiniteParameters"/> tells.
    /// </summary>
    /// <param name="source">Where from.</param>
    /// <param name="prefix">What stands before the tensor names.</param>
    /// <param name="mode">What to do about tensors that nothing reads.</param>
    /// <exception cref="TensorFormatException">A tensor is missing or not what it should be, or is there and nothing reads it.</exception>
    [OverloadResolutionPriority(1)]
    void Load(ITensorSource source, string prefix = "", LoadMode mode = LoadMode.Module);

    /// <summary>Loads the parameters from a safetensors file, as <see cref="Load(ITensorSource, string, LoadMode)"/> does.</summary>
    /// <param name="path">The file.</param>
    /// <param name="prefix">What stands before the tensor names.</param>
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
    /// <param name="prefix">What stands before the tensor names.</param>
    [OverloadResolutionPriority(1)]
    void Save(ITensorSink sink, string prefix = "");

    /// <summary>Saves the parameters as a safetensors file: whatever happens, the path holds the old file or the whole new one.</summary>
    /// <param name="path">The file to make or to replace.</param>
    /// <param name="prefix">What stands before the tensor names.</param>
    /// <exception cref="System.IO.IOException">The directory is not there, the disk is full, ...</exception>
    void Save(string path, string prefix = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new SafetensorsWriter();
        Save(file, prefix);
        file.Save(path);
    }

    /// <summary>One step of one stream.</summary>
    /// <param name="input">[input]</param>
    /// <param name="state">The stream's state, read and replaced.</param>
    void Step(ReadOnlySpan<float> input, ref TState state);

    /// <summary>One step of many streams.</summary>
    /// <param name="inputs">[stream, input]</param>
    /// <param name="states">[stream], read and replaced.</param>
    void Step(ReadOnlySpan<float> inputs, Span<TState> states);

    /// <summary>Many steps of one stream.</summary>
    /// <param name="inputs">[step, input]</param>
    /// <param name="outputs">[step, hidden]</param>
    /// <param name="state">The stream's state, read and replaced.</param>
    void Run(ReadOnlySpan<float> inputs, Span<float> outputs, ref TState state);

    /// <summary>Many steps of many streams.</summary>
    /// <param name="inputs">[step, stream, input]</param>
    /// <param name="outputs">[step, stream, hidden]</param>
    /// <param name="states">[stream], read and replaced.</param>
    /// <param name="workspace">Scratch memory, for one call at a time.</param>
    void Run(ReadOnlySpan<float> inputs, Span<float> outputs, Span<TState> states, TWorkspace workspace);
}
