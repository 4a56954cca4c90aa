using System;
using RnnGen.Formats;

namespace RnnGen.Conformance.Tests;

/// <summary>One layer of emitted code over whole sequences of some streams.</summary>
internal static class LayerRun
{
    /// <summary>Picks the emitted cell of a size.</summary>
    public static void Compute(
        WayToRun way, ITensorSource parameters, int inputSize, int hiddenSize,
        float[] inputs, float[] outputs, float[][] hidden, float[][] cell)
    {
        switch ((inputSize, hiddenSize))
        {
            case (1, 8):
                Compute<TorchCells.Lstm1x8, TorchCells.Lstm1x8.State, TorchCells.Lstm1x8.Workspace>(
                    way, parameters, inputs, outputs, hidden, cell);
                break;
            case (3, 5):
                Compute<TorchCells.Lstm3x5, TorchCells.Lstm3x5.State, TorchCells.Lstm3x5.Workspace>(
                    way, parameters, inputs, outputs, hidden, cell);
                break;
            case (5, 5):
                Compute<TorchCells.Lstm5x5, TorchCells.Lstm5x5.State, TorchCells.Lstm5x5.Workspace>(
                    way, parameters, inputs, outputs, hidden, cell);
                break;
            case (7, 13):
                Compute<TorchCells.Lstm7x13, TorchCells.Lstm7x13.State, TorchCells.Lstm7x13.Workspace>(
                    way, parameters, inputs, outputs, hidden, cell);
                break;
            case (26, 13):
                Compute<TorchCells.Lstm26x13, TorchCells.Lstm26x13.State, TorchCells.Lstm26x13.Workspace>(
                    way, parameters, inputs, outputs, hidden, cell);
                break;
            case (17, 31):
                Compute<TorchCells.Lstm17x31, TorchCells.Lstm17x31.State, TorchCells.Lstm17x31.Workspace>(
                    way, parameters, inputs, outputs, hidden, cell);
                break;
            case (100, 256):
                Compute<TorchCells.Lstm100x256, TorchCells.Lstm100x256.State, TorchCells.Lstm100x256.Workspace>(
                    way, parameters, inputs, outputs, hidden, cell);
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(inputSize), $"There is no cell {inputSize} -> {hiddenSize}.");
        }
    }

    /// <summary>Runs a cell.</summary>
    /// <param name="way">By which entry point.</param>
    /// <param name="parameters">The cell's.</param>
    /// <param name="inputs">[step, stream, input]</param>
    /// <param name="outputs">[step, stream, hidden]</param>
    /// <param name="hidden">h of every stream, read and replaced.</param>
    /// <param name="cell">c of every stream, read and replaced.</param>
    private static void Compute<TCell, TState, TWorkspace>(
        WayToRun way, ITensorSource parameters, float[] inputs, float[] outputs, float[][] hidden, float[][] cell)
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, ILstmState
        where TWorkspace : class
    {
        var lstm = new TCell();
        lstm.Load(parameters);
        int streams = hidden.Length;
        int steps = inputs.Length / (streams * TCell.InputSize);
        var states = new TState[streams];
        for (int stream = 0; stream < streams; stream++)
        {
            hidden[stream].CopyTo(states[stream].Hidden);
            cell[stream].CopyTo(states[stream].Cell);
        }

        switch (way)
        {
            case WayToRun.Step:
                for (int row = 0; row < steps * streams; row++)
                {
                    ref TState state = ref states[row % streams];
                    lstm.Step(inputs.AsSpan(row * TCell.InputSize, TCell.InputSize), ref state);
                    state.Hidden.CopyTo(outputs.AsSpan(row * TCell.HiddenSize));
                }

                break;
            case WayToRun.Run:
                for (int stream = 0; stream < streams; stream++)
                {
                    float[] streamOutputs = new float[steps * TCell.HiddenSize];
                    lstm.Run(Gather(inputs, stream, streams, TCell.InputSize), streamOutputs, ref states[stream]);
                    Scatter(streamOutputs, outputs, stream, streams, TCell.HiddenSize);
                }

                break;
            case WayToRun.StepStreams:
                for (int step = 0; step < steps; step++)
                {
                    lstm.Step(inputs.AsSpan(step * streams * TCell.InputSize, streams * TCell.InputSize), states);
                    for (int stream = 0; stream < streams; stream++)
                    {
                        states[stream].Hidden.CopyTo(outputs.AsSpan(((step * streams) + stream) * TCell.HiddenSize));
                    }
                }

                break;
            case WayToRun.RunStreams:
                lstm.Run(inputs, outputs, states, TCell.CreateWorkspace(streams));
                break;
            default:
                throw new ArgumentOutOfRangeException(nameof(way), way, null);
        }

        for (int stream = 0; stream < streams; stream++)
        {
            states[stream].Hidden.CopyTo(hidden[stream]);
            states[stream].Cell.CopyTo(cell[stream]);
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
