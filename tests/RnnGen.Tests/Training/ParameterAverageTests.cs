using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Tests.Cells;
using RnnGen.Tests.Networks;
using RnnGen.TestSupport;
using RnnGen.Training;
using Xunit;
using static RnnGen.Tests.Training.TrainingCases;

namespace RnnGen.Tests.Training;

/// <summary>The moving average of parameters: what it is, who sees it, and that nothing is lost.</summary>
public sealed class ParameterAverageTests : IDisposable
{
    private const double Decay = 0.9;

    private readonly TemporaryFolder _directory = new();

    public void Dispose() => _directory.Dispose();

    /// <summary>PyTorch's <c>get_ema_multi_avg_fn</c>: a copy, then <c>lerp</c>. Validation, what a handler measures and what is handed out are of it.</summary>
    [Fact]
    public void Everyone_sees_the_average_of_all_updates()
    {
        var network = new PlainParity();
        network.Initialize(1);
        double[]? average = null;
        int validated = 0, evaluated = 0;
        Example<int, int> stream = ParityStream(seed: 1, 120);
        Example<int, int>[] test = ParityData(seed: 2, 9);
        Trainer<int, int>? trainer = null;
        var plain = new PlainParity();
        using var measure = new Trainer<int, int>(plain, new Sgd(plain.Parameters.Length, 0), SequenceLoss.CrossEntropy());
        trainer = new Trainer<int, int>(network, new Adam(network.Parameters.Length, 0.05f), SequenceLoss.CrossEntropy(), new TrainerOptions
        {
            BatchSize = 4,
            AverageDecay = Decay,
            Progress = progress =>
            {
                if (progress.IsEndOfEpoch)
                {
                    return;
                }

                float[] parameters = network.Parameters.ToArray();
                average = average is null
                    ? [.. parameters.Select(static value => (double)value)]
                    : [.. average.Zip(parameters, static (old, value) => old + ((1 - Decay) * (value - old)))];
                Assert.Equal(LossOf(average), trainer!.Evaluate(test), 1e-5);
                Bits.AssertEqual(parameters, network.Parameters, "after Evaluate");
                evaluated++;
            },
        });
        using (trainer)
        {
            trainer.FitStream(stream.Inputs, stream.Targets, 5, Validate, epochs: 3);
            AssertAverage(network.Parameters);
            float[] handedOut = network.Parameters.ToArray();
            trainer.FitStream(stream.Inputs, stream.Targets, 5, null, epochs: 4);
            AssertAverage(network.Parameters);
            Assert.NotEqual(handedOut, network.Parameters.ToArray());
        }

        Assert.Equal((3, 24), (validated, evaluated));

        double Validate()
        {
            AssertAverage(network.Parameters);
            Assert.Equal(LossOf(average!), trainer!.Evaluate(test), 1e-5);

            // Every epoch is the best.
            return -++validated;
        }

        double LossOf(double[] parameters)
        {
            parameters.Select(static value => (float)value).ToArray().CopyTo(plain.Parameters);
            return measure.Evaluate(test);
        }

        void AssertAverage(ReadOnlySpan<float> parameters)
        {
            for (int i = 0; i < parameters.Length; i++)
            {
                Assert.Equal(average![i], parameters[i], 2e-6);
            }
        }
    }

    /// <summary>A table of which an update changes few rows has the average of one all of whose rows are looked at.</summary>
    [Fact]
    public void Rows_that_are_not_changed_have_the_same_average()
    {
        var sparse = new RegularizedNetworks.Tokens();
        var dense = new RegularizedNetworks.DenseTokens();
        sparse.Initialize(1);
        dense.Initialize(1);
        Example<int, int>[] data = [.. Enumerable.Range(0, 22).Select(static index => new Example<int, int>([index % 11, index % 3], [index % 3, 1]))];
        var options = new TrainerOptions { BatchSize = 2, AverageDecay = 0.7 };
        using var trainer = new Trainer<int, int>(sparse, new Sgd(sparse.Parameters.Length, 0.5f), SequenceLoss.CrossEntropy(), options);
        using var denseTrainer = new Trainer<int, int>(dense, new Sgd(dense.Parameters.Length, 0.5f), SequenceLoss.CrossEntropy(), options);
        for (int epoch = 0; epoch < 3; epoch++)
        {
            trainer.TrainEpoch(data);
            denseTrainer.TrainEpoch(data);
            for (int i = 0; i < dense.Parameters.Length; i++)
            {
                Assert.Equal(dense.Parameters[i], sparse.Parameters[i], 1e-6f);
            }
        }
    }

    [Fact]
    public void A_sparse_average_is_gone_on_with_bit_by_bit()
    {
        Example<int, int>[] data = [.. Enumerable.Range(0, 30).Select(static index => new Example<int, int>([index % 11, index % 3], [index % 3, 1]))];
        float[] straight = Train(null, 4);
        string path = _directory["average.safetensors"];
        for (int epochs = 1; epochs < 4; epochs++)
        {
            Train(path, epochs);
        }

        Bits.AssertEqual(straight, Train(path, 4), "resumed after every epoch");

        float[] Train(string? path, int epochs)
        {
            var network = new RegularizedNetworks.Tokens();
            network.Initialize(1);
            using var trainer = new Trainer<int, int>(
                network, new Adam(network.Parameters.Length, 0.02f), SequenceLoss.CrossEntropy(),
                new TrainerOptions { BatchSize = 4, AverageDecay = 0.8, CheckpointPath = path });
            trainer.Fit(data, data[..4], epochs);
            return network.Parameters.ToArray();
        }
    }

    /// <summary>A checkpoint with an average goes on without one, and one without begins it.</summary>
    [Fact]
    public void An_average_may_begin_and_end_at_a_checkpoint()
    {
        string path = _directory["average.safetensors"];
        float[] raw = Train(0, 1), averaged = Train(Decay, 2), ended = Train(0, 3);
        Assert.NotEqual(raw, averaged);
        Assert.NotEqual(averaged, ended);
        Bits.AssertEqual(Straight(3), ended, "without an average");

        float[] Train(double decay, int epochs) => Fit(path, decay, epochs);

        float[] Straight(int epochs) => Fit(null, 0, epochs);

        static float[] Fit(string? path, double decay, int epochs)
        {
            var network = new PlainParity();
            network.Initialize(1);
            using var trainer = new Trainer<int, int>(
                network, new Adam(network.Parameters.Length, 0.02f), SequenceLoss.CrossEntropy(),
                new TrainerOptions { BatchSize = 4, AverageDecay = decay, CheckpointPath = path });
            trainer.Fit(ParityData(seed: 1, 20), null, epochs);
            return network.Parameters.ToArray();
        }
    }

    [Fact]
    public void Parameters_that_a_user_changes_begin_another_average()
    {
        var network = new PlainParity();
        network.Initialize(1);
        using var trainer = new Trainer<int, int>(
            network, new Sgd(network.Parameters.Length, 0), SequenceLoss.CrossEntropy(), new TrainerOptions { AverageDecay = Decay });
        trainer.TrainEpoch(ParityData(seed: 1, 20));
        network.Initialize(2);
        float[] own = network.Parameters.ToArray();
        trainer.TrainEpoch(ParityData(seed: 1, 20));
        Bits.AssertEqual(own, network.Parameters, "nothing is learnt");
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1)]
    [InlineData(double.NaN)]
    public void A_decay_that_is_none_is_refused(double decay)
    {
        var network = new PlainParity();
        Assert.Equal("AverageDecay", Assert.Throws<ArgumentOutOfRangeException>(() => new Trainer<int, int>(
            network, new Sgd(network.Parameters.Length, 0), SequenceLoss.CrossEntropy(), new TrainerOptions { AverageDecay = decay })).ParamName);
    }

    [Fact]
    public void An_update_allocates_nothing()
    {
        var network = new RegularizedNetworks.Tokens();
        network.Initialize(1);
        var gradients = new RegularizedNetworks.Tokens.Gradients();
        var average = new ParameterAverage(Decay, gradients);
        float[] before = network.Parameters.ToArray(), shown = new float[before.Length];
        Assert.Equal(0, Allocation.Of(20, () => average.Add(before, network.Parameters, gradients)));
        Assert.Equal(0, Allocation.Of(20, () => average.CopyTo(network.Parameters, shown)));
        Assert.Equal(before, shown);
    }
}
