using System;

namespace RnnGen.Training;

/// <summary>How to train.</summary>
public sealed record TrainerOptions
{
    /// <summary>Sequences an update.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// Sequences that are computed together, on one thread. A batch is cut into such shards whatever the number of threads, and their gradients are added in one
    /// order: that is why the number of threads does not change the result.
    /// </summary>
    public int ShardSize { get; init; } = 16;

    /// <summary>Threads.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>Chooses the order of sequences, and what is dropped. A resumed training goes on with its checkpoint's.</summary>
    public int Seed { get; init; }

    /// <summary>The largest norm of the gradients, or 0 for any.</summary>
    public double ClipNorm { get; init; }

    /// <summary>The largest magnitude of a gradient, or 0 for any. Comes before <see cref="ClipNorm"/>.</summary>
    public float ClipValue { get; init; }

    /// <summary>The learning rate over the updates.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>Epochs without a better validation loss that are borne before training stops; 0 for any number.</summary>
    public int Patience { get; init; }

    /// <summary>Where to write a checkpoint after every epoch, and to resume from if it is there; null for nowhere.</summary>
    public string? CheckpointPath { get; init; }

    /// <summary>Called after every update and every epoch.</summary>
    public Action<TrainingProgress>? Progress { get; init; }
}
