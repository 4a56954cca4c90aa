using System;

namespace RnnGen.Benchmarks.Contestants;

/// <summary>The same step again and again: from the same state, with the same input.</summary>
/// <typeparam name="TCell">The cell.</typeparam>
/// <typeparam name="TState">Its state.</typeparam>
/// <typeparam name="TWorkspace">Its workspace.</typeparam>
/// <param name="cell">The cell.</param>
/// <param name="input">The input of every step.</param>
/// <param name="state">The state before every step.</param>
internal sealed class OurHeldStep<TCell, TState, TWorkspace>(TCell cell, float input, TState state) : IContestant
    where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>
    where TState : struct, IRecurrentState
    where TWorkspace : class
{
    private readonly float[] _input = [input];
    private TState _state;

    /// <inheritdoc/>
    public void Compute(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        cell.Step(inputs, ref _state);
        _state.Hidden.CopyTo(outputs);
    }

    /// <inheritdoc/>
    public void Repeat(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            _state = state;
            cell.Step(_input, ref _state);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
