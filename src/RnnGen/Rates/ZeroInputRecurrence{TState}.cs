using System;

namespace RnnGen.Rates;

/// <summary>That of a model whose state is known.</summary>
/// <typeparam name="TState">The state.</typeparam>
/// <param name="model">The model.</param>
internal sealed class ZeroInputRecurrence<TState>(ICausalModel<float, TState> model) : ZeroInputRecurrence
    where TState : struct
{
    private readonly RecurrentFloats _floats = CorrectableModel.RecurrentFloatsOf(model);
    private readonly float[] _input = new float[model.InputSize];
    private readonly float[] _output = new float[model.OutputSize];

    /// <inheritdoc/>
    public override int Count => _floats.Count;

    /// <inheritdoc/>
    public override void Rest(Span<float> state)
    {
        TState rest = model.RestState;
        _floats.Get(ref rest, state);
    }

    /// <inheritdoc/>
    public override void Step(ReadOnlySpan<float> state, Span<float> next)
    {
        TState own = default;
        _floats.Set(ref own, state);
        model.Step(_input, _output, ref own);
        _floats.Get(ref own, next);
    }
}
