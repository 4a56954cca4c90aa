using System;
using RnnGen.Formats;

namespace RnnGen.Conformance.Tests;

/// <summary>One layer of emitted code over whole sequences of some streams.</summary>
internal static class LayerRun
{
    private delegate void CellStateCopy<TState>(ref TState state, float[] cell)
        where TState : struct;

    /// <summary>Picks the emitted cell of a kind (as the cases name it) and a size.</summary>
    public static void Compute(
        WayToRun way, ITensorSource parameters, string kind, int inputSize, int hiddenSize,
        float[] inputs, float[] outputs, float[][] hidden, float[][] cell)
    {
        switch ((kind, inputSize, hiddenSize))
        {
            case ("lstm", 1, 8):
                ComputeLstm<TorchCells.Lstm1x8, TorchCells.Lstm1x8.State, TorchCells.Lstm1x8.Workspace>(
                    way, parameters, inputs, outputs, hidden, cell);
                break;
            case ("lstm", 3, 5):
                ComputeLstm<TorchCells.Lstm3x5, TorchCells.Lstm3x5.State, TorchCells.Lstm3x5.Workspace>(
                    way, parameters, inputs, outputs, hidden, cell);
                break;
            case ("lstm", 5, 5):
                ComputeLstm<TorchCells.Lstm5x5, TorchCells.Lstm5x5.State, TorchCells.Lstm5x5.Workspace>(
                    way, parameters, inputs, outputs, hidden, cell);
                break;
            case ("lstm", 7, 13):
                ComputeLstm<TorchCells.Lstm7x13, TorchCells.Lstm7x13.State, TorchCells.Lstm7x13.Workspace>(
                    way, parameters, inputs, outputs, hidden, cell);
                break;
            case ("lstm", 26, 13):
                ComputeLstm<TorchCells.Lstm26x13, TorchCells.Lstm26x13.State, TorchCells.Lstm26x13.Workspace>(
                    way, parameters, inputs, outputs, hidden, cell);
                break;
            case ("lstm", 17, 31):
                ComputeLstm<TorchCells.Lstm17x31, TorchCells.Lstm17x31.State, TorchCells.Lstm17x31.Workspace>(
                    way, parameters, inputs, outputs, hidden, cell);
                break;
            case ("lstm", 100, 256):
                ComputeLstm<TorchCells.Lstm100x256, TorchCells.Lstm100x256.State, TorchCells.Lstm100x256.Workspace>(
                    way, parameters, inputs, outputs, hidden, cell);
                break;
            case ("gru", 1, 8):
                Compute<TorchCells.Gru1x8, TorchCells.Gru1x8.State, TorchCells.Gru1x8.Workspace>(
                    way, parameters, inputs, outputs, hidden);
                break;
            case ("gru", 3, 5):
                Compute<TorchCells.Gru3x5, TorchCells.Gru3x5.State, TorchCells.Gru3x5.Workspace>(
                    way, parameters, inputs, outputs, hidden);
                break;
            case ("gru", 5, 5):
                Compute<TorchCells.Gru5x5, TorchCells.Gru5x5.State, TorchCells.Gru5x5.Workspace>(
                    way, parameters, inputs, outputs, hidden);
                break;
            case ("gru", 7, 13):
                Compute<TorchCells.Gru7x13, TorchCells.Gru7x13.State, TorchCells.Gru7x13.Workspace>(
                    way, parameters, inputs, outputs, hidden);
                break;
            case ("gru", 26, 13):
                Compute<TorchCells.Gru26x13, TorchCells.Gru26x13.State, TorchCells.Gru26x13.Workspace>(
                    way, parameters, inputs, outputs, hidden);
                break;
            case ("gru", 17, 31):
                Compute<TorchCells.Gru17x31, TorchCells.Gru17x31.State, TorchCells.Gru17x31.Workspace>(
                    way, parameters, inputs, outputs, hidden);
                break;
            case ("rnn_tanh", 1, 8):
                Compute<TorchCells.Rnn1x8, TorchCells.Rnn1x8.State, TorchCells.Rnn1x8.Workspace>(
                    way, parameters, inputs, outputs, hidden);
                break;
            case ("rnn_tanh", 3, 5):
                Compute<TorchCells.Rnn3x5, TorchCells.Rnn3x5.State, TorchCells.Rnn3x5.Workspace>(
                    way, parameters, inputs, outputs, hidden);
                break;
            case ("rnn_tanh", 5, 5):
                Compute<TorchCells.Rnn5x5, TorchCells.Rnn5x5.State, TorchCells.Rnn5x5.Workspace>(
                    way, parameters, inputs, outputs, hidden);
                break;
            case ("rnn_tanh", 10, 5):
                Compute<TorchCells.Rnn10x5, TorchCells.Rnn10x5.State, TorchCells.Rnn10x5.Workspace>(
                    way, parameters, inputs, outputs, hidden);
                break;
            case ("rnn_tanh", 7, 13):
                Compute<TorchCells.Rnn7x13, TorchCells.Rnn7x13.State, TorchCells.Rnn7x13.Workspace>(
                    way, parameters, inputs, outputs, hidden);
                break;
            case ("rnn_tanh", 26, 13):
                Compute<TorchCells.Rnn26x13, TorchCells.Rnn26x13.State, TorchCells.Rnn26x13.Workspace>(
                    way, parameters, inputs, outputs, hidden);
                break;
            case ("rnn_tanh", 16, 8):
                Compute<TorchCells.Rnn16x8, TorchCells.Rnn16x8.State, TorchCells.Rnn16x8.Workspace>(
                    way, parameters, inputs, outputs, hidden);
                break;
            case ("rnn_relu", 7, 13):
                Compute<TorchCells.Relu7x13, TorchCells.Relu7x13.State, TorchCells.Relu7x13.Workspace>(
                    way, parameters, inputs, outputs, hidden);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(inputSize), $"There is no {kind} {inputSize} -> {hiddenSize}.");
        }
    }

    private static void ComputeLstm<TCell, TState, TWorkspace>(
        WayToRun way, ITensorSource parameters, float[] inputs, float[] outputs, float[][] hidden, float[][] cell)
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, ILstmState
        where TWorkspace : class =>
        Compute<TCell, TState, TWorkspace>(
            way, parameters, inputs, outputs, hidden, cell,
            static (ref TState state, float[] from) => from.CopyTo(state.Cell),
            static (ref TState state, float[] to) => state.Cell.CopyTo(to));

    /// <summary>Runs a cell.</summary>
    /// <param name="way">By which entry point.</param>
    /// <param name="parameters">The cell's.</param>
    /// <param name="inputs">[step, stream, input]</param>
    /// <param name="outputs">[step, stream, hidden]</param>
    /// <param name="hidden">h of every stream, read and replaced.</param>
    /// <param name="cell">c of every stream, read and replaced; of a cell that has one.</param>
    /// <param name="load">Puts c into a state; of a cell that has one.</param>
    /// <param name="store">Takes c out of a state; of a cell that has one.</param>
    private static void Compute<TCell, TState, TWorkspace>(
        WayToRun way, ITensorSource parameters, float[] inputs, float[] outputs, float[][] hidden,
        float[][]? cell = null, CellStateCopy<TState>? load = null, CellStateCopy<TState>? store = null)
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class
    {
        var emitted = new TCell();
        emitted.Load(parameters);
        int streams = hidden.Length;
        int steps = inputs.Length / (streams * TCell.InputSize);
        var states = new TState[streams];
        for (int stream = 0; stream < streams; stream++)
        {
            hidden[stream].CopyTo(states[stream].Hidden);
            load?.Invoke(ref states[stream], cell![stream]);
        }

        switch (way)
        {
            case WayToRun.Step:
                for (int row = 0; row < steps * streams; row++)
                {
                    ref TState state = ref states[row % streams];
                    emitted.Step(inputs.AsSpan(row * TCell.InputSize, TCell.InputSize), ref state);
                    state.Hidden.CopyTo(outputs.AsSpan(row * TCell.HiddenSize));
                }

                break;
            case WayToRun.Run:
                for (int stream = 0; stream < streams; stream++)
                {
                    float[] streamOutputs = new float[steps * TCell.HiddenSize];
                    emitted.Run(Gather(inputs, stream, streams, TCell.InputSize), streamOutputs, ref states[stream]);
                    Scatter(streamOutputs, outputs, stream, streams, TCell.HiddenSize);
                }

                break;
            case WayToRun.StepStreams:
                for (int step = 0; step < steps; step++)
                {
                    emitted.Step(inputs.AsSpan(step * streams * TCell.InputSize, streams * TCell.InputSize), states);
                    for (int stream = 0; stream < streams; stream++)
                    {
                        states[stream].Hidden.CopyTo(outputs.AsSpan(((step * streams) + stream) * TCell.HiddenSize));
                    }
                }

                break;
            case WayToRun.RunStreams:
                emitted.Run(inputs, outputs, states, TCell.CreateWorkspace(streams));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(way), way, null);
        }

        for (int stream = 0; stream < streams; stream++)
        {
            states[stream].Hidden.CopyTo(hidden[stream]);
            store?.Invoke(ref states[stream], cell![stream]);
        }
    }

    /// <summary>One stream's rows of [step, stream, size], as [step, size].</summary>
    public static float[] Gather(float[] rows, int stream, int streams, int size)
    {
        float[] gathered = new float[rows.Length / streams];
        for (int step = 0; step < gathered.Length / size; step++)
        {
            rows.AsSpan(((step * streams) + stream) * size, size).CopyTo(gathered.AsSpan(step * size));
        }

        return gathered;
    }

    /// <summary>The other way.</summary>
    public static void Scatter(float[] gathered, float[] rows, int stream, int streams, int size)
    {
        for (int step = 0; step < gathered.Length / size; step++)
        {
            gathered.AsSpan(step * size, size).CopyTo(rows.AsSpan(((step * streams) + stream) * size));
        }
    }
}
