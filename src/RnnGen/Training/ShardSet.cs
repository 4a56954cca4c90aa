using System;

namespace RnnGen.Training;

/// <summary>The shards of a batch: sequence after sequence goes into one until it is full, then into the next, whatever the number of threads.</summary>
/// <typeparam name="TInput">What the network takes.</typeparam>
/// <typeparam name="TTarget">What is wanted.</typeparam>
/// <param name="network">The network.</param>
/// <param name="shape">Its shape.</param>
/// <param name="options">The sizes of batches and shards.</param>
internal sealed class ShardSet<TInput, TTarget>(ITrainable<TInput> network, NetworkShape shape, TrainerOptions options)
    where TInput : struct
    where TTarget : unmanaged
{
    private ShardBuffers<TInput, TTarget>[] _shards = [];
    private int _sequences;

    /// <summary>Shards that have a sequence.</summary>
    public int Count => (int)((_sequences + options.ShardSize - 1L) / options.ShardSize);

    /// <summary>A shard.</summary>
    /// <param name="index">Which.</param>
    public ShardBuffers<TInput, TTarget> this[int index] => _shards[index];

    /// <summary>Makes room for batches of some data. The states stay.</summary>
    /// <param name="data">The data's size.</param>
    /// <exception cref="ArgumentException">The longest sequences of a batch, or of a shard, are more than fits.</exception>
    public void Prepare(DataSize data)
    {
        if (options.BatchSize * (long)data.Steps > Array.MaxLength)
        {
            throw TrainerOptions.OutOfRange(
                nameof(TrainerOptions.BatchSize), options.BatchSize,
                $"times {data.Steps} steps, those of {data.Longest}, is more than an update can have: {Array.MaxLength}.");
        }

        int sequences = Math.Min(data.Sequences, options.BatchSize), streams = Math.Min(sequences, options.ShardSize), steps = data.Steps;
        int count = ((sequences - 1) / options.ShardSize) + 1;
        if (_shards.Length > 0)
        {
            (streams, steps) = (Math.Max(streams, _shards[0].Shard.MaxStreams), Math.Max(steps, _shards[0].Shard.MaxSteps));
            if (count <= _shards.Length && streams == _shards[0].Shard.MaxStreams && steps == _shards[0].Shard.MaxSteps)
            {
                return;
            }
        }

        long widest = Math.Max(Math.Max((long)steps * shape.InputSize, (long)shape.RowsOf(steps) * shape.OutputSize), shape.StateByteCount);
        if (streams * widest > Array.MaxLength)
        {
            throw TooLarge(data, streams);
        }

        var shards = new ShardBuffers<TInput, TTarget>[Math.Max(count, _shards.Length)];
        for (int index = 0; index < shards.Length; index++)
        {
            try
            {
                shards[index] = new ShardBuffers<TInput, TTarget>(network.CreateShard(steps, streams));
                shards[index].Shard.WordCounts = options.WordCounts;
            }
            catch (ArgumentOutOfRangeException)
            {
                throw TooLarge(data, streams);
            }

            if (index < _shards.Length)
            {
                byte[] states = new byte[_shards[index].Shard.MaxStreams * shape.StateByteCount];
                _shards[index].Shard.WriteStates(states);
                shards[index].Shard.ReadStates(states);
            }
        }

        _shards = shards;
    }

    /// <summary>Removes all sequences.</summary>
    /// <param name="steps">The steps of the longest that will be added.</param>
    public void Clear(int steps)
    {
        _sequences = 0;
        foreach (ShardBuffers<TInput, TTarget> shard in _shards)
        {
            shard.Clear(steps);
        }
    }

    /// <summary>Adds a sequence.</summary>
    /// <param name="inputs">[step, input]</param>
    /// <param name="targets">What is wanted.</param>
    /// <param name="number">Its number among all sequences.</param>
    public void Add(ReadOnlySpan<TInput> inputs, ReadOnlyMemory<TTarget> targets, int number) =>
        _shards[_sequences++ / options.ShardSize].Add(inputs, targets, number);

    /// <summary>Sets the states of all sequences to zero.</summary>
    public void ResetStates()
    {
        foreach (ShardBuffers<TInput, TTarget> shard in _shards)
        {
            shard.Shard.ResetStates();
        }
    }

    /// <summary>Keeps the states that the last update led to.</summary>
    public void KeepStates()
    {
        for (int index = 0; index < Count; index++)
        {
            _shards[index].Shard.KeepStates();
        }
    }

    /// <summary>The kept states of the streams of a batch.</summary>
    public byte[] WriteStates()
    {
        byte[] states = new byte[options.BatchSize * shape.StateByteCount];
        for (int first = 0; first < options.BatchSize; first += options.ShardSize)
        {
            _shards[first / options.ShardSize].Shard.WriteStates(StatesOf(states, first));
        }

        return states;
    }

    /// <summary>Keeps what <see cref="WriteStates"/> gave.</summary>
    /// <param name="states">The states of the streams of a batch.</param>
    public void ReadStates(byte[] states)
    {
        for (int first = 0; first < options.BatchSize; first += options.ShardSize)
        {
            _shards[first / options.ShardSize].Shard.ReadStates(StatesOf(states, first));
        }
    }

    private Span<byte> StatesOf(byte[] states, int first)
    {
        int count = Math.Min(options.ShardSize, options.BatchSize - first);
        return states.AsSpan(first * shape.StateByteCount, count * shape.StateByteCount);
    }

    private ArgumentOutOfRangeException TooLarge(DataSize data, int streams) => TrainerOptions.OutOfRange(
        nameof(TrainerOptions.ShardSize), options.ShardSize,
        $"puts {streams} sequences side by side; with {data.Steps} steps, those of {data.Longest}, they are more than fits. Make it smaller, or the sequences shorter.");
}
