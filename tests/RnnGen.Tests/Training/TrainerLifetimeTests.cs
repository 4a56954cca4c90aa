using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Threading;
using RnnGen.Formats;
using RnnGen.Tests.Cells;
using RnnGen.TestSupport;
using RnnGen.Threads;
using RnnGen.Training;
using Xunit;
using static RnnGen.Tests.Training.TrainingCases;

namespace RnnGen.Tests.Training;

/// <summary>Threads, cancellation, progress and the end of a trainer.</summary>
public sealed class TrainerLifetimeTests : IDisposable
{
    private static readonly Example<int, int>[] Data = ParityData(seed: 1, 30);

    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public void A_trainer_that_was_disposed_of_says_so(int threads)
    {
        foreach (bool wasUsed in new[] { false, true })
        {
            Trainer<int, int> trainer = Create(new TrainerOptions { Threads = threads, BatchSize = 16, ShardSize = 4 }, out PlainParity network);
            if (wasUsed)
            {
                trainer.Fit(Data, Data, 1);
            }

            float[] before = network.Parameters.ToArray();
            trainer.Dispose();
            trainer.Dispose();
            Assert.Throws<ObjectDisposedException>(() => trainer.Fit(Data, null, 5));
            Assert.Throws<ObjectDisposedException>(() => trainer.FitStream(new int[40], new int[40], 5, null, 5));
            Assert.Throws<ObjectDisposedException>(() => trainer.TrainEpoch(Data));
            Assert.Throws<ObjectDisposedException>(() => trainer.TrainStream(new int[40], new int[40], 5));
            Assert.Throws<ObjectDisposedException>(() => trainer.Evaluate(Data));
            trainer.Dispose();
            Bits.AssertEqual(before, network.Parameters, "parameters");
            Assert.Equal(wasUsed ? 1 : 0, trainer.Epochs);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_handler_may_dispose(int threads)
    {
        Trainer<int, int>? trainer = null;
        trainer = Create(new TrainerOptions { Threads = threads, BatchSize = 8, ShardSize = 4, Progress = _ => trainer!.Dispose() }, out _);
        Assert.Throws<ObjectDisposedException>(() => trainer.Fit(Data, null, 5));
        Assert.Equal(1, trainer.Updates);
    }

    [Fact]
    public void A_platform_without_threads_says_so()
    {
        var network = new PlainParity();
        network.Initialize(1);
        foreach (int threads in new[] { 2, 64 })
        {
            string message = Assert.Throws<PlatformNotSupportedException>(() => New(threads)).Message;
            Assert.Contains($"'Threads' is {threads}", message, StringComparison.Ordinal);
            Assert.Contains("no threads", message, StringComparison.Ordinal);
        }

        using Trainer<int, int> trainer = New(1);
        trainer.Fit(Data, Data, 1);
        Assert.Equal(1, trainer.Epochs);
        Assert.True(WorkerPool.HasThreads);

        Trainer<int, int> New(int threads) =>
            new(network, new Sgd(network.Parameters.Length, 0.1f), SequenceLoss.CrossEntropy(), new TrainerOptions { Threads = threads }, hasThreads: false);
    }

    /// <summary>A report at the end of an epoch has its updates, and the sum of what its updates counted for.</summary>
    [Fact]
    public void The_report_at_the_end_of_an_epoch_has_the_updates_made()
    {
        var reports = new List<TrainingProgress>();
        using Trainer<int, int> trainer = Create(new TrainerOptions { BatchSize = 8, Progress = reports.Add, Schedule = LearningRateSchedule.Step(1, 0.5) }, out _);
        trainer.Fit(Data, Data, 2);
        trainer.TrainEpoch(Data[..9]);
        trainer.TrainStream(new int[320], new int[320], 9);
        int[] updates = [4, 4, 2, 5];
        int first = 0;
        for (int epoch = 0; epoch < updates.Length; epoch++)
        {
            TrainingProgress[] own = [.. reports[first..(first + updates[epoch] + 1)]];
            first += own.Length;
            Assert.Equal([.. Enumerable.Range(1, updates[epoch]), updates[epoch]], own.Select(static report => report.Update));
            Assert.All(own, report => Assert.Equal((epoch, updates[epoch]), (report.Epoch, report.Updates)));
            Assert.Equal(own.SkipLast(1).Sum(static report => report.Weight), own[^1].Weight);
            Assert.Equal(own.SkipLast(1).Sum(static report => report.Loss * report.Weight) / own[^1].Weight, own[^1].Loss, 1e-9);
            Assert.Equal([.. Enumerable.Repeat(false, updates[epoch]), true], own.Select(static report => report.IsEndOfEpoch));
            Assert.Equal((own[^2].LearningRate, own[^2].GradientNorm), (own[^1].LearningRate, own[^1].GradientNorm));
            Assert.Equal(epoch > 1, double.IsNaN(own[^1].ValidationLoss));
        }

        Assert.Equal(first, reports.Count);
        Assert.Equal(updates.Sum(), trainer.Updates);
    }

    /// <summary>A token that is cancelled before the call: arguments are checked, and no update is made; where no epoch is to be made, nothing is thrown.</summary>
    [Fact]
    public void A_cancelled_token_stops_before_the_first_update()
    {
        using Trainer<int, int> trainer = Create(new TrainerOptions(), out PlainParity network);
        float[] before = network.Parameters.ToArray();
        var cancelled = new CancellationToken(canceled: true);
        Assert.ThrowsAny<OperationCanceledException>(() => trainer.Fit(Data, Data, 1, cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => trainer.FitStream(new int[40], new int[40], 5, null, 1, cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => trainer.TrainEpoch(Data, cancelled));
        Assert.ThrowsAny<OperationCanceledException>(() => trainer.TrainStream(new int[40], new int[40], 5, cancelled));
        Assert.Throws<ArgumentException>(() => trainer.Fit([], null, 1, cancelled));
        Assert.Equal((0, 0), (trainer.Updates, trainer.Epochs));
        Bits.AssertEqual(before, network.Parameters, "parameters");
        trainer.Fit(Data, null, 0, cancelled);
    }

    [Fact]
    public void Training_does_not_begin_again_in_its_own_handler()
    {
        Trainer<int, int>? trainer = null;
        int refused = 0;
        using (trainer = Create(new TrainerOptions { Progress = _ => Nest() }, out _))
        {
            trainer.Fit(Data, null, 1);
            Assert.Equal((2, 1), (refused, trainer.Epochs));
            trainer.Fit(Data, null, 2);
        }

        void Nest()
        {
            Assert.Throws<InvalidOperationException>(() => trainer!.TrainStream(new int[40], new int[40], 5));
            refused++;
        }
    }

    /// <summary>A checkpoint with the states of other streams, or of another network's, is refused, and changes nothing.</summary>
    [Fact]
    public void Damaged_states_of_streams_are_refused()
    {
        string path = _directory["checkpoint.safetensors"];
        using (var source = new CancellationTokenSource())
        using (Trainer<int, int> trainer = Create(new TrainerOptions { CheckpointPath = path, BatchSize = 4, Progress = _ => source.Cancel() }, out _))
        {
            Assert.Throws<OperationCanceledException>(() => trainer.TrainStream(new int[40], new int[40], 5, source.Token));
        }

        byte[] whole = File.ReadAllBytes(path);
        using (Create(new TrainerOptions { CheckpointPath = path, BatchSize = 4 }, out _))
        {
        }

        // The widest elements come first, so the states are at the end.
        byte[] damaged = [.. whole];
        damaged.AsSpan(damaged.Length - 4 * PlainParity.State.ByteCount, 8).Fill(0xEE);
        File.WriteAllBytes(path, damaged);
        Assert.Equal("streams", Assert.Throws<TensorFormatException>(() => Create(new TrainerOptions { CheckpointPath = path, BatchSize = 4 }, out _)).Tensor);
    }

    private static Trainer<int, int> Create(TrainerOptions options, out PlainParity network)
    {
        network = new PlainParity();
        network.Initialize(1);
        return new Trainer<int, int>(network, new Sgd(network.Parameters.Length, 0.1f), SequenceLoss.CrossEntropy(), options);
    }
}
