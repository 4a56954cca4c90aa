using System;
using System.Runtime.InteropServices;

namespace RnnGen.Training;

/// <summary>A shard with what goes in and comes out of it.</summary>
/// <typeparam name="TInput">What the network takes.</typeparam>
/// <typeparam name="TTarget">What is wanted.</typeparam>
internal sealed class ShardBuffers<TInput, TTarget>
    where TInput : struct
    where TTarget : unmanaged
{
    private readonly TInput[] _inputs;
    private readonly float[] _outputs;
    private readonly float[] _gradients;
    private readonly int[] _lengths;
    private readonly long[] _numbers;
    private readonly ReadOnlyMemory<TTarget>[] _targets;

    // Of a network's own loss, the targets of all sequences side by side.
    private readonly int[] _labels;
    private int _steps;

    /// <summary>Creates the buffers of a shard.</summary>
    /// <param name="shard">The shard.</param>
    public ShardBuffers(TrainingShard<TInput> shard)
    {
        Shard = shard;
        _inputs = new TInput[shard.MaxStreams * shard.MaxSteps * shard.InputSize];
        _outputs = new float[shard.MaxStreams * (shard.HasOutputPerStep ? shard.MaxSteps : 1) * shard.OutputSize];
        _gradients = new float[_outputs.Length];
        _lengths = new int[shard.MaxStreams];
        _numbers = new long[shard.MaxStreams];
        _targets = new ReadOnlyMemory<TTarget>[shard.MaxStreams];
        _labels = new int[shard.HasLoss && typeof(TTarget) == typeof(int) ? shard.MaxStreams * shard.MaxSteps : 0];
    }

    /// <summary>The shard.</summary>
    public TrainingShard<TInput> Shard { get; }

    /// <summary>Sequences in it.</summary>
    public int Streams { get; private set; }

    /// <summary>The loss of the last <see cref="Train"/> or <see cref="Evaluate"/>, summed.</summary>
    public double LossSum { get; private set; }

    private int StreamOutputs => (Shard.HasOutputPerStep ? _steps : 1) * Shard.OutputSize;

    /// <summary>The targets of a sequence.</summary>
    /// <param name="stream">Which.</param>
    public ReadOnlyMemory<TTarget> TargetsOf(int stream) => _targets[stream];

    /// <summary>The outputs of a sequence.</summary>
    /// <param name="stream">Which.</param>
    public ReadOnlyMemory<float> OutputsOf(int stream) => _outputs.AsMemory(stream * StreamOutputs, OwnOutputs(stream));

    /// <summary>Removes all sequences.</summary>
    /// <param name="steps">The steps of the longest that will be added.</param>
    public void Clear(int steps)
    {
        Streams = 0;
        LossSum = 0;
        _steps = steps;
    }

    /// <summary>Adds a sequence.</summary>
    /// <param name="inputs">[step, input]</param>
    /// <param name="targets">What is wanted.</param>
    /// <param name="number">Its number among all sequences: what is dropped of it depends on that.</param>
    public void Add(ReadOnlySpan<TInput> inputs, ReadOnlyMemory<TTarget> targets, int number)
    {
        _numbers[Streams] = number;
        inputs.CopyTo(_inputs.AsSpan(Streams * _steps * Shard.InputSize));
        _lengths[Streams] = inputs.Length / Shard.InputSize;
        _targets[Streams] = targets;
        Streams++;
    }

    /// <summary>Goes forward and back.</summary>
    /// <param name="loss">What is to become small.</param>
    /// <param name="scale">What the gradients are multiplied with; 0 if nothing counts, where only the states are wanted.</param>
    /// <param name="dropoutSeed">What dropout draws from.</param>
    public void Train(SequenceLoss<TTarget> loss, double scale, long dropoutSeed)
    {
        LossSum = 0;
        Shard.ClearGradients();
        Span<float> outputs = _outputs.AsSpan(0, Streams * StreamOutputs), gradients = _gradients.AsSpan(0, outputs.Length);
        Shard.Forward(_inputs.AsSpan(0, Streams * _steps * Shard.InputSize), outputs, _lengths.AsSpan(0, Streams), dropoutSeed, _numbers.AsSpan(0, Streams));
        if (scale == 0)
        {
            return;
        }

        if (loss.IsOfNetwork)
        {
            LossSum = Shard.Train(Labels(), scale);
            return;
        }

        for (int stream = 0; stream < Streams; stream++)
        {
            int first = stream * StreamOutputs;
            LossSum += loss.Compute(outputs.Slice(first, OwnOutputs(stream)), _targets[stream].Span, gradients.Slice(first, OwnOutputs(stream)), scale);
        }

        Shard.Backward(gradients);
    }

    /// <summary>Computes the outputs and the loss.</summary>
    /// <param name="loss">The loss.</param>
    public void Evaluate(SequenceLoss<TTarget> loss)
    {
        LossSum = 0;
        Span<float> outputs = _outputs.AsSpan(0, Streams * StreamOutputs);
        Shard.Run(_inputs.AsSpan(0, Streams * _steps * Shard.InputSize), outputs, _lengths.AsSpan(0, Streams));
        if (loss.IsOfNetwork)
        {
            LossSum = Shard.Evaluate(outputs, Labels(), _lengths.AsSpan(0, Streams));
            return;
        }

        for (int stream = 0; stream < Streams; stream++)
        {
            LossSum += loss.Compute(OutputsOf(stream).Span, _targets[stream].Span, [], 1);
        }
    }

    // [stream, step]
    private ReadOnlySpan<int> Labels()
    {
        for (int stream = 0; stream < Streams; stream++)
        {
            MemoryMarshal.Cast<TTarget, int>(_targets[stream].Span).CopyTo(_labels.AsSpan(stream * _steps));
        }

        return _labels.AsSpan(0, Streams * _steps);
    }

    private int OwnOutputs(int stream) => (Shard.HasOutputPerStep ? _lengths[stream] : 1) * Shard.OutputSize;
}
