using System;
using RnnGen.Formats;

namespace RnnGen.Benchmarks.Contestants;

/// <summary>A sequence of one stream from a zero state.</summary>
/// <typeparam name="TCell">The cell.</typeparam>
/// <typeparam name="TState">Its state.</typeparam>
/// <typeparam name="TWorkspace">Its workspace.</typeparam>
internal sealed class OurSequence<TCell, TState, TWorkspace> : IOurContestant
    where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
    where TState : struct, IRecurrentState
    where TWorkspace : class
{
    private readonly TCell _cell = new();
    private readonly float[] _inputs;
    private readonly float[] _outputs;
    private TState _state;

    /// <summary>Creates the cell and draws its weights.</summary>
    /// <param name="steps">Steps a call.</param>
    public OurSequence(int steps)
    {
        _cell.Initialize(SharedData.WeightSeed);
        _inputs = new float[steps * TCell.InputSize];
        _outputs = new float[steps * TCell.HiddenSize];
    }

    /// <inheritdoc/>
    public void SaveWeights(ITensorSink sink) => _cell.Save(sink);

    /// <inheritdoc/>
    public void Compute(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        inputs.CopyTo(_inputs);
        Repeat(1);
        _outputs.CopyTo(outputs);
    }

    /// <inheritdoc/>
    public void Repeat(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            _state = default;
            _cell.Run(_inputs, _outputs, ref _state);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
