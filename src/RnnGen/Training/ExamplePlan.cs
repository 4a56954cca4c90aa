using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Numerics;

namespace RnnGen.Training;

/// <summary>Sequences in a random order, sorted by length within buckets of some batches, and the batches in a random order.</summary>
/// <typeparam name="TInput">What the network takes.</typeparam>
/// <typeparam name="TTarget">What is wanted.</typeparam>
internal sealed class ExamplePlan<TInput, TTarget> : EpochPlan<TInput, TTarget>
    where TInput : struct
    where TTarget : unmanaged
{
    /// <summary>Number of batches whose sequences are sorted by length together. More means less padding; fewer means a more random order.</summary>
    private const int BatchesPerBucket = 16;

    private readonly IReadOnlyList<Example<TInput, TTarget>> _examples;
    private readonly int _inputSize;
    private readonly int _batchSize;
    private int[][] _batches = [];

    /// <summary>Creates a plan.</summary>
    /// <param name="examples">The sequences.</param>
    /// <param name="inputSize">Elements of a step's input.</param>
    /// <param name="options">The sizes of batches and shards.</param>
    public ExamplePlan(IReadOnlyList<Example<TInput, TTarget>> examples, int inputSize, TrainerOptions options)
    {
        _examples = examples;
        _inputSize = inputSize;
        _batchSize = options.BatchSize;
        Updates = ((examples.Count - 1) / _batchSize) + 1;
        Signature = Add(Add(1, _batchSize), options.ShardSize);
        foreach (Example<TInput, TTarget> example in examples)
        {
            Signature = Add(Signature, example.Inputs.Length);
        }
    }

    /// <inheritdoc/>
    public override int Updates { get; }

    /// <inheritdoc/>
    public override long Signature { get; }

    /// <inheritdoc/>
    public override bool CarriesStates => false;

    /// <inheritdoc/>
    public override void Begin(int seed, int epoch)
    {
        var random = new SplitMix64(new SplitMix64((ulong)seed).Next() ^ (ulong)epoch);
        int[] order = [.. Enumerable.Range(0, _examples.Count)];
        Shuffle(order, ref random);
        int bucket = _batchSize * BatchesPerBucket;
        _batches = [.. order.Chunk(bucket).SelectMany(some => some.OrderBy(index => _examples[index].Inputs.Length).Chunk(_batchSize))];
        Shuffle(_batches, ref random);
    }

    /// <inheritdoc/>
    public override void Fill(int update, ShardSet<TInput, TTarget> shards) => Fill(_examples, _batches[update], _inputSize, shards);

    /// <summary>Puts some sequences into the shards.</summary>
    /// <param name="examples">All sequences.</param>
    /// <param name="batch">Which of them.</param>
    /// <param name="inputSize">Elements of a step's input.</param>
    /// <param name="shards">The shards.</param>
    public static void Fill(IReadOnlyList<Example<TInput, TTarget>> examples, int[] batch, int inputSize, ShardSet<TInput, TTarget> shards)
    {
        int longest = 0;
        foreach (int index in batch)
        {
            longest = Math.Max(longest, examples[index].Inputs.Length / inputSize);
        }

        shards.Clear(longest);
        foreach (int index in batch)
        {
            shards.Add(examples[index].Inputs, examples[index].Targets, index);
        }
    }

    // Fisher and Yates.
    private static void Shuffle<T>(T[] items, ref SplitMix64 random)
    {
        for (int last = items.Length - 1; last > 0; last--)
        {
            int other = (int)(random.Next() % (ulong)(last + 1));
            (items[last], items[other]) = (items[other], items[last]);
        }
    }
}
