using System;
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

    /// <summary>Loads the parameters; they stay as they were if anything is wrong.</summary>
    /// <param name="source">Where from.</param>
    /// <param name="prefix">What stands before the tensor names.</param>
    void Load(ITensorSource source, string prefix = "");

    /// <summary>Saves the parameters.</summary>
    /// <param name="sink">Where to.</param>
    /// <param name="prefix">What stands before the tensor names.</param>
    void Save(ITensorSink sink, string prefix = "");

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
