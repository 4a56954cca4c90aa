using System;
using System.Collections.Generic;

namespace RnnGen.BitProbe;

/// <summary>Probes one cell of any kind.</summary>
internal sealed class CellProbe<TCell, TState, TWorkspace, TTape, TGradients> : Probe
    where TCell : class, ITrainableCell<TCell, TState, TWorkspace, TTape, TGradients>, new()
    where TState : struct, IRecurrentState
    where TWorkspace : class
    where TTape : class
    where TGradients : class, ICellGradients
{
    /// <summary>Where a sequence that is run in two pieces is cut.</summary>
    private const int Cut = 5;

    /// <summary>Streams take turns in the magnitude of their inputs, so that gates also saturate: 1, 2, 4, 8.</summary>
    private const int Magnitudes = 4;

    /// <summary>Streams that are also run one by one: two of each magnitude.</summary>
    private const int SingleRuns = 2 * Magnitudes;

    private static readonly int[] BatchSizes = [1, 2, 3, 5, 8, 17, Streams];

    private readonly TCell _cell = new();

    /// <summary>[stream][step, input]</summary>
    private readonly float[][] _inputs = new float[Streams][];

    /// <summary>[stream]</summary>
    private readonly TState[] _initialStates = new TState[Streams];

    public CellProbe()
    {
        _cell.Initialize(seed: 1);
        for (int stream = 0; stream < Streams; stream++)
        {
            var noise = new Noise((ulong)stream);
            _inputs[stream] = new float[Steps * TCell.InputSize];
            noise.Fill(_inputs[stream], scale: 1 << (stream % Magnitudes));
            noise.Fill(_initialStates[stream].Hidden, scale: 1);

            // One step from there, so that a cell state is not zero either.
            float[] input = new float[TCell.InputSize];
            noise.Fill(input, scale: 1);
            _cell.Step(input, ref _initialStates[stream]);
        }
    }

    public override string Name => typeof(TCell).Name;

    public override int OutputLength => Steps * TCell.OutputSize;

    public override float[][] RunBySteps()
    {
        float[][] traces = new float[Streams][];
        for (int stream = 0; stream < Streams; stream++)
        {
            TState state = _initialStates[stream];
            float[] outputs = new float[Steps * TCell.OutputSize];
            for (int step = 0; step < Steps; step++)
            {
                _cell.Step(StepInput(stream, step), ref state);
                state.Hidden.CopyTo(outputs.AsSpan(step * TCell.OutputSize));
            }

            traces[stream] = Trace(outputs, ref state);
        }

        return traces;
    }

    public override IEnumerable<(string Way, float[][] Traces)> RunInOtherWays()
    {
        yield return ("run", RunSingly(cut: 0));
        yield return ($"run cut after {Cut} steps", RunSingly(Cut));

        // One workspace for all batches, the largest first: what a batch leaves behind must not matter to the next.
        TWorkspace workspace = TCell.CreateWorkspace(Streams);
        for (int i = BatchSizes.Length - 1; i >= 0; i--)
        {
            yield return ($"steps of a batch of {BatchSizes[i]}", StepBatch(BatchSizes[i]));
            yield return ($"run of a batch of {BatchSizes[i]}", RunBatch(BatchSizes[i], workspace));
        }
    }

    public override IEnumerable<(string Rate, float[] Steps, float[] Run)> RunAtOtherRates() => RunAtOtherRates(_cell, _inputs[0]);

    public override float[][] Differentiate(int batch)
    {
        TState[] states = _initialStates[^batch..];
        TState[] stateGradients = _initialStates[..batch];
        float[] inputs = BatchInputs(batch);
        float[] outputs = new float[Steps * batch * TCell.OutputSize];
        float[] outputGradients = new float[outputs.Length];
        new Noise((ulong)batch).Fill(outputGradients, scale: 1);
        float[] inputGradients = new float[inputs.Length];
        TTape tape = TCell.CreateTape(Steps, batch);
        TGradients gradients = TCell.CreateGradients();
        _cell.Forward(inputs, outputs, states, tape);
        _cell.Backward(outputGradients, tape, gradients, inputGradients, stateGradients);

        float[] initialGradients = [];
        foreach (ref TState state in stateGradients.AsSpan())
        {
            initialGradients = Trace(initialGradients, ref state);
        }

        return [gradients.Values.ToArray(), inputGradients, initialGradients];
    }

    private float[][] RunSingly(int cut)
    {
        float[][] traces = new float[SingleRuns][];
        for (int i = 0; i < SingleRuns; i++)
        {
            int stream = Streams - SingleRuns + i;
            TState state = _initialStates[stream];
            Span<float> inputs = _inputs[stream];
            float[] outputs = new float[Steps * TCell.OutputSize];
            int cutInputs = cut * TCell.InputSize;
            int cutOutputs = cut * TCell.OutputSize;
            _cell.Run(inputs[..cutInputs], outputs.AsSpan(0, cutOutputs), ref state);
            _cell.Run(inputs[cutInputs..], outputs.AsSpan(cutOutputs), ref state);
            traces[i] = Trace(outputs, ref state);
        }

        return traces;
    }

    private float[][] StepBatch(int batch)
    {
        TState[] states = _initialStates[^batch..];
        float[] inputs = BatchInputs(batch);
        float[] outputs = new float[Steps * batch * TCell.OutputSize];
        int width = batch * TCell.InputSize;
        for (int step = 0; step < Steps; step++)
        {
            _cell.Step(inputs.AsSpan(step * width, width), states);
            for (int i = 0; i < batch; i++)
            {
                states[i].Hidden.CopyTo(outputs.AsSpan(((step * batch) + i) * TCell.OutputSize));
            }
        }

        return BatchTraces(outputs, states);
    }

    private float[][] RunBatch(int batch, TWorkspace workspace)
    {
        TState[] states = _initialStates[^batch..];
        float[] outputs = new float[Steps * batch * TCell.OutputSize];
        _cell.Run(BatchInputs(batch), outputs, states, workspace);
        return BatchTraces(outputs, states);
    }

    /// <summary>The inputs of the last so many streams, [step, stream, input].</summary>
    private float[] BatchInputs(int batch)
    {
        float[] inputs = new float[Steps * batch * TCell.InputSize];
        for (int step = 0; step < Steps; step++)
        {
            for (int i = 0; i < batch; i++)
            {
                StepInput(Streams - batch + i, step).CopyTo(inputs.AsSpan(((step * batch) + i) * TCell.InputSize));
            }
        }

        return inputs;
    }

    private ReadOnlySpan<float> StepInput(int stream, int step) => _inputs[stream].AsSpan(step * TCell.InputSize, TCell.InputSize);

    /// <summary>The traces of a batch from its outputs, [step, stream, hidden], and final states.</summary>
    private static float[][] BatchTraces(float[] outputs, TState[] states)
    {
        float[][] traces = new float[states.Length][];
        float[] streamOutputs = new float[Steps * TCell.OutputSize];
        for (int i = 0; i < states.Length; i++)
        {
            for (int step = 0; step < Steps; step++)
            {
                outputs.AsSpan(((step * states.Length) + i) * TCell.OutputSize, TCell.OutputSize)
                    .CopyTo(streamOutputs.AsSpan(step * TCell.OutputSize));
            }

            traces[i] = Trace(streamOutputs, ref states[i]);
        }

        return traces;
    }

    /// <summary>All outputs, then the final state: h, and c where there is one.</summary>
    private static float[] Trace(float[] outputs, ref TState state) =>
        state is ILstmState lstm ? [.. outputs, .. state.Hidden, .. lstm.Cell] : [.. outputs, .. state.Hidden];
}
