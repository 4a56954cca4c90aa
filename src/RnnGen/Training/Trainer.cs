using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading;
using RnnGen.Cells;
using RnnGen.Formats;
using RnnGen.Networks;
using RnnGen.Numerics;
using RnnGen.Threads;

namespace RnnGen.Training;

/// <summary>
/// Trains an emitted network: minibatches of sequences of like lengths in an order drawn from a seed, or long streams by truncated BPTT; gradients clipped, the
/// learning rate on a schedule, validation, early stopping, and checkpoints after every epoch. The same seed gives the same bits for any number of threads,
/// and however often training was stopped and gone on with.
/// </summary>
/// <remarks>
/// <para>
/// Calls that train go on where the one before stopped, whether it made all its epochs, was cancelled, or ended by an exception: with the parameters after the
/// last update, in the middle of an epoch if it stopped there. So do those of a new trainer with the same checkpoint. With the same data and options the bits
/// are those of one call. Data of other lengths, or other sizes of batches, windows or shards, begin the epoch again.
/// </para>
/// <para>
/// Between calls the network has what was handed out: the best parameters after a call with validation, else the last (with
/// <see cref="TrainerOptions.AverageDecay"/> the averages of those). If a user changes them, training starts
/// anew from those: the best validation loss and what was made of the epoch are forgotten; the epochs and updates made, the optimiser and the schedule stay.
/// </para>
/// <para>All data are checked before the first update. Not safe for use by several threads at once.</para>
/// </remarks>
/// <typeparam name="TInput">What the network takes: <see cref="float"/>, <see cref="int"/> for token ids, or the network\'s <c>StepInput</c> for several inputs.</typeparam>
/// <typeparam name="TTarget">What is wanted: <see cref="int"/> for labels, <see cref="float"/> for numbers.</typeparam>
public sealed class Trainer<TInput, TTarget> : IDisposable
    where TInput : struct
    where TTarget : unmanaged
{
    private readonly ITrainable<TInput> _network;
    private readonly Optimizer _optimizer;
    private readonly IReadOnlyList<(string Name, float[] Values)> _moments;
    private readonly SequenceLoss<TTarget> _loss;
    private readonly TrainerOptions _options;
    private readonly LayerRates? _rates;
    private readonly NetworkShape _shape;
    private readonly DataChecks<TInput, TTarget> _checks;
    private readonly ShardSet<TInput, TTarget> _shards;
    private readonly StreamPlan<TInput, TTarget> _stream;
    private readonly TrainingState _state;
    private readonly ThreadTeam? _team;
    private readonly Action<int> _trainShard;
    private readonly Action<int> _evaluateShard;
    private double _scale;
    private int _isTraining;
    private bool _isSpoiled;
    private bool _showsAverage;
    private bool _isDisposed;

    /// <summary>Creates a trainer, and resumes from the checkpoint if there is one: the network then has the parameters after the checkpoint's last update.</summary>
    /// <param name="network">The network, with its first parameters.</param>
    /// <param name="optimizer">Made for its parameters. Its learning rate is what the schedule's factors are multiplied with.</param>
    /// <param name="loss">What is to become small.</param>
    /// <param name="options">How to train.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// An option is not what it must be, or the optimiser is made for another number of parameters, or the loss is that of a layer that the network does not have.
    /// </exception>
    /// <exception cref="PlatformNotSupportedException">More than one thread is asked for where the platform has no threads.</exception>
    /// <exception cref="TensorFormatException">The checkpoint is not of this network and optimiser; nothing was changed.</exception>
    public Trainer(ITrainable<TInput> network, Optimizer optimizer, SequenceLoss<TTarget> loss, TrainerOptions? options = null)
        : this(network, optimizer, loss, options, WorkerPool.HasThreads)
    {
    }

    /// <summary>As the public one, on a platform that has threads, or has none.</summary>
    internal Trainer(ITrainable<TInput> network, Optimizer optimizer, SequenceLoss<TTarget> loss, TrainerOptions? options, bool hasThreads)
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(optimizer);
        ArgumentNullException.ThrowIfNull(loss);
        _options = options ?? new TrainerOptions();
        _options.Check();
        WorkerPool.Check(_options.Threads, hasThreads, nameof(TrainerOptions.Threads));
        if (optimizer.Length != network.Parameters.Length)
        {
            throw new ArgumentException(
                $"'{nameof(optimizer)}' is made for {optimizer.Length} parameters; the network has {network.Parameters.Length}, with padding: "
                + "create it with model.Parameters.Length, not with ParameterCount.",
                nameof(optimizer));
        }

        _rates = LayerRates.Of(network, _options.LayerRates, nameof(TrainerOptions.LayerRates));
        _network = network;
        _optimizer = optimizer;
        _moments = optimizer.Moments;
        _loss = loss;
        TrainingShard<TInput> shard = network.CreateShard(1, 1);
        shard.WordCounts = _options.WordCounts;
        if (loss.IsOfNetwork && !shard.HasLoss)
        {
            throw new ArgumentException(
                $"'{nameof(loss)}' is that of a conditional random field, which the network does not have: put [CrfLayer] behind its last layer.", nameof(loss));
        }

        _shape = NetworkShape.Of(shard);
        _checks = new DataChecks<TInput, TTarget>(network, _shape, loss, shard);
        _shards = new ShardSet<TInput, TTarget>(network, _shape, _options);
        _stream = new StreamPlan<TInput, TTarget>(_shape.InputSize, _options);
        _state = new TrainingState(
            network.Parameters, _options.Seed, _options.AverageDecay > 0 ? new ParameterAverage(_options.AverageDecay, shard.GradientSet) : null);

        // Made once, so that an update allocates nothing.
        _trainShard = index => _shards[index].Train(_loss, _scale, DropoutSeed(_state.Updates));
        _evaluateShard = index => _shards[index].Evaluate(_loss);
        if (_options.CheckpointPath is { } path && File.Exists(path))
        {
            Checkpoint.Load(path, network, optimizer, _options.Schedule, _state, states => CheckStates(states, shard));
        }

        // Last: a trainer that could not be made has no threads.
        _team = ThreadTeam.Create(_options.Threads, hasThreads, nameof(TrainerOptions.Threads));
    }

    /// <summary>Epochs made, by all calls and before a resume.</summary>
    public int Epochs => _state.Epochs;

    /// <summary>Updates made, by all calls and before a resume.</summary>
    public long Updates => _state.Updates;

    /// <summary>The best validation loss so far, or positive infinity.</summary>
    public double BestLoss => _state.BestLoss;

    /// <summary>Ends the trainer's threads. May be called again.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _team?.Dispose();
    }

    /// <summary>
    /// Trains until <paramref name="epochs"/> epochs have run in total, including those of earlier calls and before a resume. With validation data it stops
    /// earlier if the validation loss has not improved for <see cref="TrainerOptions.Patience"/> epochs (another such call then makes no more epochs, since one
    /// call would have stopped there), and the network has the best parameters in the end; without, it has the last.
    /// </summary>
    /// <param name="training">The sequences to learn from.</param>
    /// <param name="validation">Sequences to measure on, or null for none.</param>
    /// <param name="epochs">Epochs in total.</param>
    /// <param name="cancellationToken">
    /// Stops training between two updates, with the last parameters in the network. If there is a path for checkpoints, one is written. Whatever goes on from
    /// there ends with the bits of never having stopped.
    /// </param>
    /// <exception cref="ArgumentException">An example, named by its index, is not what it must be; or nothing in the validation data counts.</exception>
    /// <exception cref="InvalidOperationException">All parameters are zero in a recurrent network, or one is not finite.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed of.</exception>
    /// <exception cref="OperationCanceledException">Training was cancelled.</exception>
    /// <exception cref="TrainingDivergedException">The loss, the gradients or the parameters became not finite.</exception>
    public void Fit(
        IReadOnlyList<Example<TInput, TTarget>> training, IReadOnlyList<Example<TInput, TTarget>>? validation, int epochs,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        using Call call = Enter();
        DataSize data = _checks.CheckExamples(training, nameof(training));
        if (validation is not null)
        {
            DataSize measured = _checks.CheckExamples(validation, nameof(validation));
            if (!(measured.Weight > 0))
            {
                throw new ArgumentException($"Nothing in '{nameof(validation)}' counts: every target is ignored, so that no epoch can be the best.", nameof(validation));
            }

            data = data.Or(measured);
        }

        _shards.Prepare(data);
        Train(
            new ExamplePlan<TInput, TTarget>(training, _shape.InputSize, _options), validation is null ? null : () => Measure(validation, null, cancellationToken),
            epochs, cancellationToken);
    }

    /// <summary>
    /// As <see cref="Fit"/>, of one long sequence by truncated BPTT: it is cut into as many streams as a batch has, side by side, and each update goes through so
    /// many steps of all; the states carry on from window to window.
    /// </summary>
    /// <param name="inputs">[step, input]</param>
    /// <param name="targets">Of every step.</param>
    /// <param name="window">Steps an update.</param>
    /// <param name="validate">Measures, after every epoch, or null. What it returns must be finite.</param>
    /// <param name="epochs">Epochs in total.</param>
    /// <param name="cancellationToken">Stops training between two updates, as that of <see cref="Fit"/> does.</param>
    /// <inheritdoc cref="Fit" path="/exception"/>
    public void FitStream(
        TInput[] inputs, TTarget[] targets, int window, Func<double>? validate, int epochs, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(epochs);
        TrainStream(inputs, targets, window, validate, epochs, cancellationToken);
    }

    /// <summary>One more epoch over sequences, as <see cref="Fit"/> without validation makes it.</summary>
    /// <param name="examples">The sequences.</param>
    /// <param name="cancellationToken">Stops training between two updates, as that of <see cref="Fit"/> does.</param>
    /// <returns>The mean loss, each update with the parameters it had; 0 if nothing counts.</returns>
    /// <inheritdoc cref="Fit" path="/exception"/>
    public double TrainEpoch(IReadOnlyList<Example<TInput, TTarget>> examples, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(examples);
        using Call call = Enter();
        _shards.Prepare(_checks.CheckExamples(examples, nameof(examples)));
        return Train(new ExamplePlan<TInput, TTarget>(examples, _shape.InputSize, _options), null, _state.Epochs + 1, cancellationToken);
    }

    /// <summary>One more epoch over one long sequence, from zero states, as <see cref="FitStream"/> without validation makes it.</summary>
    /// <param name="inputs">[step, input]</param>
    /// <param name="targets">Of every step.</param>
    /// <param name="window">Steps an update.</param>
    /// <param name="cancellationToken">Stops training between two updates, as that of <see cref="Fit"/> does.</param>
    /// <returns>The mean loss, each update with the parameters it had; 0 if nothing counts.</returns>
    /// <inheritdoc cref="Fit" path="/exception"/>
    public double TrainStream(TInput[] inputs, TTarget[] targets, int window, CancellationToken cancellationToken = default) =>
        TrainStream(inputs, targets, window, null, null, cancellationToken);

    /// <summary>The mean loss over sequences, without dropout; 0 if nothing counts. Changes nothing.</summary>
    /// <param name="examples">The sequences.</param>
    /// <exception cref="ArgumentException">An example, named by its index, is not what it must be.</exception>
    /// <exception cref="ObjectDisposedException">The trainer was disposed of.</exception>
    public double Evaluate(IReadOnlyList<Example<TInput, TTarget>> examples) => Evaluate(examples, null);

    /// <summary>The mean loss over sequences, and the outputs of each.</summary>
    /// <param name="examples">The sequences.</param>
    /// <param name="outputs">Takes the outputs of the sequence of a number, [rows, output]; or null. Called in any order, but by one thread at a time.</param>
    /// <inheritdoc cref="Evaluate(IReadOnlyList{Example{TInput, TTarget}})" path="/exception"/>
    public double Evaluate(IReadOnlyList<Example<TInput, TTarget>> examples, Action<int, ReadOnlyMemory<float>>? outputs)
    {
        ArgumentNullException.ThrowIfNull(examples);
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _shards.Prepare(_checks.CheckExamples(examples, nameof(examples)));
        using ShownAverage shown = Volatile.Read(ref _isTraining) == 0 ? default : new ShownAverage(this);
        return Measure(examples, outputs, CancellationToken.None);
    }

    // One epoch more where no number of epochs is given.
    private double TrainStream(TInput[] inputs, TTarget[] targets, int window, Func<double>? validate, int? epochs, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(targets);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        using Call call = Enter();
        _checks.CheckStream(inputs, targets, _options.BatchSize);
        _stream.Take(inputs, targets, window);
        _shards.Prepare(new DataSize(_options.BatchSize, _stream.Window, $"'{nameof(window)}'", 0));
        try
        {
            return Train(_stream, validate, epochs ?? (_state.Epochs + 1), cancellationToken);
        }
        finally
        {
            _stream.Release();
        }
    }

    // The loss of the last epoch.
    private double Train(EpochPlan<TInput, TTarget> plan, Func<double>? validate, int epochs, CancellationToken cancellationToken)
    {
        CheckStart();
        _state.TakeBack(_network.Parameters);
        float learningRate = _optimizer.LearningRate;
        bool isDone = false;
        double loss = 0;
        try
        {
            while (_state.Epochs < epochs && !(validate is not null && _options.Patience > 0 && _state.BadEpochs >= _options.Patience))
            {
                loss = TrainEpoch(plan, learningRate, cancellationToken);
                EndEpoch(plan, loss, Validation(validate));
            }

            isDone = true;
            return loss;
        }
        catch (OperationCanceledException) when (_options.CheckpointPath is not null)
        {
            SaveCheckpoint(_options.CheckpointPath, plan);
            throw;
        }
        finally
        {
            _optimizer.LearningRate = learningRate;
            _state.HandOut(_network.Parameters, best: isDone && validate is not null);
        }
    }

    private double TrainEpoch(EpochPlan<TInput, TTarget> plan, float learningRate, CancellationToken cancellationToken)
    {
        plan.Begin(_state.Seed, _state.Epochs);
        if (_state.Position.Signature != plan.Signature)
        {
            _state.Position = new EpochPosition(plan.Signature, 0, 0, 0, 0, 0);
            _shards.ResetStates();
        }
        else if (_state.StreamStates.Length > 0)
        {
            _shards.ReadStates(_state.StreamStates);
        }

        _state.StreamStates = [];
        for (int update = _state.Position.Updates; update < plan.Updates; update++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            plan.Fill(update, _shards);
            (double loss, double weight, double norm, double rate) = Update(learningRate);
            if (plan.CarriesStates)
            {
                _shards.KeepStates();
            }

            EpochPosition before = _state.Position;
            _state.Position = new EpochPosition(plan.Signature, update + 1, before.LossSum + loss, before.Weight + weight, rate, norm);
            Report(_state.Epochs, _state.Position, plan.Updates, EpochPosition.Mean(loss, weight), double.NaN, weight, isEndOfEpoch: false);
        }

        return _state.Position.Loss;
    }

    // NaN where there is none.
    private double Validation(Func<double>? validate)
    {
        if (validate is null)
        {
            return double.NaN;
        }

        using var shown = new ShownAverage(this);
        double loss = validate();
        if (!double.IsFinite(loss))
        {
            throw Diverged(_state.Updates - 1, $"after it the validation loss is {loss}");
        }

        _state.Measure(loss, _network.Parameters);
        return loss;
    }

    private void EndEpoch(EpochPlan<TInput, TTarget> plan, double loss, double validation)
    {
        _options.Schedule.Report(double.IsNaN(validation) ? loss : validation);
        EpochPosition end = _state.Position;
        _state.Epochs++;
        _state.Position = default;
        if (_options.CheckpointPath is { } path)
        {
            SaveCheckpoint(path, plan);
        }

        Report(_state.Epochs - 1, end, plan.Updates, loss, validation, end.Weight, isEndOfEpoch: true);
    }

    // All shards forward and back, their gradients added in their order, and one step of the optimiser; or nothing, where it throws.
    private (double Loss, double Weight, double GradientNorm, double LearningRate) Update(float learningRate)
    {
        long update = _state.Updates;
        double weight = 0, loss = 0, norm = 0;
        for (int index = 0; index < _shards.Count; index++)
        {
            for (int stream = 0; stream < _shards[index].Streams; stream++)
            {
                weight += _loss.WeightOf(_shards[index].TargetsOf(stream).Span);
            }
        }

        _scale = weight > 0 ? 1 / weight : 0;
        WorkPieces.Run(_team, _shards.Count, _trainShard);
        _optimizer.LearningRate = (float)(learningRate * _options.Schedule.Factor(update));
        if (_scale > 0)
        {
            ICellGradients gradients = _shards[0].Shard.GradientSet;
            loss = _shards[0].LossSum;
            for (int index = 1; index < _shards.Count; index++)
            {
                loss += _shards[index].LossSum;
                gradients.Add(_shards[index].Shard.GradientSet);
            }

            gradients = _rates?.Trained(gradients) ?? gradients;

            if (_options.ClipValue > 0)
            {
                GradientClipping.ByValue(gradients, _options.ClipValue);
            }

            norm = _options.ClipNorm > 0 ? GradientClipping.ByNorm(gradients, _options.ClipNorm) : GradientClipping.Norm(gradients);
            if (!double.IsFinite(loss) || !double.IsFinite(norm))
            {
                throw Diverged(update, string.Create(CultureInfo.InvariantCulture, $"the loss is {loss / weight:G4}, the norm of the gradients {norm:G4}"));
            }

            Span<float> parameters = _network.Parameters;
            CopyChanged(gradients, parameters, _state.Last);
            Step(parameters, gradients);
            CheckStep(update, gradients);
            _state.Average?.Add(_state.Last, parameters, gradients);
        }

        _state.Updates++;
        return (loss, weight, norm, _optimizer.LearningRate);
    }

    private void Step(Span<float> parameters, ICellGradients gradients)
    {
        if (_rates is null)
        {
            _optimizer.Step(parameters, gradients);
        }
        else
        {
            _optimizer.Step(parameters, gradients, _rates);
        }
    }

    // What an update does not change is not copied: of a large table with sparse gradients nearly all.
    private static void CopyChanged(ICellGradients gradients, ReadOnlySpan<float> source, Span<float> destination)
    {
        foreach (GradientRange range in gradients.Ranges)
        {
            range.Of(source).CopyTo(range.Of(destination));
        }
    }

    private static int IndexOfNonFinite(ICellGradients gradients, ReadOnlySpan<float> values)
    {
        // Of moments that the optimiser does not keep there is none.
        if (!values.IsEmpty)
        {
            foreach (GradientRange range in gradients.Ranges)
            {
                int place = ParameterChecks.IndexOfNonFinite(range.Of(values));
                if (place >= 0)
                {
                    return range.First + place;
                }
            }
        }

        return -1;
    }

    // Finite gradients can lead to what is not. Then the parameters go back, but the optimiser has made its step.
    private void CheckStep(long update, ICellGradients gradients)
    {
        int place = IndexOfNonFinite(gradients, _network.Parameters);
        if (place >= 0)
        {
            throw Spoiled(string.Create(CultureInfo.InvariantCulture, $"parameter {place} became {_network.Parameters[place]}"));
        }

        for (int index = 0; index < _moments.Count; index++)
        {
            (string name, float[] values) = _moments[index];
            place = IndexOfNonFinite(gradients, values);
            if (place >= 0)
            {
                throw Spoiled(string.Create(CultureInfo.InvariantCulture, $"number {place} of the optimiser's '{name}' became {values[place]}"));
            }
        }

        TrainingDivergedException Spoiled(string what)
        {
            _isSpoiled = true;
            CopyChanged(gradients, _state.Last, _network.Parameters);
            return Diverged(update, what);
        }
    }

    private TrainingDivergedException Diverged(long update, string what) =>
        new($"Update {update} (epoch {_state.Epochs}): {what}. Lower the learning rate, or clip.") { Update = update };

    private void CheckStart()
    {
        if (_isSpoiled)
        {
            throw new InvalidOperationException("Training diverged, and left the optimiser with numbers that are not finite: create another optimiser and trainer.");
        }

        ReadOnlySpan<float> start = _state.IsChanged(_network.Parameters) ? _network.Parameters : _state.Last;
        int index = ParameterChecks.IndexOfNonFinite(start);
        if (index >= 0)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"Parameter {index} is {start[index]} before training; it must be finite."));
        }

        if (_shape.IsRecurrent && !start.ContainsAnyExcept(0f))
        {
            throw new InvalidOperationException("All parameters are zero: call Initialize or Load first.");
        }
    }

    private double Measure(IReadOnlyList<Example<TInput, TTarget>> examples, Action<int, ReadOnlyMemory<float>>? outputs, CancellationToken cancellationToken)
    {
        int[] order = [.. Enumerable.Range(0, examples.Count).OrderBy(index => examples[index].Inputs.Length)];
        double sum = 0, weight = 0;
        foreach (int[] batch in order.Chunk(_options.BatchSize))
        {
            cancellationToken.ThrowIfCancellationRequested();
            ExamplePlan<TInput, TTarget>.Fill(examples, batch, _shape.InputSize, _shards);
            WorkPieces.Run(_team, _shards.Count, _evaluateShard);
            int number = 0;
            for (int index = 0; index < _shards.Count; index++)
            {
                sum += _shards[index].LossSum;
                for (int stream = 0; stream < _shards[index].Streams; stream++, number++)
                {
                    weight += _loss.WeightOf(_shards[index].TargetsOf(stream).Span);
                    outputs?.Invoke(batch[number], _shards[index].OutputsOf(stream));
                }
            }
        }

        return EpochPosition.Mean(sum, weight);
    }

    private void Report(int epoch, EpochPosition position, int updates, double loss, double validation, double weight, bool isEndOfEpoch)
    {
        if (_options.Progress is { } progress)
        {
            progress(new TrainingProgress(epoch, position.Updates, updates, loss, validation, position.LearningRate, position.GradientNorm, isEndOfEpoch)
            {
                Weight = weight,
            });
        }
    }

    private void SaveCheckpoint(string path, EpochPlan<TInput, TTarget> plan)
    {
        byte[] kept = _state.StreamStates;
        if (plan.CarriesStates && _state.Position.Updates > 0 && kept.Length == 0)
        {
            _state.StreamStates = _shards.WriteStates();
        }

        Checkpoint.Save(path, _network, _optimizer, _options.Schedule, _state);
        _state.StreamStates = kept;
    }

    private void CheckStates(byte[] states, TrainingShard<TInput> shard)
    {
        if (states.Length % _shape.StateByteCount != 0)
        {
            throw new StateFormatException($"{states.Length} bytes are not a multiple of {_shape.StateByteCount}.");
        }

        for (int first = 0; first < states.Length; first += _shape.StateByteCount)
        {
            shard.ReadStates(states.AsSpan(first, _shape.StateByteCount));
        }
    }

    // What is dropped depends on it, and of a stream on the number of its example.
    private long DropoutSeed(long update) => (long)new SplitMix64(new SplitMix64((ulong)_state.Seed).Next() ^ (ulong)update).Next();

    private Call Enter()
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        return Interlocked.Exchange(ref _isTraining, 1) == 0
            ? new Call(this)
            : throw new InvalidOperationException("This trainer is training: neither its progress handler nor another thread can make it train.");
    }

    /// <summary>A call that trains: one at a time.</summary>
    private readonly struct Call(Trainer<TInput, TTarget> trainer) : IDisposable
    {
        public void Dispose() => Volatile.Write(ref trainer._isTraining, 0);
    }

    /// <summary>While a trainer trains: the network has the average of the parameters, where there is one, and then the parameters again.</summary>
    private readonly struct ShownAverage : IDisposable
    {
        private readonly Trainer<TInput, TTarget>? _trainer;

        public ShownAverage(Trainer<TInput, TTarget> trainer)
        {
            if (!trainer._showsAverage && trainer._state.ShowAverage(trainer._network.Parameters))
            {
                trainer._showsAverage = true;
                _trainer = trainer;
            }
        }

        public void Dispose()
        {
            if (_trainer is not null)
            {
                _trainer._showsAverage = false;
                _trainer._state.Last.CopyTo(_trainer._network.Parameters);
            }
        }
    }
}
