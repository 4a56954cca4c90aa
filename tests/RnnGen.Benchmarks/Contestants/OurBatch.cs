using System;
using RnnGen.Formats;

namespace RnnGen.Benchmarks.Contestants;

/// <summary>Sequences of many streams at once, each from a zero state.</summary>
/// <typeparam name="TCell">The cell.</typeparam>
/// <typeparam name="TState">Its state.</typeparam>
/// <typeparam name="TWorkspace">Its workspace.</typeparam>
internal sealed class OurBatch<TCell, TState, TWorkspace> : IOurContestant
    where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
    where TState : struct, IRecurrentState
    where TWorkspace : class
{
    private readonly TCell _cell = new();
    private readonly float[] _inputs;
    private readonly float[] _outputs;
    private readonly TState[] _states;
    private readonly TWorkspace _workspace;

    /// <summary>Creates the cell and draws its weights.</summary>
    /// <param name="steps">Steps a call.</param>
    /// <param name="streams">Streams a call.</param>
    /// <param name="threads">Threads that compute them.</param>
    public OurBatch(int steps, int streams, int threads)
    {
        _cell.Initialize(SharedData.WeightSeed);
        _inputs = new float[steps * streams * TCell.InputSize];
        _outputs = new float[steps * streams * TCell.HiddenSize];
        _states = new TState[streams];
        _workspace = TCell.CreateWorkspace(streams, threads);
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
            Array.Clear(_states);
            _cell.Run(_inputs, _outputs, _states, _workspace);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable)_workspace).Dispose();
}
