using System;

namespace RnnGen.Training;

/// <summary>
/// Truncated BPTT: one long sequence, cut into as many streams as a batch has, side by side; each update goes through so many steps of all. It serves call after
/// call, so that none allocates.
/// </summary>
/// <typeparam name="TInput">What the network takes.</typeparam>
/// <typeparam name="TTarget">What is wanted.</typeparam>
/// <param name="inputSize">Elements of a step's input.</param>
/// <param name="options">The sizes of batches and shards.</param>
internal sealed class StreamPlan<TInput, TTarget>(int inputSize, TrainerOptions options) : EpochPlan<TInput, TTarget>
    where TInput : struct
    where TTarget : unmanaged
{
    private TInput[] _inputs = [];
    private TTarget[] _targets = [];
    private int _targetSize;
    private int _streamSteps;
    private int _updates;
    private long _signature;

    /// <summary>Steps an update.</summary>
    public int Window { get; private set; }

    /// <inheritdoc/>
    public override int Updates => _updates;

    /// <inheritdoc/>
    public override long Signature => _signature;

    /// <inheritdoc/>
    public override bool CarriesStates => true;

    /// <summary>Takes a sequence that was checked.</summary>
    /// <param name="inputs">[step, input]</param>
    /// <param name="targets">Of every step.</param>
    /// <param name="window">Steps an update; a stream that has fewer is one window.</param>
    public void Take(TInput[] inputs, TTarget[] targets, int window)
    {
        (_inputs, _targets) = (inputs, targets);
        int steps = inputs.Length / inputSize;
        _targetSize = targets.Length / steps;
        _streamSteps = steps / options.BatchSize;
        Window = Math.Min(window, _streamSteps);
        _updates = ((_streamSteps - 1) / Window) + 1;
        _signature = Add(Add(Add(Add(2, options.BatchSize), options.ShardSize), Window), inputs.Length);
    }

    /// <summary>Lets go of the sequence.</summary>
    public void Release() => (_inputs, _targets) = ([], []);

    /// <inheritdoc/>
    public override void Begin(int seed, int epoch)
    {
        // The order is that of time.
    }

    /// <inheritdoc/>
    public override void Fill(int update, ShardSet<TInput, TTarget> shards)
    {
        int start = update * Window;
        int count = Math.Min(Window, _streamSteps - start);
        shards.Clear(count);
        for (int stream = 0; stream < options.BatchSize; stream++)
        {
            int place = (stream * _streamSteps) + start;
            shards.Add(_inputs.AsSpan(place * inputSize, count * inputSize), _targets.AsMemory(place * _targetSize, count * _targetSize), stream);
        }
    }
}
