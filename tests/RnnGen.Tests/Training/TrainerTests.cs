using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Tests.Cells;
using RnnGen.Tests.Networks;
using RnnGen.TestSupport;
using RnnGen.Training;
using Xunit;
using static RnnGen.Tests.Training.TrainingCases;

namespace RnnGen.Tests.Training;

/// <summary>The trainer: what it computes, that nothing but the seed changes it, and that nothing is lost.</summary>
public sealed class TrainerTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void Parity_is_learnt()
    {
        var network = new Parity();
        network.Initialize(1);
        using var trainer = new Trainer<int, int>(network, new Adam(network.Parameters.Length, 0.01f), SequenceLoss.CrossEntropy(), new TrainerOptions { ClipNorm = 1 });
        Example<int, int>[] data = ParityData(seed: 1, 256), test = ParityData(seed: 2, 64);
        double before = trainer.Evaluate(test);
        trainer.Fit(data, null, epochs: 40);
        double after = trainer.Evaluate(test);
        Assert.InRange(before, 0.6, 0.9);
        Assert.InRange(after, 0, 0.1);
        int right = 0, all = 0;
        trainer.Evaluate(test, (index, outputs) =>
        {
            for (int step = 0; step < test[index].Targets.Length; step++, all++)
            {
                right += (outputs.Span[(2 * step) + 1] > outputs.Span[2 * step] ? 1 : 0) == test[index].Targets[step] ? 1 : 0;
            }
        });
        Assert.Equal(test.Sum(static example => example.Targets.Length), all);
        Assert.InRange(right / (double)all, 0.95, 1);
    }

    /// <summary>One update is what a user would write by hand.</summary>
    [Fact]
    public void An_update_is_the_gradient_of_the_mean()
    {
        Example<int, int>[] data = ParityData(seed: 3, 6);
        var network = new Regressor();
        network.Initialize(1);
        Example<float, float>[] numbers = [.. data.Select(static example => new Example<float, float>(
            Array.ConvertAll(example.Inputs, static token => (float)token), [example.Targets[^1]]))];
        var byHand = new Regressor();
        byHand.Initialize(1);
        var gradients = new Regressor.Gradients();
        double loss = 0;
        foreach (Example<float, float> example in numbers)
        {
            var tape = new Regressor.Tape(example.Inputs.Length);
            float[] output = [0], gradient = [0];
            byHand.Forward(example.Inputs, output, new Regressor.State[1], tape);
            loss += Loss.SquaredError(output, example.Targets, gradient, 1 / 6.0);
            byHand.Backward(gradient, tape, gradients);
        }

        new Sgd(gradients.Values.Length, 0.5f).Step(byHand.Parameters, gradients.Values);
        using var trainer = new Trainer<float, float>(
            network, new Sgd(network.Parameters.Length, 0.5f), SequenceLoss.SquaredError, new TrainerOptions { BatchSize = 6, ShardSize = 4 });
        Assert.Equal(loss / 6, trainer.TrainEpoch(numbers), 1e-6);
        Assert.Equal(1, trainer.Updates);
        for (int i = 0; i < network.Parameters.Length; i++)
        {
            Assert.Equal(byHand.Parameters[i], network.Parameters[i], 1e-6f);
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public void The_number_of_threads_changes_no_bit(int threads)
    {
        Bits.AssertEqual(Trained(1), Trained(threads), $"{threads} threads");

        static float[] Trained(int threads)
        {
            var network = new Parity();
            network.Initialize(1);
            using var trainer = new Trainer<int, int>(
                network, new Adam(network.Parameters.Length, 0.01f), SequenceLoss.CrossEntropy(),
                new TrainerOptions { BatchSize = 16, ShardSize = 3, Threads = threads, Seed = 5, ClipNorm = 0.5 });
            trainer.Fit(ParityData(seed: 1, 70), ParityData(seed: 2, 20), epochs: 3);
            return network.Parameters.ToArray();
        }
    }

    /// <summary>What is dropped of an example does not depend on the shard that it is in: the loss of the first update is the same, and so is what is learnt but for roundings.</summary>
    [Theory]
    [InlineData(1, 1)]
    [InlineData(3, 2)]
    [InlineData(7, 1)]
    public void The_size_of_shards_changes_nothing_that_is_dropped(int shardSize, int threads)
    {
        foreach (bool isStream in (bool[])[false, true])
        {
            (double loss, float[] parameters) = Train(16, 1, isStream);
            (double otherLoss, float[] others) = Train(shardSize, threads, isStream);
            Assert.Equal(loss, otherLoss, 1e-12);
            for (int i = 0; i < parameters.Length; i++)
            {
                Assert.Equal(parameters[i], others[i], 2e-6f);
            }
        }

        static (double Loss, float[] Parameters) Train(int shardSize, int threads, bool isStream)
        {
            var network = new RegularizedNetworks.Classifier();
            var tagger = new Parity();
            network.Initialize(1);
            tagger.Initialize(1);
            double loss = double.NaN;
            var options = new TrainerOptions
            {
                BatchSize = 16,
                ShardSize = shardSize,
                Threads = threads,
                Seed = 5,
                WordCounts = isStream ? [] : [new WordCounts([.. Enumerable.Repeat(3, 11)], unknown: 1, alpha: 1)],
                Progress = progress => loss = double.IsNaN(loss) ? progress.Loss : loss,
            };
            if (isStream)
            {
                using var trainer = new Trainer<int, int>(tagger, new Sgd(tagger.Parameters.Length, 0.1f), SequenceLoss.CrossEntropy(), options);
                Example<int, int> stream = ParityStream(seed: 1, 16 * 9);
                trainer.FitStream(stream.Inputs, stream.Targets, 3, null, 2);
                return (loss, tagger.Parameters.ToArray());
            }

            using var other = new Trainer<int, int>(network, new Sgd(network.Parameters.Length, 0.1f), SequenceLoss.CrossEntropy(), options);
            Example<int, int>[] data = [.. Enumerable.Range(0, 40).Select(static index => new Example<int, int>(
                [.. Enumerable.Range(0, 1 + (index % 7)).Select(step => (index + (3 * step)) % 11)], [index % 3]))];
            other.Fit(data, null, 2);
            return (loss, network.Parameters.ToArray());
        }
    }

    /// <summary>Words are dropped in training, and not where it is measured.</summary>
    [Fact]
    public void Words_are_dropped_in_training_only()
    {
        double trained = Measure(new int[11], out double evaluated), plain = Measure(null, out double expected);
        Assert.Equal(expected, evaluated);
        Assert.NotEqual(plain, trained);
        var network = new RegularizedNetworks.DenseTokens();
        network.Initialize(1);
        Assert.Equal("WordCounts", Assert.Throws<ArgumentException>(() => new Trainer<int, int>(
            network, new Sgd(network.Parameters.Length, 0), SequenceLoss.CrossEntropy(), new TrainerOptions { WordCounts = [new WordCounts([1, 2], 0)] })).ParamName);
        Assert.Equal("WordCounts", Assert.Throws<ArgumentNullException>(() => new Trainer<int, int>(
            network, new Sgd(network.Parameters.Length, 0), SequenceLoss.CrossEntropy(), new TrainerOptions { WordCounts = null! })).ParamName);

        static double Measure(int[]? counts, out double evaluated)
        {
            var network = new RegularizedNetworks.DenseTokens();
            network.Initialize(1);
            Example<int, int>[] data = [new([3, 4, 5, 6], [0, 1, 2, 0]), new([7, 8], [1, 1])];
            using var trainer = new Trainer<int, int>(
                network, new Sgd(network.Parameters.Length, 0), SequenceLoss.CrossEntropy(),
                new TrainerOptions { WordCounts = counts is null ? [] : [new WordCounts(counts, unknown: 1)] });
            evaluated = trainer.Evaluate(data);
            return trainer.TrainEpoch(data);
        }
    }

    [Fact]
    public void Resuming_gives_the_bits_of_never_having_stopped()
    {
        string path = _directory["checkpoint.safetensors"];
        float[] straight = Trained(null, 6);
        for (int epochs = 1; epochs <= 6; epochs++)
        {
            // A new process would have another network, optimiser and schedule each time.
            float[] resumed = Trained(path, epochs);
            if (epochs == 6)
            {
                Bits.AssertEqual(straight, resumed, "resumed after every epoch");
            }
        }

        static float[] Trained(string? path, int epochs)
        {
            var network = new Parity();
            network.Initialize(1);
            var options = new TrainerOptions
            {
                BatchSize = 16,
                Seed = 5,
                CheckpointPath = path,
                Schedule = LearningRateSchedule.WarmUp(4, LearningRateSchedule.ReduceOnPlateau(0.5, 0)),
            };
            using var trainer = new Trainer<int, int>(network, new AdamW(network.Parameters.Length, 0.02f), SequenceLoss.CrossEntropy(), options);
            trainer.Fit(ParityData(seed: 1, 50), ParityData(seed: 2, 20), epochs);
            return network.Parameters.ToArray();
        }
    }

    [Fact]
    public void A_checkpoint_of_something_else_is_refused_and_changes_nothing()
    {
        string path = _directory["checkpoint.safetensors"];
        var parity = new Parity();
        parity.Initialize(1);
        using (var trainer = new Trainer<int, int>(
            parity, new Sgd(parity.Parameters.Length, 0.1f), SequenceLoss.CrossEntropy(), new TrainerOptions { CheckpointPath = path }))
        {
            trainer.Fit(ParityData(seed: 1, 5), null, 1);
        }

        var network = new Regressor();
        network.Initialize(3);
        float[] before = network.Parameters.ToArray();
        Assert.Throws<TensorFormatException>(() => new Trainer<float, float>(
            network, new Sgd(before.Length, 0.1f), SequenceLoss.SquaredError, new TrainerOptions { CheckpointPath = path }));
        parity.Initialize(4);
        before = parity.Parameters.ToArray();
        Assert.Throws<TensorFormatException>(() => new Trainer<int, int>(
            parity, new Adam(before.Length, 0.1f), SequenceLoss.CrossEntropy(), new TrainerOptions { CheckpointPath = path }));
        Bits.AssertEqual(before, parity.Parameters, "parameters");
        File.WriteAllBytes(path, File.ReadAllBytes(path)[..100]);
        Assert.Throws<TensorFormatException>(() => new Trainer<int, int>(
            parity, new Sgd(before.Length, 0.1f), SequenceLoss.CrossEntropy(), new TrainerOptions { CheckpointPath = path }));
    }

    /// <summary>Optimisers whose moments have the same names and sizes, another schedule, another network of few tensors: none is taken for the other.</summary>
    [Fact]
    public void A_checkpoint_of_a_like_optimiser_or_another_schedule_is_refused_and_changes_nothing()
    {
        string path = _directory["checkpoint.safetensors"];
        var network = new Regressor();
        network.Initialize(1);
        int length = network.Parameters.Length;
        Example<float, float>[] data = [new([1, 2], [1])];
        using (Trainer<float, float> trainer = Create(network, new Adam(length), LearningRateSchedule.Constant))
        {
            trainer.Fit(data, null, 2);
        }

        var other = new Regressor();
        other.Initialize(2);
        float[] before = other.Parameters.ToArray();
        Optimizer[] optimizers = [new AdamW(length), new Sgd(length, 0.1f), new RmsProp(length)];
        foreach (Optimizer optimizer in optimizers)
        {
            Assert.Contains("'Adam'", Assert.Throws<TensorFormatException>(() => Create(other, optimizer, LearningRateSchedule.Constant)).Message, StringComparison.Ordinal);
            Assert.Equal(0, optimizer.Steps);
        }

        var adam = new Adam(length);
        Assert.Equal("schedule", Assert.Throws<TensorFormatException>(() => Create(other, adam, LearningRateSchedule.ReduceOnPlateau())).Tensor);
        Assert.Equal(0, adam.Steps);
        Bits.AssertEqual(before, other.Parameters, "parameters");
        using Trainer<float, float> resumed = Create(other, adam, LearningRateSchedule.WarmUp(2, LearningRateSchedule.Constant));
        Assert.Equal(2, resumed.Epochs);
        Bits.AssertEqual(network.Parameters, other.Parameters, "parameters");

        Trainer<float, float> Create(Regressor model, Optimizer optimizer, LearningRateSchedule schedule) =>
            new(model, optimizer, SequenceLoss.SquaredError, new TrainerOptions { CheckpointPath = path, Schedule = schedule });
    }

    /// <summary>Wherever a checkpoint is cut off or damaged in its header, it is refused, and the network is as it was.</summary>
    [Fact]
    public void A_torn_checkpoint_is_refused_wherever_it_is_torn()
    {
        string path = _directory["checkpoint.safetensors"];
        var network = new Regressor();
        network.Initialize(1);
        using (var trainer = new Trainer<float, float>(
            network, new Adam(network.Parameters.Length), SequenceLoss.SquaredError, new TrainerOptions { CheckpointPath = path }))
        {
            trainer.Fit([new([1, 2], [1])], null, 1);
        }

        byte[] whole = File.ReadAllBytes(path);
        float[] before = network.Parameters.ToArray();
        var adam = new Adam(before.Length);
        for (int length = 0; length < whole.Length; length += 1 + (whole.Length / 97))
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<TensorFormatException>(() => new Trainer<float, float>(
                network, adam, SequenceLoss.SquaredError, new TrainerOptions { CheckpointPath = path }));
        }

        Assert.Equal(0, adam.Steps);
        Bits.AssertEqual(before, network.Parameters, "parameters");
    }

    /// <summary>The random state is part of the checkpoint: a training that is resumed with another seed goes on as it would have.</summary>
    [Fact]
    public void A_resumed_training_goes_on_with_its_own_seed()
    {
        string path = _directory["checkpoint.safetensors"];
        float[] straight = Trained(null, seed: 7, epochs: 4);
        Trained(path, seed: 7, epochs: 2);
        Bits.AssertEqual(straight, Trained(path, seed: 8, epochs: 4), "parameters");

        static float[] Trained(string? path, int seed, int epochs)
        {
            var network = new Parity();
            network.Initialize(1);
            using var trainer = new Trainer<int, int>(
                network, new Adam(network.Parameters.Length, 0.02f), SequenceLoss.CrossEntropy(), new TrainerOptions { BatchSize = 8, Seed = seed, CheckpointPath = path });
            trainer.Fit(ParityData(seed: 1, 50), null, epochs);
            return network.Parameters.ToArray();
        }
    }

    /// <summary>Twice as many updates of an epoch allocate not a byte more: what an epoch allocates is its order.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_update_allocates_nothing(int threads)
    {
        var network = new PlainParity();
        network.Initialize(1);
        Example<int, int> stream = ParityStream(seed: 1, steps: 1600);
        int calls = 0;
        using var trainer = new Trainer<int, int>(
            network, new Adam(network.Parameters.Length, 0.01f), SequenceLoss.CrossEntropy(),
            new TrainerOptions { BatchSize = 4, ShardSize = 2, Threads = threads, ClipNorm = 1, ClipValue = 10, Progress = _ => calls++ });
        int[] halfInputs = stream.Inputs[..800], halfTargets = stream.Targets[..800];
        Assert.Equal(0, Allocation.Of(3, () => trainer.TrainStream(halfInputs, halfTargets, window: 10)));
        Assert.Equal(0, Allocation.Of(3, () => trainer.TrainStream(stream.Inputs, stream.Targets, window: 10)));
        Assert.True(calls > 100);
    }

    [Fact]
    public void Gradients_are_clipped_by_value()
    {
        var network = new Regressor();
        network.Initialize(1);
        float[] before = network.Parameters.ToArray();
        using var trainer = new Trainer<float, float>(
            network, new Sgd(before.Length, 1f), SequenceLoss.SquaredError, new TrainerOptions { ClipValue = 0.01f });
        trainer.TrainEpoch([new([1, 2, 3], [1000])]);
        float largest = Enumerable.Range(0, before.Length).Max(i => Math.Abs(network.Parameters[i] - before[i]));
        Assert.Equal(0.01f, largest, 1e-6f);
    }

    [Fact]
    public void Examples_that_do_not_fit_are_named()
    {
        var network = new Parity();
        using var trainer = new Trainer<int, int>(network, new Sgd(network.Parameters.Length, 0.1f), SequenceLoss.CrossEntropy());
        Assert.Contains("example 1", Assert.Throws<ArgumentException>(() => trainer.TrainEpoch([new([0], [0]), new([0, 1], [0])])).Message, StringComparison.Ordinal);
        Assert.Contains("example 0", Assert.Throws<ArgumentException>(() => trainer.TrainEpoch([new([], [])])).Message, StringComparison.Ordinal);
        Assert.Equal("targets", Assert.Throws<ArgumentException>(() => trainer.TrainStream(new int[100], new int[99], 5)).ParamName);
        Assert.Equal("inputs", Assert.Throws<ArgumentException>(() => trainer.TrainStream([], [], 5)).ParamName);
        Assert.Equal("window", Assert.Throws<ArgumentOutOfRangeException>(() => trainer.TrainStream(new int[100], new int[100], 0)).ParamName);
        Assert.Equal(0, trainer.Updates);
        Assert.Equal("ClipNorm", Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer<int, int>(
            network, new Sgd(network.Parameters.Length, 0.1f), SequenceLoss.CrossEntropy(), new TrainerOptions { ClipNorm = double.NaN })).ParamName);
        using var weighted = new Trainer<int, int>(network, new Sgd(network.Parameters.Length, 0.1f), SequenceLoss.CrossEntropy(1, 2, 3));
        Assert.Throws<ArgumentException>(() => weighted.TrainEpoch([new([0], [0])]));
    }

    /// <summary>What a handler throws comes out where training was asked for, and the update before it stands.</summary>
    [Fact]
    public void A_handler_may_stop_training()
    {
        var network = new Parity();
        network.Initialize(1);
        bool stops = true;
        using var trainer = new Trainer<int, int>(
            network, new Sgd(network.Parameters.Length, 0.1f), SequenceLoss.CrossEntropy(),
            new TrainerOptions { Threads = 2, BatchSize = 8, Progress = _ => Stop() });
        Assert.Throws<OperationCanceledException>(() => trainer.Fit(ParityData(seed: 1, 50), null, 3));
        Assert.Equal((1, 0), (trainer.Updates, trainer.Epochs));
        stops = false;
        trainer.Fit(ParityData(seed: 1, 50), null, 1);
        Assert.Equal((7, 1), (trainer.Updates, trainer.Epochs));

        void Stop()
        {
            if (stops)
            {
                throw new OperationCanceledException();
            }
        }
    }

    [Fact]
    public void Training_stops_early_and_keeps_the_best()
    {
        var network = new Parity();
        network.Initialize(1);
        var losses = new List<double>();
        using var trainer = new Trainer<int, int>(
            network, new Sgd(network.Parameters.Length, 60f), SequenceLoss.CrossEntropy(),
            new TrainerOptions { Patience = 3, ClipNorm = 1, Progress = progress => AddLoss(progress) });
        Example<int, int>[] validation = ParityData(seed: 2, 20);
        trainer.Fit(ParityData(seed: 1, 50), validation, epochs: 1000);
        Assert.InRange(trainer.Epochs, 4, 999);
        Assert.Equal(losses.Min(), trainer.BestLoss);
        Assert.Equal(trainer.BestLoss, trainer.Evaluate(validation), 1e-12);
        Assert.All(losses.TakeLast(3), loss => Assert.True(loss >= trainer.BestLoss));

        void AddLoss(TrainingProgress progress)
        {
            if (progress.IsEndOfEpoch)
            {
                losses.Add(progress.ValidationLoss);
            }
        }
    }

    [Fact]
    public void An_update_that_is_not_finite_is_not_made()
    {
        var network = new Regressor();
        network.Initialize(1);
        float[] before = network.Parameters.ToArray();
        using var trainer = new Trainer<float, float>(network, new Sgd(before.Length, 0.1f), SequenceLoss.SquaredError);
        Assert.Equal(0, Assert.Throws<TrainingDivergedException>(() => trainer.TrainEpoch([new([1], [float.MaxValue])])).Update);
        Bits.AssertEqual(before, network.Parameters, "parameters");
        Assert.Equal((0, 0), (trainer.Updates, trainer.Epochs));
        Assert.Throws<ArgumentException>(() => trainer.TrainEpoch([]));
    }

    /// <summary>Windows of a stream carry the state, so the loss is that of the whole stream, computed at once, while the parameters stay.</summary>
    [Fact]
    public void A_stream_goes_through_windows_with_its_state()
    {
        Example<int, int> stream = ParityStream(seed: 1, steps: 203);
        var network = new Parity();
        network.Initialize(1);
        double expected = 0;
        for (int part = 0; part < 4; part++)
        {
            float[] outputs = new float[50 * 2];
            var state = default(Parity.State);
            network.Run(stream.Inputs.AsSpan(part * 50, 50), outputs, ref state);
            expected += Loss.CrossEntropy(outputs, stream.Targets.AsSpan(part * 50, 50), []);
        }

        // Without dropout, and with a learning rate of zero.
        var plain = new PlainParity();
        var tensors = new TensorStore();
        network.Save(tensors);
        plain.Load(tensors);
        using var trainer = new Trainer<int, int>(
            plain, new Sgd(plain.Parameters.Length, 0f), SequenceLoss.CrossEntropy(), new TrainerOptions { BatchSize = 4, ShardSize = 3 });
        Assert.Equal(expected / 200, trainer.TrainStream(stream.Inputs, stream.Targets, window: 7), 1e-6);
        Assert.Equal(8, trainer.Updates);
    }
}
