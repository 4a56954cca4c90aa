using System;
using RnnGen.Rates;

namespace RnnGen;

/// <summary>
/// What every emitted network can do, for code that works over any of them. Use it as a generic constraint. The sizes are static here (<c>TSelf.InputSize</c>),
/// and the same as those of <see cref="IModel"/>.
/// </summary>
/// <typeparam name="TSelf">The network.</typeparam>
/// <typeparam name="TInput">What it takes: <see cref="float"/>, <see cref="int"/> for token ids, or the network\'s <c>StepInput</c> for several inputs.</typeparam>
/// <typeparam name="TState">What a stream carries.</typeparam>
/// <typeparam name="TWorkspace">Scratch memory.</typeparam>
public interface INetwork<TSelf, TInput, TState, TWorkspace> : IModel<TState>
    where TSelf : class, INetwork<TSelf, TInput, TState, TWorkspace>
    where TInput : struct
    where TState : struct, INetworkState<TState>
    where TWorkspace : class
{
    /// <inheritdoc cref="IModel.InputSize"/>
    static new abstract int InputSize { get; }

    /// <inheritdoc cref="IModel.VocabularySize"/>
    static new virtual int VocabularySize => 0;

    /// <inheritdoc cref="IModel.OutputSize"/>
    static new abstract int OutputSize { get; }

    /// <inheritdoc cref="IModel.HasOutputPerStep"/>
    static new abstract bool HasOutputPerStep { get; }

    /// <inheritdoc cref="IModel.ParameterCount"/>
    static new abstract int ParameterCount { get; }

    /// <inheritdoc/>
    int IModel.InputSize => TSelf.InputSize;

    /// <inheritdoc/>
    int IModel.VocabularySize => TSelf.VocabularySize;

    /// <inheritdoc/>
    int IModel.OutputSize => TSelf.OutputSize;

    /// <inheritdoc/>
    bool IModel.HasOutputPerStep => TSelf.HasOutputPerStep;

    /// <inheritdoc/>
    int IModel.ParameterCount => TSelf.ParameterCount;

    /// <inheritdoc/>
    RecurrentFloats? IModel<TState>.RecurrentFloats => TState.Map.FindRecurrent();

    /// <summary>Creates a workspace.</summary>
    /// <param name="steps">Steps at a time: longer sequences go in pieces, unless a layer reads them from the end.</param>
    /// <param name="streams">The most streams it will serve at once.</param>
    /// <param name="threads">The most threads that divide the work among them, the caller's included; the result is the same bit by bit.</param>
    /// <exception cref="PlatformNotSupportedException">Several threads are asked for where the platform has none.</exception>
    static abstract TWorkspace CreateWorkspace(int steps, int streams = 1, int threads = 1);

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
