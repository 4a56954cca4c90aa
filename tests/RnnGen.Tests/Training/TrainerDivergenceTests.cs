using System;
using System.IO;
using System.Linq;
using System.Threading;
using RnnGen.Tests.Cells;
using RnnGen.TestSupport;
using RnnGen.Training;
using Xunit;
using static RnnGen.Tests.Training.TrainingCases;

namespace RnnGen.Tests.Training;

/// <summary>A checkpoint is never worse than the one it replaces: whatever becomes not finite is named with its update, and the file stays as it was.</summary>
public sealed class TrainerDivergenceTests : IDisposable
{
    private static readonly Example<float, float>[] Data = [.. Enumerable.Range(1, 6).Select(static i => new Example<float, float>([i, -i, 0.5f * i], [i]))];

    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    public static TheoryData<string, string> Faults => new()
    {
        { "sgd", "parameter" },
        { "sgd momentum", "parameter" },
        { "adam", "parameter" },
        { "adamw", "parameter" },
        { "rmsprop", "parameter" },
        { "adam", "moment" },
        { "adamw", "moment" },
        { "rmsprop", "moment" },
        { "rmsprop centered", "variance" },
        { "sgd", "gradient" },
        { "sgd", "validation" },
        { "adam", "validation" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void What_is_not_finite_is_never_written(string rule, string fault)
    {
        string path = _directory["checkpoint.safetensors"];
        var network = new Regressor();
        network.Initialize(1);
        int length = network.Parameters.Length;
        Optimizer optimizer = rule switch
        {
            "sgd" => new Sgd(length, 1e-3f),
            "sgd momentum" => new Sgd(length, 1e-3f, 0.9f),
            "adam" => new Adam(length),
            "adamw" => new AdamW(length),
            "rmsprop" => new RmsProp(length),
            _ => new RmsProp(length, momentum: 0.5f, centered: true),
        };
        using var trainer = new Trainer<float, float>(network, optimizer, SequenceLoss.SquaredError, new TrainerOptions { BatchSize = 3, CheckpointPath = path });
        trainer.Fit(Data, Data, 2);
        trainer.Fit(Data, null, 2);
        byte[] file = File.ReadAllBytes(path);
        float[] before = network.Parameters.ToArray();
        Example<float, float>[] worse = fault switch
        {
            // The gradient is finite, its square is not; or it is not itself.
            "moment" or "variance" => [.. Data[..3], new([1], [1e25f]), new([1], [1e25f]), new([1], [1e25f])],
            "gradient" => [.. Data[..3], .. Enumerable.Repeat(new Example<float, float>([1], [float.MaxValue]), 3)],
            _ => Data,
        };
        if (fault == "parameter")
        {
            optimizer.LearningRate = float.MaxValue;
        }

        TrainingDivergedException exception;
        if (fault == "validation")
        {
            // Of a stream the user measures.
            using var stream = StreamTrainer(optimizer, path, out Follower follower);
            file = File.ReadAllBytes(path);
            foreach (double loss in new[] { double.NaN, double.NegativeInfinity, double.PositiveInfinity })
            {
                exception = Assert.Throws<TrainingDivergedException>(() => stream.FitStream(new float[60], new float[40], 5, () => loss, 9));
                Assert.Equal(stream.Updates - 1, exception.Update);
                Assert.Contains($"Update {exception.Update} ", exception.Message, StringComparison.Ordinal);
                Assert.Equal(file, File.ReadAllBytes(path));
            }

            return;
        }

        exception = Assert.Throws<TrainingDivergedException>(() => trainer.Fit(worse, Data, 3));
        Assert.Equal(trainer.Updates, exception.Update);
        Assert.Contains($"Update {exception.Update} (epoch 2)", exception.Message, StringComparison.Ordinal);
        Assert.Contains(fault switch { "parameter" => "parameter ", "variance" => " became ", "moment" => "of the optimiser's 'squares' became Infinity", _ => "the norm of the gradients" }, exception.Message, StringComparison.Ordinal);
        Assert.Equal(file, File.ReadAllBytes(path));
        Assert.Equal([Path.GetFileName(path)], _directory.Entries);
        Assert.False(network.HasNonFiniteParameters);
        if (exception.Update == 4)
        {
            Bits.AssertEqual(before, network.Parameters, "parameters");
        }

        // The optimiser made its step, so that nothing can go on with it; after gradients that were not finite, all is as it was.
        if (fault != "gradient")
        {
            Assert.Throws<InvalidOperationException>(() => trainer.Fit(Data, Data, 3));
        }
        else
        {
            trainer.Fit(Data, null, 3);
        }

        // The file is good.
        var resumed = new Regressor();
        Optimizer fresh = rule.StartsWith("sgd", StringComparison.Ordinal) ? new Sgd(length, 1e-3f, rule == "sgd" ? 0 : 0.9f)
            : rule == "adam" ? new Adam(length) : rule == "adamw" ? new AdamW(length)
            : rule == "rmsprop" ? new RmsProp(length) : new RmsProp(length, momentum: 0.5f, centered: true);
        using var again = new Trainer<float, float>(resumed, fresh, SequenceLoss.SquaredError, new TrainerOptions { BatchSize = 3, CheckpointPath = path });
        again.Fit(Data, Data, 4);
        Assert.False(resumed.HasNonFiniteParameters);
    }

    /// <summary>Nor what a progress handler made of the parameters, whether training ends an epoch or is cancelled.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Parameters_that_a_handler_spoilt_are_not_written(bool cancels)
    {
        string path = _directory["checkpoint.safetensors"];
        var network = new Regressor();
        network.Initialize(1);
        using var source = new CancellationTokenSource();
        bool spoils = false;
        using var trainer = new Trainer<float, float>(network, new Adam(network.Parameters.Length), SequenceLoss.SquaredError, new TrainerOptions
        {
            CheckpointPath = path,
            BatchSize = cancels ? 3 : 6,
            Progress = _ =>
            {
                if (spoils)
                {
                    network.Parameters[3] = float.NegativeInfinity;
                    if (cancels)
                    {
                        source.Cancel();
                    }
                }
            },
        });
        trainer.Fit(Data, null, 1);
        byte[] file = File.ReadAllBytes(path);
        spoils = true;
        var exception = Assert.Throws<TrainingDivergedException>(() => trainer.Fit(Data, null, 2, source.Token));
        Assert.Contains($"After update {exception.Update} parameter 3 is -Infinity", exception.Message, StringComparison.Ordinal);
        Assert.Equal(trainer.Updates - 1, exception.Update);
        Assert.Equal(file, File.ReadAllBytes(path));
    }

    private static Trainer<float, float> StreamTrainer(Optimizer like, string path, out Follower network)
    {
        File.Delete(path);
        network = new Follower();
        network.Initialize(1);
        int length = network.Parameters.Length;
        var trainer = new Trainer<float, float>(
            network, like is Adam ? new Adam(length) : new Sgd(length, 0.1f), SequenceLoss.SquaredError, new TrainerOptions { BatchSize = 2, CheckpointPath = path });
        trainer.FitStream(new float[60], new float[40], 5, () => 1, 2);
        return trainer;
    }
}
