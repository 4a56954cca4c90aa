using System;

namespace RnnGen;

/// <summary>What an emitted network can do besides whose outputs depend on no later input: no layer of it reads from the end.</summary>
/// <typeparam name="TSelf">The network.</typeparam>
/// <typeparam name="TInput">What it takes: <see cref="float"/>, <see cref="int"/> for token ids, or the network\'s <c>StepInput</c> for several inputs.</typeparam>
/// <typeparam name="TState">What a stream carries.</typeparam>
/// <typeparam name="TWorkspace">Scratch memory.</typeparam>
public interface ICausalNetwork<TSelf, TInput, TState, TWorkspace> : INetwork<TSelf, TInput, TState, TWorkspace>, ICausalModel<TInput, TState>
    where TSelf : class, ICausalNetwork<TSelf, TInput, TState, TWorkspace>
    where TInput : struct
    where TState : struct, INetworkState<TState>
    where TWorkspace : class
{
    /// <summary>One step of many streams.</summary>
    /// <param name="inputs">[stream, input]</param>
    /// <param name="outputs">[stream, output]; where time is pooled, of all steps so far.</param>
    /// <param name="states">[stream], read and replaced.</param>
    /// <param name="workspace">Scratch memory for at least as many streams, for one call at a time.</param>
    void Step(ReadOnlySpan<TInput> inputs, Span<float> outputs, Span<TState> states, TWorkspace workspace);
}
