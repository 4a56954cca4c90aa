using System;
using System.Collections.Generic;
using System.ComponentModel;
using RnnGen.Networks;

namespace RnnGen.Training;

/// <summary>The shard of an emitted network.</summary>
/// <typeparam name="TNetwork">The network.</typeparam>
/// <typeparam name="TInput">What it takes.</typeparam>
/// <typeparam name="TState">Its state.</typeparam>
/// <typeparam name="TWorkspace">Its workspace.</typeparam>
/// <typeparam name="TTape">Its tape.</typeparam>
/// <typeparam name="TGradients">Its gradients.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NetworkShard<TNetwork, TInput, TState, TWorkspace, TTape, TGradients> : TrainingShard<TInput>
    where TNetwork : class, ITrainableNetwork<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>
    where TInput : struct
    where TState : struct, INetworkState<TState>
    where TWorkspace : class
    where TTape : class, INetworkTape
    where TGradients : class, ICellGradients
{
    private readonly TNetwork _network;
    private readonly TState[] _runStates;
    private readonly TTape _tape;
    private readonly TGradients _gradients = TNetwork.CreateGradients();
    private readonly TWorkspace _workspace;
    private readonly ITrainableCrfNetwork<TState, TWorkspace, TTape, TGradients>? _chain;
    private TState[] _states;
    private TState[] _newStates;

    /// <summary>Creates a shard.</summary>
    /// <param name="network">The network.</param>
    /// <param name="steps">The most steps of a sequence.</param>
    /// <param name="streams">The most sequences at once.</param>
    public NetworkShard(TNetwork network, int steps, int streams)
        : base(steps, streams)
    {
        _network = network;
        _chain = network as ITrainableCrfNetwork<TState, TWorkspace, TTape, TGradients>;
        _states = new TState[streams];
        _newStates = new TState[streams];
        _runStates = new TState[streams];
        _tape = TNetwork.CreateTape(steps, streams);
        _workspace = TNetwork.CreateWorkspace(steps, streams);
    }

    /// <inheritdoc/>
    public override int InputSize => TNetwork.InputSize;

    /// <inheritdoc/>
    public override int OutputSize => TNetwork.OutputSize;

    /// <inheritdoc/>
    public override bool HasOutputPerStep => TNetwork.HasOutputPerStep;

    /// <inheritdoc/>
    internal override int VocabularySize => TNetwork.VocabularySize;

    /// <inheritdoc/>
    internal override bool IsRecurrent => TNetwork.IsRecurrent;

    /// <inheritdoc/>
    internal override int StateByteCount => TState.ByteCount;

    /// <inheritdoc/>
    public override Span<float> Gradients => _gradients.Values;

    /// <inheritdoc/>
    internal override ICellGradients GradientSet => _gradients;

    /// <inheritdoc/>
    public override void ResetStates() => Array.Fill(_states, _network.RestState);

    /// <inheritdoc/>
    public override void ClearGradients() => _gradients.Clear();

    /// <inheritdoc/>
    public override void Forward(
        ReadOnlySpan<TInput> inputs, Span<float> outputs, ReadOnlySpan<int> lengths, long dropoutSeed, ReadOnlySpan<long> dropoutStreams)
    {
        dropoutStreams.CopyTo(_tape.DropoutStreams);
        _states.CopyTo(_newStates);
        _tape.DropoutSeed = dropoutSeed;
        _network.Forward(inputs, outputs, _newStates.AsSpan(0, lengths.Length), _tape, lengths, SequenceLayout.BatchFirst);
    }

    /// <inheritdoc/>
    public override void Backward(ReadOnlySpan<float> outputGradients) => _network.Backward(outputGradients, _tape, _gradients);

    /// <inheritdoc/>
    internal override IReadOnlyList<WordCounts> WordCounts
    {
        set => _tape.WordCounts = value;
    }

    /// <inheritdoc/>
    internal override bool HasLoss => _chain is not null;

    /// <inheritdoc/>
    internal override double Train(ReadOnlySpan<int> targets, double scale)
    {
        double loss = _chain!.Loss(targets, _tape, _gradients, scale);
        _chain.Backward(_tape, _gradients);
        return loss;
    }

    /// <inheritdoc/>
    internal override double Evaluate(ReadOnlySpan<float> outputs, ReadOnlySpan<int> targets, ReadOnlySpan<int> lengths) =>
        _chain!.Loss(outputs, targets, _workspace, lengths, SequenceLayout.BatchFirst);

    /// <inheritdoc/>
    internal override string? FindFault(ReadOnlySpan<int> targets) => CrfTargets.FindFault(targets, TNetwork.OutputSize, _chain?.Constraints);

    /// <inheritdoc/>
    internal override void KeepStates() => (_states, _newStates) = (_newStates, _states);

    /// <inheritdoc/>
    internal override void WriteStates(Span<byte> destination)
    {
        for (int stream = 0; destination.Length >= (stream + 1) * TState.ByteCount; stream++)
        {
            _states[stream].Write(destination.Slice(stream * TState.ByteCount, TState.ByteCount));
        }
    }

    /// <inheritdoc/>
    internal override void ReadStates(ReadOnlySpan<byte> source)
    {
        for (int stream = 0; source.Length >= (stream + 1) * TState.ByteCount; stream++)
        {
            _states[stream] = TState.Read(source.Slice(stream * TState.ByteCount, TState.ByteCount));
        }
    }

    /// <inheritdoc/>
    public override void Run(ReadOnlySpan<TInput> inputs, Span<float> outputs, ReadOnlySpan<int> lengths)
    {
        Array.Fill(_runStates, _network.RestState);
        _network.Run(inputs, outputs, _runStates.AsSpan(0, lengths.Length), _workspace, lengths, SequenceLayout.BatchFirst);
    }
}
