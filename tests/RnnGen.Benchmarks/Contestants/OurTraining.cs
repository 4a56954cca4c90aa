using System;
using System.Collections.Generic;
using RnnGen.Formats;

namespace RnnGen.Benchmarks.Contestants;

/// <summary>A forward and a backward pass over sequences of some streams from zero states: gradients of all parameters and of the inputs.</summary>
/// <typeparam name="TCell">The cell.</typeparam>
/// <typeparam name="TState">Its state.</typeparam>
/// <typeparam name="TWorkspace">Its workspace.</typeparam>
/// <typeparam name="TTape">Its tape.</typeparam>
/// <typeparam name="TGradients">Its gradients.</typeparam>
internal sealed class OurTraining<TCell, TState, TWorkspace, TTape, TGradients> : IOurContestant
    where TCell : class, ITrainableCell<TCell, TState, TWorkspace, TTape, TGradients>, new()
    where TState : struct, IRecurrentState
    where TWorkspace : class
    where TTape : class
    where TGradients : class, ICellGradients
{
    private readonly TCell _cell = new();
    private readonly float[] _inputs;
    private readonly float[] _outputs;
    private readonly float[] _outputGradients;
    private readonly float[] _inputGradients;
    private readonly TState[] _states;
    private readonly TTape _tape;
    private readonly TGradients _gradients;

    /// <summary>Creates the cell and draws its weights.</summary>
    /// <param name="steps">Steps a call.</param>
    /// <param name="streams">Streams a call.</param>
    /// <param name="threads">Threads that compute them.</param>
    public OurTraining(int steps, int streams, int threads)
    {
        _cell.Initialize(SharedData.WeightSeed);
        int rows = steps * streams;
        _inputs = new float[rows * TCell.InputSize];
        _outputs = new float[rows * TCell.OutputSize];
        _outputGradients = SharedData.OutputGradients(_outputs.Length);
        _inputGradients = new float[_inputs.Length];
        _states = new TState[streams];
        _tape = TCell.CreateTape(steps, streams, threads);
        _gradients = TCell.CreateGradients();
    }

    /// <inheritdoc/>
    public void SaveWeights(ITensorSink sink) => _cell.Save(sink);

    /// <inheritdoc/>
    public void Compute(ReadOnlySpan<float> inputs, Span<float> outputs)
    {
        inputs.CopyTo(_inputs);
        Repeat(1);
        var saved = new CellWeights();
        _gradients.Save(saved);
        TrainingResult.Write(outputs, _outputs, _inputGradients, saved.Values);
    }

    /// <inheritdoc/>
    public void Repeat(int calls)
    {
        for (int call = 0; call < calls; call++)
        {
            Array.Clear(_states);
            Array.Clear(_inputGradients);
            _gradients.Clear();
            _cell.Forward(_inputs, _outputs, _states, _tape);
            _cell.Backward(_outputGradients, _tape, _gradients, _inputGradients);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => ((IDisposable)_tape).Dispose();
}
