using System;
using RnnGen.Networks;
using RnnGen.Rates;

namespace RnnGen;

/// <summary>
/// What every emitted cell can do, for code that works over any of them (trainers, tests, benchmarks). Use it as a generic constraint. A call
/// through it costs a dispatch of a nanosecond or two, once for each <c>Step</c> or <c>Run</c>; nothing inside is dispatched.
/// The sizes are static here (<c>TSelf.InputSize</c>), and the same as those of <see cref="IModel"/>.
/// </summary>
/// <typeparam name="TSelf">The cell.</typeparam>
/// <typeparam name="TState">The cell's state.</typeparam>
/// <typeparam name="TWorkspace">The cell's workspace for sequences of many streams.</typeparam>
public interface IRecurrentCell<TSelf, TState, TWorkspace> : ICausalModel<float, TState>
    where TSelf : class, IRecurrentCell<TSelf, TState, TWorkspace>
    where TState : struct, IRecurrentState
    where TWorkspace : class
{
    /// <inheritdoc cref="IModel.InputSize"/>
    static new abstract int InputSize { get; }

    /// <summary>Hidden units.</summary>
    static abstract int HiddenSize { get; }

    /// <summary>Floats that a step gives: the hidden units, or their projection.</summary>
    static new abstract int OutputSize { get; }

    /// <inheritdoc cref="IModel.ParameterCount"/>
    static new abstract int ParameterCount { get; }

    /// <inheritdoc/>
    int IModel.InputSize => TSelf.InputSize;

    /// <inheritdoc/>
    int IModel.OutputSize => TSelf.OutputSize;

    /// <inheritdoc/>
    int IModel.ParameterCount => TSelf.ParameterCount;

    /// <inheritdoc/>
    RecurrentFloats? IModel<TState>.RecurrentFloats => RecurrentFloats.OfCell<TState>.Value;

    /// <summary>Creates what <see cref="Run(ReadOnlySpan{float}, Span{float}, Span{TState}, TWorkspace)"/> needs besides the cell.</summary>
    /// <param name="streams">The most streams it will serve at once.</param>
    /// <param name="threads">The most threads that divide the work among them, the caller's included; the result is the same bit by bit.</param>
    /// <exception cref="PlatformNotSupportedException">Several threads are asked for where the platform has none.</exception>
    static abstract TWorkspace CreateWorkspace(int streams, int threads = 1);

    /// <summary>One step of one stream.</summary>
    /// <param name="input">[input]</param>
    /// <param name="state">The stream's state, read and replaced.</param>
    void Step(ReadOnlySpan<float> input, ref TState state);

    /// <summary>One step of many streams.</summary>
    /// <param name="inputs">[stream, input]</param>
    /// <param name="states">[stream], read and replaced.</param>
    void Step(ReadOnlySpan<float> inputs, Span<TState> states);

    /// <inheritdoc/>
    void ICausalModel<float, TState>.Step(ReadOnlySpan<float> input, Span<float> output, ref TState state)
    {
        NetworkArguments.CheckSize(output.Length, TSelf.OutputSize, nameof(output));
        Step(input, ref state);
        state.Hidden.CopyTo(output);
    }

    /// <summary>Many steps of many streams.</summary>
    /// <param name="inputs">[step, stream, input]</param>
    /// <param name="outputs">[step, stream, hidden]</param>
    /// <param name="states">[stream], read and replaced.</param>
    /// <param name="workspace">Scratch memory, for one call at a time.</param>
    void Run(ReadOnlySpan<float> inputs, Span<float> outputs, Span<TState> states, TWorkspace workspace);
}
