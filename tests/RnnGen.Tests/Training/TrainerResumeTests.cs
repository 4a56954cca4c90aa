using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using RnnGen.Tests.Cells;
using RnnGen.TestSupport;
using RnnGen.Training;
using Xunit;
using static RnnGen.Tests.Training.TrainingCases;

namespace RnnGen.Tests.Training;

/// <summary>Going on with a training equals never having stopped: over calls, over cancelled ones, and over trainers that have the checkpoint of the one before.</summary>
public sealed class TrainerResumeTests : IDisposable
{
    private const int Epochs = 7;
    private const int Cases = 40;

    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>Epochs of examples, cut at random places into calls: with and without validation, patience, schedules, optimisers, new trainers, cancellation.</summary>
    [Fact]
    public void Any_split_of_epochs_of_examples_gives_the_bits_of_one_call()
    {
        Example<int, int>[] data = ParityData(seed: 1, 30), validation = ParityData(seed: 2, 9);
        int stopped = 0, cancelled = 0;
        for (int seed = 0; seed < Cases; seed++)
        {
            var settings = Settings.Draw(seed);
            Outcome whole = Run(settings, [Epochs], null, Fit), parts = Run(settings, settings.Split(), PathOf(settings), Fit);
            whole.AssertEqual(parts, settings);
            stopped += whole.EpochsMade < Epochs ? 1 : 0;
            cancelled += parts.Cancelled;
        }

        Assert.True(stopped > 2 && cancelled > 20, $"{stopped} stopped early, {cancelled} cancelled");

        void Fit(Trainer<int, int> trainer, Settings settings, int epochs, CancellationToken token) =>
            trainer.Fit(data, settings.Validates ? validation : null, epochs, token);
    }

    /// <summary>The same of truncated BPTT, where a cancelled epoch must go on with the states of all streams.</summary>
    [Fact]
    public void Any_split_of_epochs_of_a_stream_gives_the_bits_of_one_call()
    {
        Example<int, int> stream = ParityStream(seed: 1, 263);
        Example<int, int>[] validation = ParityData(seed: 2, 9);
        int cancelled = 0;
        for (int seed = 100; seed < 100 + Cases; seed++)
        {
            var settings = Settings.Draw(seed);
            Outcome whole = Run(settings, [Epochs], null, Fit), parts = Run(settings, settings.Split(), PathOf(settings), Fit);
            whole.AssertEqual(parts, settings);
            cancelled += parts.Cancelled;
        }

        Assert.True(cancelled > 20, $"{cancelled} cancelled");

        void Fit(Trainer<int, int> trainer, Settings settings, int epochs, CancellationToken token) =>
            trainer.FitStream(stream.Inputs, stream.Targets, 9, settings.Validates ? () => trainer.Evaluate(validation) : null, epochs, token);
    }

    /// <summary>One epoch at a time, cancelled in its middle, gone on with by the same trainer or by another.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_epoch_that_is_cancelled_is_gone_on_with(bool isNew)
    {
        Example<int, int> stream = ParityStream(seed: 1, 203);
        (float[] expected, double[] losses) = Train(cancelAfter: 0, null);
        for (int update = 1; update <= 17; update += 2)
        {
            (float[] actual, double[] actualLosses) = Train(update, isNew ? _directory[$"{update}.safetensors"] : null);
            Bits.AssertEqual(expected, actual, $"cancelled after update {update}");
            Assert.Equal(losses, actualLosses);
        }

        (float[] Parameters, double[] Losses) Train(int cancelAfter, string? path)
        {
            using var source = new CancellationTokenSource();
            int updates = 0;
            Trainer<int, int> trainer = Create(out Parity network);
            var measured = new List<double>();
            while (trainer.Epochs < 3)
            {
                try
                {
                    measured.Add(trainer.TrainStream(stream.Inputs, stream.Targets, 7, source.IsCancellationRequested ? default : source.Token));
                }
                catch (OperationCanceledException)
                {
                    Assert.Equal(cancelAfter, trainer.Updates);
                    if (path is not null)
                    {
                        trainer.Dispose();
                        trainer = Create(out network);
                        Assert.Equal((cancelAfter, (cancelAfter - 1) / 8), (trainer.Updates, trainer.Epochs));
                    }
                }
            }

            trainer.Dispose();
            return (network.Parameters.ToArray(), [.. measured]);

            Trainer<int, int> Create(out Parity network)
            {
                network = new Parity();
                network.Initialize(1);
                return new Trainer<int, int>(network, new Adam(network.Parameters.Length, 0.02f), SequenceLoss.CrossEntropy(), new TrainerOptions
                {
                    BatchSize = 4,
                    ShardSize = 3,
                    CheckpointPath = path,
                    Progress = progress =>
                    {
                        if (!progress.IsEndOfEpoch && ++updates == cancelAfter)
                        {
                            source.Cancel();
                        }
                    },
                });
            }
        }
    }

    [Fact]
    public void Patience_without_validation_stops_nothing()
    {
        Example<int, int>[] data = ParityData(seed: 1, 20);
        string path = _directory["checkpoint.safetensors"];
        float[] whole = Trained(null, 8);
        Bits.AssertEqual(whole, Trained(null, 4, 8), "two calls");
        Trained(path, 4);
        Bits.AssertEqual(whole, Trained(path, 8), "resumed");

        float[] Trained(string? path, params int[] calls)
        {
            Trainer<int, int> trainer = Create(new Settings { Patience = 2 }, path, out PlainParity network);
            foreach (int epochs in calls)
            {
                trainer.Fit(data, null, epochs);
                Assert.Equal(epochs, trainer.Epochs);
            }

            trainer.Dispose();
            return network.Parameters.ToArray();
        }
    }

    /// <summary>A call without validation hands out the last parameters, whatever a call before it measured; one that stopped early stays stopped.</summary>
    [Fact]
    public void A_call_without_validation_hands_out_the_last_parameters()
    {
        Example<int, int>[] data = ParityData(seed: 1, 20), validation = ParityData(seed: 2, 9);
        var settings = new Settings { Patience = 2, LearningRate = 0.5f };
        using Trainer<int, int> trainer = Create(settings, null, out PlainParity network);
        trainer.Fit(data, validation, 100);
        int stopped = trainer.Epochs;
        Assert.InRange(stopped, 3, 99);
        float[] best = network.Parameters.ToArray();
        trainer.Fit(data, validation, 200);
        Assert.Equal(stopped, trainer.Epochs);
        Bits.AssertEqual(best, network.Parameters, "best");
        double bestLoss = trainer.BestLoss;

        trainer.Fit(data, null, stopped + 2);
        using Trainer<int, int> plain = Create(settings, null, out PlainParity expected);
        plain.Fit(data, null, stopped + 2);
        Bits.AssertEqual(expected.Parameters, network.Parameters, "last");
        Assert.Equal(bestLoss, trainer.BestLoss);

        // And one that makes no epoch hands out what its arguments ask for.
        trainer.Fit(data, validation, 1);
        Bits.AssertEqual(best, network.Parameters, "best again");
        trainer.Fit(data, null, 1);
        Bits.AssertEqual(expected.Parameters, network.Parameters, "last again");
    }

    /// <summary>Parameters that the user changes between calls are the new start, and the best of those that are gone is not handed out.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Changed_parameters_are_the_new_start(bool validates)
    {
        Example<int, int>[] data = ParityData(seed: 1, 20), validation = ParityData(seed: 2, 9);
        var network = new PlainParity();
        network.Initialize(1);
        var sgd = new Sgd(network.Parameters.Length, 1f);
        using var trainer = new Trainer<int, int>(network, sgd, SequenceLoss.CrossEntropy(), new TrainerOptions { Patience = 2 });
        trainer.Fit(data, validation, 100);
        double before = trainer.BestLoss;

        // Worse than what was learnt.
        network.Initialize(77);
        foreach (ref float parameter in network.Parameters)
        {
            parameter *= 8;
        }

        float[] start = network.Parameters.ToArray();
        int epochs = trainer.Epochs;
        var single = new PlainParity();
        start.CopyTo(single.Parameters);
        using var evaluation = new Trainer<int, int>(single, new Sgd(start.Length, 1), SequenceLoss.CrossEntropy());
        Assert.True(evaluation.Evaluate(validation) > before + 0.5);
        sgd.LearningRate = 0;
        trainer.Fit(data, validates ? validation : null, epochs + 1);
        Assert.Equal(epochs + 1, trainer.Epochs);
        Bits.AssertEqual(start, network.Parameters, "parameters");
        Assert.Equal(validates ? evaluation.Evaluate(validation) : double.PositiveInfinity, trainer.BestLoss, 1e-12);
    }

    /// <summary>The schedule multiplies the optimiser's own rate, which is there again after each call; changed in between, the new one counts.</summary>
    [Fact]
    public void The_optimisers_learning_rate_is_left_as_it_was()
    {
        var network = new PlainParity();
        network.Initialize(1);
        var rates = new List<double>();
        var sgd = new Sgd(network.Parameters.Length, 1f);
        using var trainer = new Trainer<int, int>(network, sgd, SequenceLoss.CrossEntropy(), new TrainerOptions
        {
            Schedule = LearningRateSchedule.Step(1, 0.5),
            Progress = progress => rates.Add(progress.IsEndOfEpoch ? 0 : progress.LearningRate),
        });
        trainer.Fit(ParityData(seed: 1, 20), null, 2);
        Assert.Equal(1f, sgd.LearningRate);
        sgd.LearningRate = 4;
        trainer.Fit(ParityData(seed: 1, 20), null, 3);
        Assert.Equal([1, 0, 0.5, 0, 1, 0], rates);
    }

    /// <summary>Other data, or another window, cannot go on in the middle of an epoch: they begin it again.</summary>
    [Fact]
    public void Other_data_begin_the_epoch_again()
    {
        Example<int, int> stream = ParityStream(seed: 1, 200);
        var positions = new List<(int, int)>();
        using var source = new CancellationTokenSource();
        var network = new PlainParity();
        network.Initialize(1);
        using var trainer = new Trainer<int, int>(network, new Sgd(network.Parameters.Length, 0.1f), SequenceLoss.CrossEntropy(), new TrainerOptions
        {
            BatchSize = 4,
            Progress = progress =>
            {
                positions.Add((progress.Update, progress.Updates));
                if (positions.Count == 3)
                {
                    source.Cancel();
                }
            },
        });
        Assert.Throws<OperationCanceledException>(() => trainer.TrainStream(stream.Inputs, stream.Targets, 10, source.Token));
        trainer.TrainStream(stream.Inputs, stream.Targets, 25);
        Assert.Equal([(1, 5), (2, 5), (3, 5), (1, 2), (2, 2), (2, 2)], positions);
    }

    /// <summary>A handler may evaluate, with longer sequences than those that are learnt, and nothing changes: not even the streams' states.</summary>
    [Fact]
    public void Evaluating_in_the_middle_of_a_stream_changes_nothing()
    {
        Example<int, int> stream = ParityStream(seed: 1, 200);
        Bits.AssertEqual(Trained(0), Trained(1), "parameters");

        float[] Trained(int evaluations)
        {
            var network = new Parity();
            network.Initialize(1);
            int length = 30;
            Trainer<int, int>? trainer = null;
            using (trainer = new Trainer<int, int>(network, new Adam(network.Parameters.Length), SequenceLoss.CrossEntropy(), new TrainerOptions
            {
                BatchSize = 4,
                ShardSize = 3,
                Progress = _ =>
                {
                    for (int i = 0; i < evaluations; i++)
                    {
                        trainer!.Evaluate([.. Enumerable.Range(0, 5).Select(seed => ParityStream(seed, length += 3))]);
                    }
                },
            }))
            {
                trainer.TrainStream(stream.Inputs, stream.Targets, 7);
                return network.Parameters.ToArray();
            }
        }
    }

    /// <summary>What is thrown in the middle of an update leaves the state of the one before: going on gives the bits of never having failed.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void An_update_that_fails_was_not_made(int threads)
    {
        Example<int, int> stream = ParityStream(seed: 1, 200);
        Bits.AssertEqual(Trained(int.MaxValue), Trained(30), "parameters");

        float[] Trained(int failsAt)
        {
            var network = new Parity();
            network.Initialize(1);
            var loss = new FailingLoss { FailsAt = failsAt };
            using var trainer = new Trainer<int, int>(
                network, new Adam(network.Parameters.Length), loss, new TrainerOptions { BatchSize = 4, ShardSize = 2, Threads = threads });
            if (failsAt < int.MaxValue)
            {
                Assert.Throws<TimeoutException>(() => trainer.TrainStream(stream.Inputs, stream.Targets, 7));
                Assert.InRange(trainer.Updates, 1, 7);
            }

            trainer.TrainStream(stream.Inputs, stream.Targets, 7);
            Assert.Equal((8, 1), (trainer.Updates, trainer.Epochs));
            return network.Parameters.ToArray();
        }
    }

    private string? PathOf(Settings settings) => settings.Resumes ? _directory[$"{settings.Seed}.safetensors"] : null;

    private static Trainer<int, int> Create(Settings settings, string? path, out PlainParity network)
    {
        network = new PlainParity();
        network.Initialize(1);
        return settings.Create(network, path, null);
    }

    // Calls until so many epochs are made; each may be cancelled some times, and with a path each part is a trainer's of its own.
    private static Outcome Run(Settings settings, int[] calls, string? path, Action<Trainer<int, int>, Settings, int, CancellationToken> fit)
    {
        var random = new Random(settings.Seed);
        CancellationTokenSource source = new();
        int cancelIn = 0, cancelled = 0;
        Trainer<int, int> trainer = Start(out Parity network);
        for (int call = 0; call < calls.Length;)
        {
            source = new CancellationTokenSource();
            cancelIn = calls.Length > 1 && random.Next(2) == 0 ? random.Next(1, 9) : 0;
            try
            {
                fit(trainer, settings, calls[call], source.Token);
                call++;
            }
            catch (OperationCanceledException exception)
            {
                Assert.Equal(source.Token, exception.CancellationToken);
                cancelled++;
            }

            if (path is not null)
            {
                trainer.Dispose();
                trainer = Start(out network);
            }
        }

        // What was handed out. A new trainer hands it out when it finds that no epoch is to be made.
        fit(trainer, settings, calls[^1], default);
        float[] handedOut = network.Parameters.ToArray();
        int epochs = trainer.Epochs;
        var outcome = new Outcome(handedOut, [], epochs, trainer.Updates, trainer.BestLoss, cancelled);

        // And what training would go on from.
        cancelIn = 0;
        trainer.TrainEpoch(ParityData(seed: 3, 8));
        outcome = outcome with { Next = network.Parameters.ToArray() };
        trainer.Dispose();
        return outcome;

        Trainer<int, int> Start(out Parity started)
        {
            started = new Parity();
            started.Initialize(1);
            return settings.Create(started, path, progress =>
            {
                if (!progress.IsEndOfEpoch && --cancelIn == 0)
                {
                    source.Cancel();
                }
            });
        }
    }

    /// <summary>What a training came to.</summary>
    private sealed record Outcome(float[] HandedOut, float[] Next, int EpochsMade, long Updates, double BestLoss, int Cancelled)
    {
        public void AssertEqual(Outcome other, Settings settings)
        {
            Assert.True((EpochsMade, Updates, BestLoss) == (other.EpochsMade, other.Updates, other.BestLoss), $"{settings}: {this}, {other}");
            Bits.AssertEqual(HandedOut, other.HandedOut, $"{settings}: handed out");
            Bits.AssertEqual(Next, other.Next, $"{settings}: an epoch later");
        }
    }

    /// <summary>How to train.</summary>
    private sealed record Settings
    {
        public int Seed { get; init; }

        public bool Validates { get; init; }

        public bool Resumes { get; init; }

        public int Patience { get; init; }

        public int Threads { get; init; } = 1;

        public int Schedule { get; init; }

        public int Rule { get; init; }

        public float LearningRate { get; init; } = 0.05f;

        public double AverageDecay { get; init; }

        public bool DropsWords { get; init; }

        public static Settings Draw(int seed)
        {
            var random = new Random(seed);
            return new Settings
            {
                Seed = seed,
                Validates = random.Next(3) > 0,
                Resumes = random.Next(2) == 0,
                Patience = random.Next(3),
                Threads = random.Next(1, 3),
                Schedule = seed % 5,
                Rule = seed / 5 % 4,
                LearningRate = random.Next(2) == 0 ? 0.3f : 0.02f,
                AverageDecay = seed % 3 == 0 ? 0.8 : 0,
                DropsWords = seed % 4 == 0,
            };
        }

        /// <summary>Epochs at the end of each call, the last all of them.</summary>
        public int[] Split()
        {
            var random = new Random(Seed);
            return [.. Enumerable.Range(1, Epochs - 1).Where(_ => random.Next(2) == 0).Prepend(0), Epochs];
        }

        public Trainer<int, int> Create<TNetwork>(TNetwork network, string? path, Action<TrainingProgress>? progress)
            where TNetwork : ITrainable<int>
        {
            int length = network.Parameters.Length;
            Optimizer optimizer = Rule switch
            {
                0 => new Adam(length, 0.1f * LearningRate),
                1 => new AdamW(length, 0.1f * LearningRate, weightDecay: 0.1f),
                2 => new RmsProp(length, 0.1f * LearningRate, momentum: 0.5f, centered: true),
                _ => new Sgd(length, LearningRate, momentum: 0.9f, nesterov: true),
            };
            LearningRateSchedule schedule = Schedule switch
            {
                0 => LearningRateSchedule.Constant,
                1 => LearningRateSchedule.Step(5, 0.7),
                2 => LearningRateSchedule.WarmUp(3, LearningRateSchedule.Cosine(40)),
                3 => LearningRateSchedule.ReduceOnPlateau(0.5, 0),
                _ => LearningRateSchedule.WarmUp(6, LearningRateSchedule.ReduceOnPlateau(0.3, 1, threshold: 0.05)),
            };
            return new Trainer<int, int>(network, optimizer, SequenceLoss.CrossEntropy(), new TrainerOptions
            {
                BatchSize = 6,
                ShardSize = 4,
                Threads = Threads,
                Seed = Seed,
                ClipNorm = 1,
                Patience = Patience,
                Schedule = schedule,
                CheckpointPath = path,
                Progress = progress,
                AverageDecay = AverageDecay,
                WordCounts = DropsWords ? [new WordCounts([100, 200], unknown: 0, alpha: 10)] : [],
            });
        }
    }

    /// <summary>Throws once, in the middle of an update.</summary>
    private sealed class FailingLoss : SequenceLoss<int>
    {
        private readonly SequenceLoss<int> _loss = SequenceLoss.CrossEntropy();
        private int _calls;

        public int FailsAt { get; init; }

        public override int TargetsOfRow(int outputSize) => 1;

        public override double WeightOf(ReadOnlySpan<int> targets) => _loss.WeightOf(targets);

        public override double Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<int> targets, Span<float> gradients, double scale) =>
            Interlocked.Increment(ref _calls) == FailsAt ? throw new TimeoutException() : _loss.Compute(outputs, targets, gradients, scale);
    }
}
