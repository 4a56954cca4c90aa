using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Networks;
using RnnGen.Numerics;

namespace RnnGen.Training;

/// <summary>
/// Trains an emitted network: minibatches of sequences of like lengths in an order drawn from a seed, or long streams by truncated BPTT; gradients clipped, the
/// learning rate on a schedule, validation, early stopping, and checkpoints after every epoch. The same seed gives the same bits for any number of threads,
/// and whether or not training was stopped and resumed.
/// </summary>
/// <typeparam name="TInput">What the network takes: <see cref="float"/>, or <see cref="int"/> for token ids.</typeparam>
/// <typeparam name="TTarget">What is wanted: <see cref="int"/> for labels, <see cref="float"/> for numbers.</typeparam>
public sealed class Trainer<TInput, TTarget> : IDisposable
    where TInput : unmanaged
    where TTarget : unmanaged
{
    /// <summary>Batches among which sequences are sorted by length: enough for little padding, and not so many that the order is no longer random.</summary>
    private const int BatchesPerBucket = 16;

    private const double NoLoss = double.PositiveInfinity;

    private const string FormatKey = "format";
    private const string CheckpointFormat = "RnnGen checkpoint 2";
    private const string OptimizerKey = "optimizer";

    private readonly ITrainable<TInput> _network;
    private readonly Optimizer _optimizer;
    private readonly SequenceLoss<TTarget> _loss;
    private readonly TrainerOptions _options;
    private readonly float _learningRate;
    private readonly WorkerThreads _threads;
    private readonly float[] _best;
    private readonly Action<int> _trainShard;
    private readonly Action<int> _evaluateShard;
    private ShardBuffers[] _shards = [];
    private bool _hasBest;
    private int _epoch;
    private long _update;
    private double _bestLoss = NoLoss;
    private int _badEpochs;
    private double _gradientNorm;
    private double _scale;
    private int _seed;

    /// <summary>Creates a trainer, and resumes from the checkpoint if there is one.</summary>
    /// <param name="network">The network, with its first parameters.</param>
    /// <param name="optimizer">Made for its parameters. Its learning rate is what the schedule's factors are multiplied with.</param>
    /// <param name="loss">What is to become small.</param>
    /// <param name="options">How to train.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An option is out of range.</exception>
    /// <exception cref="TensorFormatException">The checkpoint is not of this network and optimiser; nothing was changed.</exception>
    public Trainer(ITrainable<TInput> network, Optimizer optimizer, SequenceLoss<TTarget> loss, TrainerOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(loss);
        _options = options ?? new TrainerOptions();
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.BatchSize, 1, nameof(TrainerOptions.BatchSize));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.ShardSize, 1, nameof(TrainerOptions.ShardSize));
        ArgumentOutOfRangeException.ThrowIfLessThan(_options.Threads, 1, nameof(TrainerOptions.Threads));
        CheckBound(_options.ClipNorm, nameof(TrainerOptions.ClipNorm));
        CheckBound(_options.ClipValue, nameof(TrainerOptions.ClipValue));
        ArgumentOutOfRangeException.ThrowIfNegative(_options.Patience, nameof(TrainerOptions.Patience));
        ArgumentOutOfRangeException.ThrowIfNotEqual(optimizer.Length, network.Parameters.Length, nameof(optimizer));
        _network = network;
        _optimizer = optimizer;
        _loss = loss;
        _learningRate = optimizer.LearningRate;
        _best = new float[network.Parameters.Length];
        _seed = _options.Seed;

        // Made once, so that an update allocates nothing.
        _trainShard = index => _shards[index].Train(_loss, _scale, DropoutSeed(_update, index));
        _evaluateShard = index => _shards[index].Evaluate(_loss);
        if (_options.CheckpointPath is { } path && File.Exists(path))
        {
            Resume(path);
        }

        _threads = new WorkerThreads(_options.Threads);
    }

    /// <summary>Epochs made.</summary>
    public int Epochs => _epoch;

    /// <summary>Updates made.</summary>
    public long Updates => _update;

    /// <summary>The best validation loss so far, or positive infinity.</summary>
    public double BestLoss => _bestLoss;

    /// <inheritdoc/>
    public void Dispose() => _threads.Dispose();

    /// <summary>
    /// Trains until so many epochs have been made since the very first (resumed ones count), or validation has not become better for the options' patience. With
    /// validation data the network has the best parameters in the end, else the last.
    /// </summary>
    /// <param name="training">The sequences to learn from.</param>
    /// <param name="validation">Sequences to measure on, or null for none.</param>
    /// <param name="epochs">Epochs.</param>
    /// <exception cref="TrainingDivergedException">The loss or the gradients were not finite.</exception>
    public void Fit(IReadOnlyList<Example<TInput, TTarget>> training, IReadOnlyList<Example<TInput, TTarget>>? validation, int epochs)
    {
        ArgumentNullException.ThrowIfNull(training);
        FitEpochs(() => TrainEpoch(training), validation is null ? null : () => Evaluate(validation), epochs);
    }

    /// <summary>
    /// As <see cref="Fit"/>, of one long sequence by truncated BPTT: it is cut into as many streams as a batch has, side by side, and each update goes through so
    /// many steps of all; the states carry on from window to window.
    /// </summary>
    /// <param name="inputs">[step, input]</param>
    /// <param name="targets">Of every step.</param>
    /// <param name="window">Steps an update.</param>
    /// <param name="validate">Measures, after every epoch, or null.</param>
    /// <param name="epochs">Epochs.</param>
    /// <exception cref="TrainingDivergedException">The loss or the gradients were not finite.</exception>
    public void FitStream(TInput[] inputs, TTarget[] targets, int window, Func<double>? validate, int epochs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        FitEpochs(() => TrainStream(inputs, targets, window), validate, epochs);
    }

    /// <summary>One epoch over sequences.</summary>
    /// <param name="examples">The sequences.</param>
    /// <returns>The mean loss, each update with the parameters it had.</returns>
    /// <exception cref="TrainingDivergedException">The loss or the gradients were not finite.</exception>
    public double TrainEpoch(IReadOnlyList<Example<TInput, TTarget>> examples)
    {
        ArgumentNullException.ThrowIfNull(examples);
        Prepare(examples);
        int[][] batches = Batches(examples);
        double sum = 0, weight = 0;
        for (int batch = 0; batch < batches.Length; batch++)
        {
            Fill(examples, batches[batch]);
            foreach (ShardBuffers shard in _shards)
            {
                shard.Shard.ResetStates();
            }

            (double batchLoss, double batchWeight) = Update();
            sum += batchLoss;
            weight += batchWeight;
            Report(batch + 1, batches.Length, batchLoss / batchWeight);
        }

        return sum / weight;
    }

    /// <summary>One epoch over one long sequence, from zero states.</summary>
    /// <param name="inputs">[step, input]</param>
    /// <param name="targets">Of every step.</param>
    /// <param name="window">Steps an update.</param>
    /// <returns>The mean loss, each update with the parameters it had.</returns>
    /// <exception cref="ArgumentException">The sequence has not a step for every stream.</exception>
    /// <exception cref="TrainingDivergedException">The loss or the gradients were not finite.</exception>
    public double TrainStream(TInput[] inputs, TTarget[] targets, int window)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        Prepare(window);
        ShardBuffers first = _shards[0];
        int steps = inputs.Length / first.Shard.InputSize;
        int streams = _options.BatchSize;
        int streamSteps = steps / streams;
        if (streamSteps == 0)
        {
            throw new ArgumentException($"'{nameof(inputs)}' has {steps} steps; it needs one for each of {streams} streams.", nameof(inputs));
        }

        if (!first.Shard.HasOutputPerStep)
        {
            throw new InvalidOperationException("This network has one row of outputs for a whole sequence; a stream needs outputs at every step.");
        }

        int targetSize = targets.Length / steps;
        int wanted = steps * (_loss.TargetsOfRow(first.Shard.OutputSize) is > 0 and int row ? row : targetSize);
        if (targets.Length != wanted)
        {
            throw new ArgumentException($"'{nameof(targets)}' has size {targets.Length}; it needs {wanted}.", nameof(targets));
        }

        foreach (ShardBuffers shard in _shards)
        {
            shard.Shard.ResetStates();
        }

        int windows = (streamSteps + window - 1) / window;
        double sum = 0, weight = 0;
        for (int index = 0; index < windows; index++)
        {
            int start = index * window;
            int count = Math.Min(window, streamSteps - start);
            foreach (ShardBuffers shard in _shards)
            {
                shard.Clear(count);
            }

            for (int stream = 0; stream < streams; stream++)
            {
                int place = (stream * streamSteps) + start;
                _shards[stream / _options.ShardSize].Add(
                    inputs.AsSpan(place * first.Shard.InputSize, count * first.Shard.InputSize), targets.AsMemory(place * targetSize, count * targetSize));
            }

            (double windowLoss, double windowWeight) = Update();
            sum += windowLoss;
            weight += windowWeight;
            Report(index + 1, windows, windowLoss / windowWeight);
        }

        return sum / weight;
    }

    /// <summary>The mean loss over sequences, without dropout. Changes nothing.</summary>
    /// <param name="examples">The sequences.</param>
    public double Evaluate(IReadOnlyList<Example<TInput, TTarget>> examples) => Evaluate(examples, null);

    /// <summary>The mean loss over sequences, and the outputs of each.</summary>
    /// <param name="examples">The sequences.</param>
    /// <param name="outputs">Takes the outputs of the sequence of a number, [rows, output]; or null. Called in any order, but by one thread at a time.</param>
    public double Evaluate(IReadOnlyList<Example<TInput, TTarget>> examples, Action<int, ReadOnlyMemory<float>>? outputs)
    {
        ArgumentNullException.ThrowIfNull(examples);
        Prepare(examples);
        int[] order = [.. Enumerable.Range(0, examples.Count).OrderBy(index => examples[index].Inputs.Length)];
        double sum = 0, weight = 0;
        for (int firstExample = 0; firstExample < order.Length; firstExample += _options.BatchSize)
        {
            int[] batch = order[firstExample..Math.Min(order.Length, firstExample + _options.BatchSize)];
            Fill(examples, batch);
            _threads.Run(_shards.Length, _evaluateShard);
            int number = 0;
            foreach (ShardBuffers shard in _shards)
            {
                sum += shard.LossSum;
                for (int stream = 0; stream < shard.Streams; stream++, number++)
                {
                    weight += _loss.WeightOf(shard.TargetsOf(stream).Span);
                    outputs?.Invoke(batch[number], shard.OutputsOf(stream));
                }
            }
        }

        return sum / weight;
    }

    private void FitEpochs(Func<double> train, Func<double>? validate, int epochs)
    {
        bool stops = _options.Patience > 0 && _badEpochs >= _options.Patience;
        while (_epoch < epochs && !stops)
        {
            double loss = train();
            double validation = validate?.Invoke() ?? double.NaN;
            if (validation < _bestLoss)
            {
                _bestLoss = validation;
                _badEpochs = 0;
                _hasBest = true;
                _network.Parameters.CopyTo(_best);
            }
            else
            {
                _badEpochs++;
            }

            _options.Schedule.Report(double.IsNaN(validation) ? loss : validation);
            _epoch++;
            stops = validate is not null && _options.Patience > 0 && _badEpochs >= _options.Patience;
            if (_options.CheckpointPath is { } path)
            {
                SaveCheckpoint(path);
            }

            _options.Progress?.Invoke(new TrainingProgress(_epoch - 1, 0, 0, loss, validation, _optimizer.LearningRate, _gradientNorm, IsEndOfEpoch: true));
        }

        if (_hasBest)
        {
            _best.CopyTo(_network.Parameters);
        }
    }

    // All shards forward and back, their gradients added in their order, and one step of the optimiser.
    private (double Loss, double Weight) Update()
    {
        double weight = 0;
        foreach (ShardBuffers shard in _shards)
        {
            for (int stream = 0; stream < shard.Streams; stream++)
            {
                weight += _loss.WeightOf(shard.TargetsOf(stream).Span);
            }
        }

        _scale = weight > 0 ? 1 / weight : 0;
        _threads.Run(_shards.Length, _trainShard);
        Span<float> gradients = _shards[0].Shard.Gradients;
        double loss = _shards[0].LossSum;
        for (int index = 1; index < _shards.Length; index++)
        {
            loss += _shards[index].LossSum;
            if (_shards[index].Streams > 0)
            {
                RowMath.Add(_shards[index].Shard.Gradients, gradients);
            }
        }

        if (_options.ClipValue > 0)
        {
            GradientClipping.ByValue(gradients, _options.ClipValue);
        }

        _gradientNorm = _options.ClipNorm > 0 ? GradientClipping.ByNorm(gradients, _options.ClipNorm) : GradientClipping.Norm(gradients);
        if (!double.IsFinite(loss) || !double.IsFinite(_gradientNorm))
        {
            throw new TrainingDivergedException(
                $"Update {_update} of epoch {_epoch}: the loss is {loss / weight:G4}, the norm of the gradients {_gradientNorm:G4}. Lower the learning rate, or clip.");
        }

        _optimizer.LearningRate = (float)(_learningRate * _options.Schedule.Factor(_update));
        _optimizer.Step(_network.Parameters, gradients);
        _update++;
        return (loss, weight);
    }

    private long DropoutSeed(long update, int shard) => (long)new SplitMix64(new SplitMix64((ulong)_seed ^ ((ulong)update << 20)).Next() ^ (ulong)shard).Next();

    // Sequences in a random order, sorted by length within buckets of some batches, and the batches in a random order.
    private int[][] Batches(IReadOnlyList<Example<TInput, TTarget>> examples)
    {
        var random = new SplitMix64(new SplitMix64((ulong)_seed).Next() ^ (ulong)_epoch);
        int[] order = [.. Enumerable.Range(0, examples.Count)];
        Shuffle(order, ref random);
        int bucket = _options.BatchSize * BatchesPerBucket;
        var batches = new List<int[]>();
        for (int first = 0; first < order.Length; first += bucket)
        {
            int[] sorted = [.. order.Skip(first).Take(bucket).OrderBy(index => examples[index].Inputs.Length)];
            batches.AddRange(sorted.Chunk(_options.BatchSize));
        }

        int[][] result = [.. batches];
        Shuffle(result, ref random);
        return result;
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

    private void Fill(IReadOnlyList<Example<TInput, TTarget>> examples, int[] batch)
    {
        int longest = 0;
        foreach (int index in batch)
        {
            longest = Math.Max(longest, examples[index].Inputs.Length / _shards[0].Shard.InputSize);
        }

        foreach (ShardBuffers shard in _shards)
        {
            shard.Clear(longest);
        }

        for (int stream = 0; stream < batch.Length; stream++)
        {
            Example<TInput, TTarget> example = examples[batch[stream]];
            _shards[stream / _options.ShardSize].Add(example.Inputs, example.Targets);
        }
    }

    private void Prepare(IReadOnlyList<Example<TInput, TTarget>> examples)
    {
        if (examples.Count == 0)
        {
            throw new ArgumentException("There are no examples.", nameof(examples));
        }

        if (_shards.Length == 0)
        {
            Prepare(1);
        }

        TrainingShard<TInput> shard = _shards[0].Shard;
        int targetsOfRow = _loss.TargetsOfRow(shard.OutputSize), longest = 0;
        for (int index = 0; index < examples.Count; index++)
        {
            (int steps, int rest) = Math.DivRem(examples[index].Inputs.Length, shard.InputSize);
            if (steps == 0 || rest != 0)
            {
                throw new ArgumentException(
                    $"The inputs of example {index} have size {examples[index].Inputs.Length}; they need {shard.InputSize} for each step, and at least one step.", nameof(examples));
            }

            int wanted = targetsOfRow * (shard.HasOutputPerStep ? steps : 1);
            if (targetsOfRow > 0 && examples[index].Targets.Length != wanted)
            {
                throw new ArgumentException($"The targets of example {index} have size {examples[index].Targets.Length}; they need {wanted}.", nameof(examples));
            }

            longest = Math.Max(longest, steps);
        }

        Prepare(longest);
    }

    private void Prepare(int steps)
    {
        if (_shards.Length > 0 && _shards[0].Shard.MaxSteps >= steps)
        {
            return;
        }

        var shards = new ShardBuffers[(_options.BatchSize + _options.ShardSize - 1) / _options.ShardSize];
        foreach (ref ShardBuffers shard in shards.AsSpan())
        {
            shard = new ShardBuffers(_network.CreateShard(steps, Math.Min(_options.ShardSize, _options.BatchSize)));
        }

        _shards = shards;
    }

    private void Report(int update, int updates, double loss) =>
        _options.Progress?.Invoke(new TrainingProgress(_epoch, update, updates, loss, double.NaN, _optimizer.LearningRate, _gradientNorm, IsEndOfEpoch: false));

    private static void CheckBound(double bound, string name)
    {
        if (!(bound >= 0))
        {
            throw new ArgumentOutOfRangeException(name, bound, $"'{name}' must be a number and not negative.");
        }
    }

    // One file, written beside and moved into place: whatever happens, a whole checkpoint is there.
    private void SaveCheckpoint(string path)
    {
        var file = new SafetensorsWriter();
        _network.Save(file, "model.");
        _optimizer.Save(file, "optimizer.");
        file.Write("best", [_hasBest ? _best.Length : 0], _hasBest ? _best : []);
        double[] schedule = _options.Schedule.SaveState();
        var progress = new CheckpointProgress(_network.Parameters.Length, _epoch, _update, _bestLoss, _badEpochs, _seed);
        progress.Save(file, schedule);
        file.SetMetadata(FormatKey, CheckpointFormat);
        file.SetMetadata(OptimizerKey, _optimizer.GetType().Name);
        file.Save(path);
    }

    // The whole file is looked at before anything is changed; and what was loaded is put back if another part cannot be.
    private void Resume(string path)
    {
        using var file = SafetensorsFile.Open(path);
        CheckMetadata(file, path, FormatKey, CheckpointFormat);
        CheckMetadata(file, path, OptimizerKey, _optimizer.GetType().Name);
        (CheckpointProgress progress, double[] schedule) = CheckpointProgress.Load(file, path, _network.Parameters.Length);
        float[] best = file.Read("best");
        if (best.Length != 0 && best.Length != _best.Length)
        {
            throw new TensorFormatException(path, "best", "shape", $"has {best.Length} parameters; the network has {_best.Length}.");
        }

        float[] before = _network.Parameters.ToArray();
        double[] scheduleBefore = _options.Schedule.SaveState();
        try
        {
            _network.Load(file, "model.");
            LoadSchedule(schedule, path);
            _optimizer.Load(file, "optimizer.");
        }
        catch
        {
            before.CopyTo(_network.Parameters);
            _options.Schedule.LoadState(scheduleBefore);
            throw;
        }

        best.CopyTo(_best, 0);
        _hasBest = best.Length > 0;
        (_epoch, _update, _bestLoss, _badEpochs, _seed) = (progress.Epoch, progress.Update, progress.BestLoss, progress.BadEpochs, progress.Seed);
    }

    private void LoadSchedule(double[] state, string path)
    {
        try
        {
            _options.Schedule.LoadState(state);
        }
        catch (ArgumentException exception)
        {
            throw new TensorFormatException(path, "schedule", null, "is not the state of this learning-rate schedule.", exception);
        }
    }

    private static void CheckMetadata(SafetensorsFile file, string path, string key, string wanted)
    {
        if (!file.Metadata.TryGetValue(key, out string? found) || found != wanted)
        {
            throw new TensorFormatException(path, null, "__metadata__", $"'{key}' is {(found is null ? "missing" : $"'{found}'")}; '{wanted}' was wanted.");
        }
    }

    /// <summary>A shard with what goes in and comes out of it.</summary>
    private sealed class ShardBuffers(TrainingShard<TInput> shard)
    {
        private readonly TInput[] _inputs = new TInput[shard.MaxStreams * shard.MaxSteps * shard.InputSize];
        private readonly float[] _outputs = new float[shard.MaxStreams * (shard.HasOutputPerStep ? shard.MaxSteps : 1) * shard.OutputSize];
        private readonly float[] _gradients = new float[shard.MaxStreams * (shard.HasOutputPerStep ? shard.MaxSteps : 1) * shard.OutputSize];
        private readonly int[] _lengths = new int[shard.MaxStreams];
        private readonly ReadOnlyMemory<TTarget>[] _targets = new ReadOnlyMemory<TTarget>[shard.MaxStreams];
        private int _steps;

        public TrainingShard<TInput> Shard => shard;

        public int Streams { get; private set; }

        public double LossSum { get; private set; }

        private int RowsOfStream => shard.HasOutputPerStep ? _steps : 1;

        private int StreamOutputs => RowsOfStream * shard.OutputSize;

        public ReadOnlyMemory<TTarget> TargetsOf(int stream) => _targets[stream];

        public ReadOnlyMemory<float> OutputsOf(int stream) => _outputs.AsMemory(stream * StreamOutputs, OwnOutputs(stream));

        public void Clear(int steps)
        {
            Streams = 0;
            _steps = steps;
        }

        public void Add(ReadOnlySpan<TInput> inputs, ReadOnlyMemory<TTarget> targets)
        {
            inputs.CopyTo(_inputs.AsSpan(Streams * _steps * shard.InputSize));
            _lengths[Streams] = inputs.Length / shard.InputSize;
            _targets[Streams] = targets;
            Streams++;
        }

        public void Train(SequenceLoss<TTarget> loss, double scale, long dropoutSeed)
        {
            LossSum = 0;
            shard.ClearGradients();
            if (Streams == 0)
            {
                return;
            }

            Span<float> outputs = _outputs.AsSpan(0, Streams * StreamOutputs), gradients = _gradients.AsSpan(0, outputs.Length);
            shard.Forward(_inputs.AsSpan(0, Streams * _steps * shard.InputSize), outputs, _lengths.AsSpan(0, Streams), dropoutSeed);
            for (int stream = 0; stream < Streams; stream++)
            {
                int first = stream * StreamOutputs;
                LossSum += loss.Compute(outputs.Slice(first, OwnOutputs(stream)), _targets[stream].Span, gradients.Slice(first, OwnOutputs(stream)), scale);
            }

            shard.Backward(gradients);
        }

        public void Evaluate(SequenceLoss<TTarget> loss)
        {
            LossSum = 0;
            if (Streams == 0)
            {
                return;
            }

            shard.ResetStates();
            Span<float> outputs = _outputs.AsSpan(0, Streams * StreamOutputs);
            shard.Run(_inputs.AsSpan(0, Streams * _steps * shard.InputSize), outputs, _lengths.AsSpan(0, Streams));
            for (int stream = 0; stream < Streams; stream++)
            {
                LossSum += loss.Compute(OutputsOf(stream).Span, _targets[stream].Span, [], 1);
            }
        }

        private int OwnOutputs(int stream) => (shard.HasOutputPerStep ? _lengths[stream] : 1) * shard.OutputSize;
    }
}
