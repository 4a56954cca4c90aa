using System;
using System.Collections.Generic;
using System.Globalization;

namespace RnnGen.Training;

/// <summary>How to train.</summary>
public sealed record TrainerOptions
{
    /// <summary>More sequences an update than any machine holds: a number above is an error of whoever wrote it.</summary>
    internal const int MaxBatchSize = 1 << 24;

    /// <summary>More threads than any machine has processors.</summary>
    internal const int MaxThreads = 1024;

    /// <summary>Sequences an update, 1 to 16,777,216.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// Sequences that are computed together, on one thread. A batch is cut into such shards whatever the number of threads, and their gradients are added in one
    /// order: that is why the number of threads does not change the result.
    /// </summary>
    public int ShardSize { get; init; } = 16;

    /// <summary>
    /// Threads, 1 to 1,024, the caller's among them; no more are started than a batch has shards. Where the platform has no threads (WebAssembly) it must be 1.
    /// </summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// Chooses the order of sequences, and what is dropped: that is a function of it, the update, the example (of <c>FitStream</c> the stream) and the step, and neither of
    /// <see cref="ShardSize"/> nor of <see cref="Threads"/>. A resumed training goes on with its checkpoint's.
    /// </summary>
    public int Seed { get; init; }

    /// <summary>The largest norm of the gradients, or 0 for any.</summary>
    public double ClipNorm { get; init; }

    /// <summary>The largest magnitude of a gradient, or 0 for any. Comes before <see cref="ClipNorm"/>.</summary>
    public float ClipValue { get; init; }

    /// <summary>
    /// Which tokens become unknown in training, one for each <see cref="EmbeddingLayerAttribute"/> at most; empty for none.
    /// </summary>
    public IReadOnlyList<WordCounts> WordCounts { get; init; } = [];

    /// <summary>
    /// What is kept of the moving average of the parameters in an update, 0.999 say: from 0, for no average, to below 1. After the first update it is the parameters,
    /// then <c>average + (1 - decay) (parameters - average)</c>, as PyTorch's <c>AveragedModel(model, multi_avg_fn=get_ema_multi_avg_fn(decay))</c>. Where there is one,
    /// validation and <c>Evaluate</c> measure it, and it is what the network has after a call: the best average, or the last. Training goes on from the parameters.
    /// </summary>
    /// <remarks>
    /// Checkpoints have it. It is exact for tables with <c>SparseRows</c> too, and costs an update nothing for rows that it does not change. While a trainer calls
    /// <see cref="Progress"/> the network has the parameters.
    /// </remarks>
    public double AverageDecay { get; init; }

    /// <summary>The learning rate over the updates.</summary>
    public LearningRateSchedule Schedule { get; init; } = LearningRateSchedule.Constant;

    /// <summary>
    /// Factors of the learning rate by names of layers, as PyTorch's parameter groups have rates of their own; a layer that is not named has 1 (inside of a
    /// <see cref="NetworkLayerAttribute"/>: what that has). With 0 a layer is frozen, as
    /// by <c>requires_grad = False</c>: nothing changes it (no momentum or weight decay either), and it does not count in <see cref="ClipNorm"/>. The weights of a
    /// <see cref="DenseLayerAttribute.TieTo"/> are those of the embedding. Null for 1 everywhere.
    /// </summary>
    public IReadOnlyDictionary<string, double>? LayerRates { get; init; }

    /// <summary>
    /// Epochs with validation, one after the other, that may pass without a better validation loss before training stops; 0 for any number. Epochs without
    /// validation do not count.
    /// </summary>
    public int Patience { get; init; }

    /// <summary>
    /// Where to write a checkpoint after every epoch and when training is cancelled, and to resume from if it is there; null for nowhere. Its directory must
    /// be there and writable.
    /// </summary>
    public string? CheckpointPath { get; init; }

    /// <summary>
    /// Called after every update and every epoch, by the thread that trains. It may call <c>Evaluate</c>. What it throws ends the call that trains; the next one
    /// goes on with the update that follows.
    /// </summary>
    public Action<TrainingProgress>? Progress { get; init; }

    /// <summary>Checks all options.</summary>
    /// <exception cref="ArgumentException">An option, named by the exception, is not what it must be.</exception>
    internal void Check()
    {
        CheckRange(BatchSize, MaxBatchSize, nameof(BatchSize));
        CheckRange(ShardSize, int.MaxValue, nameof(ShardSize));
        CheckRange(Threads, MaxThreads, nameof(Threads));
        GradientClipping.CheckBound(ClipNorm, nameof(ClipNorm));
        GradientClipping.CheckBound(ClipValue, nameof(ClipValue));
        ArgumentNullException.ThrowIfNull(WordCounts, nameof(WordCounts));
        if (!(AverageDecay is >= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(
                nameof(AverageDecay), AverageDecay,
                string.Create(CultureInfo.InvariantCulture, $"'{nameof(AverageDecay)}' is {AverageDecay}; it must be from 0, for no average, to below 1."));
        }

        ArgumentNullException.ThrowIfNull(Schedule, nameof(Schedule));
        ArgumentOutOfRangeException.ThrowIfNegative(Patience, nameof(Patience));
        if (CheckpointPath is not null)
        {
            Checkpoint.CheckPath(CheckpointPath, nameof(CheckpointPath));
        }
    }

    /// <summary>What is thrown where an option does not fit the data.</summary>
    /// <param name="option">Its name.</param>
    /// <param name="value">What it is.</param>
    /// <param name="problem">The rest of a sentence that begins with it.</param>
    internal static ArgumentOutOfRangeException OutOfRange(string option, int value, string problem) => new(option, value, $"'{option}' {problem}");

    private static void CheckRange(int value, int largest, string name)
    {
        if (value < 1 || value > largest)
        {
            throw new ArgumentOutOfRangeException(name, value, $"'{name}' must be from 1 to {largest}.");
        }
    }
}
