using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.BitProbe;

/// <summary>Probes one network. Where it has no single steps, a batch of one takes their place.</summary>
internal class NetworkProbe<TNetwork, TInput, TState, TWorkspace, TTape, TGradients> : Probe
    where TNetwork : class, ITrainableNetwork<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>, new()
    where TInput : struct
    where TState : struct, INetworkState<TState>
    where TWorkspace : class
    where TTape : class, INetworkTape
    where TGradients : class, ICellGradients
{
    /// <summary>Numbers from which a step of several inputs is made.</summary>
    public const int NumbersOfStep = 12;

    private const int Tokens = 10;

    private static readonly int[] BatchSizes = [2, 5, 17, Streams];

    private readonly TNetwork _network = new();

    /// <summary>[stream][step, input]</summary>
    private readonly TInput[][] _inputs = new TInput[Streams][];

    protected TNetwork Network => _network;

    /// <summary>Creates a probe.</summary>
    /// <param name="step">Of a network of several inputs, what a step is made of: as many numbers from -1 to 1 as <see cref="NumbersOfStep"/>.</param>
    public NetworkProbe(Func<float[], TInput>? step = null)
    {
        _network.Initialize(seed: 1);
        for (int stream = 0; stream < Streams; stream++)
        {
            float[] noise = new float[Steps * (step is null ? TNetwork.InputSize : NumbersOfStep)];
            new Noise((ulong)stream).Fill(noise, scale: 1);
            _inputs[stream] = step is not null ? [.. noise.Chunk(NumbersOfStep).Select(step)]
                : typeof(TInput) == typeof(int)
                ? (TInput[])(object)noise.Select(static value => (int)((value + 1) / 2 * Tokens) % Tokens).ToArray()
                : (TInput[])(object)noise;
        }
    }

    public override string Name => typeof(TNetwork).Name;

    public override int OutputLength => (TNetwork.HasOutputPerStep ? Steps : 1) * TNetwork.OutputSize;

    public override float[][] RunBySteps()
    {
        float[][] traces = new float[Streams][];
        for (int stream = 0; stream < Streams; stream++)
        {
            TState state = default;
            float[] outputs = new float[OutputLength];
            RunOne(_inputs[stream], outputs, ref state);
            traces[stream] = [.. outputs, .. Values(state)];
        }

        return traces;
    }

    public override IEnumerable<(string Way, float[][] Traces)> RunInOtherWays()
    {
        foreach (int batch in BatchSizes)
        {
            yield return ($"run of a batch of {batch}", RunBatch(batch));
        }

        TState state = default;
        float[] outputs = new float[OutputLength];
        _network.Run(_inputs[^1], outputs, new Span<TState>(ref state), TNetwork.CreateWorkspace(Steps));
        yield return ("run", [[.. outputs, .. Values(state)]]);
    }

    public override IEnumerable<(string Rate, float[] Steps, float[] Run)> RunAtOtherRates() =>
        _network is IModel { IsCausal: true } model && _inputs[0] is float[] inputs ? RunAtOtherRates(model, inputs) : [];

    public override float[][] Differentiate(int batch)
    {
        // Of different lengths, the longest in the middle.
        int[] lengths = [.. Enumerable.Range(0, batch).Select(i => Math.Max(1, Steps - (3 * Math.Abs(i - (batch / 2)))))];
        float[] outputs = new float[OutputLength * batch];
        float[] outputGradients = new float[outputs.Length];
        new Noise((ulong)batch).Fill(outputGradients, scale: 1);
        float[] inputGradients = new float[Steps * batch * ((IModel)_network).Inputs.Where(static input => input.Kind == NetworkInputKind.Floats).Sum(static input => input.Size)];
        var states = new TState[batch];
        var stateGradients = new TState[batch];
        TTape tape = TNetwork.CreateTape(Steps, batch);
        tape.DropoutSeed = 5;
        TGradients gradients = TNetwork.CreateGradients();
        _network.Forward(BatchInputs(batch), outputs, states, tape, lengths, SequenceLayout.BatchFirst);
        _network.Backward(outputGradients, tape, gradients, inputGradients, stateGradients);
        float[][] chain = _network is ITrainableCrfNetwork<TState, TWorkspace, TTape, TGradients> labels ? Differentiate(labels, outputs, lengths, tape, gradients) : [];
        return [[.. outputs, .. gradients.Values], inputGradients.Length > 0 ? inputGradients : [1f], [.. stateGradients.SelectMany(Values)], .. chain];
    }

    /// <summary>The chain of labels: the gradients of its loss, of which some targets are any label, and the marginals; the most likely labels; the loss.</summary>
    private static float[][] Differentiate(
        ITrainableCrfNetwork<TState, TWorkspace, TTape, TGradients> network, float[] scores, int[] lengths, TTape tape, TGradients gradients)
    {
        int[] targets = [.. Enumerable.Range(0, Steps * lengths.Length).Select(static index => index % 5 == 0 ? Training.Loss.Ignored : index * 7 % TNetwork.OutputSize)];
        float[] outputGradients = new float[scores.Length], marginals = new float[scores.Length];
        TWorkspace workspace = TNetwork.CreateWorkspace(Steps, lengths.Length);
        double loss = network.Loss(targets, tape, gradients, 0.25, outputGradients);
        network.Backward(tape, gradients);
        network.Marginals(scores, marginals, workspace, lengths, SequenceLayout.BatchFirst);
        network.Decode(scores, targets, workspace, lengths, SequenceLayout.BatchFirst);
        return [[.. outputGradients, .. marginals], [.. targets.Select(static label => label + 1f)], [(float)loss]];
    }

    /// <summary>All steps of one stream.</summary>
    protected virtual void RunOne(TInput[] inputs, float[] outputs, ref TState state) =>
        _network.Run(inputs, outputs, new Span<TState>(ref state), TNetwork.CreateWorkspace(Steps));

    private float[][] RunBatch(int batch)
    {
        var states = new TState[batch];
        float[] outputs = new float[OutputLength * batch];
        _network.Run(BatchInputs(batch), outputs, states, TNetwork.CreateWorkspace(Steps, batch), layout: SequenceLayout.BatchFirst);
        return [.. Enumerable.Range(0, batch).Select(stream => (float[])[.. outputs.AsSpan(stream * OutputLength, OutputLength), .. Values(states[stream])])];
    }

    /// <summary>The inputs of the last so many streams, [stream, step, input].</summary>
    private TInput[] BatchInputs(int batch) => [.. _inputs.TakeLast(batch).SelectMany(static inputs => inputs)];

    /// <summary>The h and c of every layer. (What was pooled is in the outputs.)</summary>
    private static float[] Values(TState state)
    {
        List<float> values = [];
        foreach (StateLayer layer in TState.Layers)
        {
            float[] hidden = new float[layer.HiddenFloats(streams: 1)];
            float[] cell = new float[layer.CellFloats(streams: 1)];
            TState.GetHidden([state], hidden, layer.Name);
            if (layer.HasCell)
            {
                TState.GetCell([state], cell, layer.Name);
            }

            values.AddRange([.. hidden, .. cell]);
        }

        return [.. values];
    }
}
