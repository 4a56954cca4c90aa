using System;
using RnnGen.Formats;

namespace RnnGen.Benchmarks.Contestants;

/// <summary>Single steps of one stream, the state carried on.</summary>
/// <typeparam name="TCell">The cell.</typeparam>
/// <typeparam name="TState">Its state.</typeparam>
/// <typeparam name="TWorkspace">Its workspace.</typeparam>
internal sealed class OurStep<TCell, TState, TWorkspace> : IOurContestant
    where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
    where TState : struct, IRecurrentState
    where TWorkspace : class
{
    private readonly TCell _cell = new();
    private readonly float[] _input = new float[TCell.InputSize];
    private TState _state;

    /// <summary>Creates the cell and draws its weights.</summary>
    public OurStep() => _cell.Initialize(SharedData.WeightSeed);

    /// <inheritdoc/>
    public void SaveWeights(ITensorSink sink) => _cell.Save(sink);

    /// <inheritdoc/>
    public void Compute(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        _state = default;
        while (!inputs.IsEmpty)
        {
            inputs[..TCell.InputSize].CopyTo(_input);
            _cell.Step(_input, ref _state);
            _state.Hidden.CopyTo(outputs);
            inputs = inputs[TCell.InputSize..];
            outputs = outputs[TCell.HiddenSize..];
        }
    }

    /// <inheritdoc/>
    public void Repeat(int calls)
    {
        TCell cell = _cell;
        float[] input = _input;
        for (int call = 0; call < calls; call++)
        {
            cell.Step(input, ref _state);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
