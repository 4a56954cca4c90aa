using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Tests.Networks;

/// <summary>What a training step of sequences of unequal lengths gives: once on a tape of a given size, and once sequence by sequence.</summary>
internal sealed class UnequalLengthRun<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>
    where TNetwork : class, ITrainableNetwork<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>, new()
    where TInput : unmanaged
    where TState : struct, INetworkState<TState>
    where TWorkspace : class
    where TTape : class, INetworkTape
    where TGradients : class, ICellGradients
{
    private readonly TNetwork _network = new();
    private readonly int[] _lengths;
    private readonly int _steps;
    private readonly TInput[] _inputs;
    private readonly float[] _outputGradients;

    public UnequalLengthRun(int steps, int[] lengths, int seed, Func<Random, TInput> draw)
    {
        _lengths = lengths;
        _steps = steps;
        _network.Initialize(seed);
        var random = new Random(seed);
        _inputs = [.. Enumerable.Range(0, steps * lengths.Length * TNetwork.InputSize).Select(_ => draw(random))];
        int rows = TNetwork.HasOutputPerStep ? steps : 1;
        _outputGradients = [.. Enumerable.Range(0, rows * lengths.Length * TNetwork.OutputSize).Select(_ => (2 * random.NextSingle()) - 1)];
    }

    private static bool HasInputGradients => typeof(TInput) == typeof(float);

    /// <summary>Outputs, gradients of the parameters, of the inputs and of the first states, of all sequences at once. Buffers are [streams, steps, size].</summary>
    public float[] AtOnce(int tapeSteps, int tapeStreams, SequenceLayout layout)
    {
        TTape tape = TNetwork.CreateTape(tapeSteps, tapeStreams);
        tape.DropoutSeed = 5;
        TGradients gradients = TNetwork.CreateGradients();
        int streams = _lengths.Length;
        int outputSteps = TNetwork.HasOutputPerStep ? _steps : 1;
        float[] outputs = new float[outputSteps * streams * TNetwork.OutputSize];
        float[] inputGradients = new float[HasInputGradients ? _inputs.Length : 0];
        var states = new TState[streams];
        var stateGradients = new TState[streams];
        bool isTimeFirst = layout == SequenceLayout.TimeFirst;
        _network.Forward(isTimeFirst ? Turned(_inputs, streams, _steps, TNetwork.InputSize) : _inputs, outputs, states, tape, _lengths, layout);
        float[] outputGradients = isTimeFirst ? Turned(_outputGradients, streams, outputSteps, TNetwork.OutputSize) : _outputGradients;
        _network.Backward(outputGradients, tape, gradients, inputGradients, stateGradients);
        if (isTimeFirst)
        {
            outputs = Turned(outputs, outputSteps, streams, TNetwork.OutputSize);
            inputGradients = HasInputGradients ? Turned(inputGradients, _steps, streams, TNetwork.InputSize) : [];
        }

        return [.. outputs, .. gradients.Values, .. inputGradients, .. states.SelectMany(FloatsOf), .. stateGradients.SelectMany(FloatsOf)];
    }

    /// <summary>The same, sequence by sequence, with the gradients of the parameters added up in double.</summary>
    public float[] OneByOne()
    {
        int outputSteps = TNetwork.HasOutputPerStep ? _steps : 1;
        float[] outputs = new float[_outputGradients.Length], inputGradients = new float[HasInputGradients ? _inputs.Length : 0];
        var states = new TState[_lengths.Length];
        var stateGradients = new TState[_lengths.Length];
        TGradients gradients = TNetwork.CreateGradients();
        double[] sums = new double[gradients.Values.Length];
        for (int stream = 0; stream < _lengths.Length; stream++)
        {
            int length = _lengths[stream];
            int outputLength = (TNetwork.HasOutputPerStep ? length : 1) * TNetwork.OutputSize;
            int firstOutput = stream * outputSteps * TNetwork.OutputSize, firstInput = stream * _steps * TNetwork.InputSize;
            TTape tape = TNetwork.CreateTape(_steps);
            gradients.Clear();
            _network.Forward(
                _inputs.AsSpan(firstInput, length * TNetwork.InputSize), outputs.AsSpan(firstOutput, outputLength), states.AsSpan(stream, 1), tape);
            _network.Backward(
                _outputGradients.AsSpan(firstOutput, outputLength), tape, gradients,
                HasInputGradients ? inputGradients.AsSpan(firstInput, length * TNetwork.InputSize) : default, stateGradients.AsSpan(stream, 1));
            for (int index = 0; index < sums.Length; index++)
            {
                sums[index] += gradients.Values[index];
            }
        }

        return [.. outputs, .. sums.Select(static sum => (float)sum), .. inputGradients, .. states.SelectMany(FloatsOf), .. stateGradients.SelectMany(FloatsOf)];
    }

    // Of the cells: the sums of a pooling layer are no floats.
    private static List<float> FloatsOf(TState state)
    {
        List<float> floats = [];
        foreach (StateLayer layer in TState.Layers)
        {
            float[] hidden = new float[layer.HiddenFloats(streams: 1)], cell = new float[layer.CellFloats(streams: 1)];
            TState.GetHidden([state], hidden, layer.Name);
            if (layer.HasCell)
            {
                TState.GetCell([state], cell, layer.Name);
            }

            floats.AddRange(hidden);
            floats.AddRange(cell);
        }

        return floats;
    }

    /// <summary>[first, second, size] as [second, first, size].</summary>
    private static T[] Turned<T>(T[] rows, int first, int second, int size)
    {
        var turned = new T[rows.Length];
        for (int row = 0; row < first * second; row++)
        {
            (int i, int j) = Math.DivRem(row, second);
            Array.Copy(rows, row * size, turned, ((j * first) + i) * size, size);
        }

        return turned;
    }
}
