using System;

namespace RnnGen;

/// <summary>What an emitted network can do besides whose outputs depend on no later input: no layer of it is bidirectional.</summary>
/// <typeparam name="TSelf">The network.</typeparam>
/// <typeparam name="TInput">What it takes: <see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
/// <typeparam name="TState">What a stream carries.</typeparam>
/// <typeparam name="TWorkspace">Scratch memory.</typeparam>
public interface ICausalNetwork<TSelf, TInput, TState, TWorkspace> : INetwork<TSelf, TInput, TState, TWorkspace>
    where TSelf : class, ICausalNetwork<TSelf, TInput, TState, TWorkspace>
    where TInput : unmanaged
    where TState : struct, INetworkState<TState>
    where TWorkspace : class
{
    /// <summary>One step of one stream.</summary>
    /// <param name="input">[input]</param>
    /// <param name="output">[output]; where time is pooled, of all steps so far.</param>
    /// <param name="state">The stream's state, read and replaced.</param>
    void Step(ReadOnlySpan<TInput> input, Span<float> output, ref TState state);

    /// <summary>Many steps of one stream.</summary>
    /// <param name="inputs">[step, input]</param>
    /// <param name="outputs">[step, output]; where time is pooled [output]</param>
    /// <param name="state">The stream's state, read and replaced.</param>
    void Run(ReadOnlySpan<TInput> inputs, Span<float> outputs, ref TState state);
}
