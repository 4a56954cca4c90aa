using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Tests.Networks;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Training;

/// <summary>A trainer and a network's own loss: <see cref="SequenceLoss.ConditionalRandomField"/>.</summary>
public sealed class CrfTrainingTests
{
    private static readonly CrfConstraints Bio = CrfConstraints.FromBio("O", "B-a", "I-a", "B-b", "I-b");

    /// <summary>What token 1 or 2 begins goes on through tokens 3 and 4, and only the first says which type it is.</summary>
    [Fact]
    public void A_tagger_learns_spans_of_unequal_lengths()
    {
        Example<int, int>[] training = Examples(200, seed: 1), test = Examples(50, seed: 2);
        var network = new CrfNetworks.Tagger { Constraints = Bio };
        network.Initialize(1);
        using var trainer = new Trainer<int, int>(
            network, new Adam(network.Parameters.Length, 0.02f), SequenceLoss.ConditionalRandomField, new TrainerOptions { BatchSize = 16, ShardSize = 8, Threads = 2 });
        double before = trainer.Evaluate(test);
        trainer.Fit(training, test, 8);
        Assert.InRange(trainer.Evaluate(test), 0, before / 20);

        var workspace = new CrfNetworks.Tagger.Workspace(20);
        trainer.Evaluate(test, (index, scores) =>
        {
            int[] labels = new int[test[index].Targets.Length];
            network.Decode(scores.Span, labels, workspace);
            Assert.Equal(test[index].Targets, labels);
        });
    }

    /// <summary>The bits are those of one thread, and of the calls by hand.</summary>
    [Fact]
    public void The_number_of_threads_changes_no_bit()
    {
        Example<int, int>[] examples = Examples(37, seed: 3);
        examples[4].Targets[0] = Loss.Ignored;
        float[][] parameters = [.. ((int[])[1, 2, 3, 8]).Select(threads =>
        {
            var network = new CrfNetworks.Tagger { Constraints = Bio };
            network.Initialize(5);
            using var trainer = new Trainer<int, int>(
                network, new Adam(network.Parameters.Length, 0.01f), SequenceLoss.ConditionalRandomField,
                new TrainerOptions { BatchSize = 16, ShardSize = 3, Threads = threads, ClipNorm = 1 });
            trainer.TrainEpoch(examples);
            trainer.TrainEpoch(examples);
            return network.Parameters.ToArray();
        })];
        Assert.All(parameters, own => Assert.Equal(parameters[0], own));
    }

    [Fact]
    public void An_update_is_that_of_the_network_s_own_calls()
    {
        Example<int, int>[] examples = Examples(3, seed: 4);
        examples[1].Targets[1] = Loss.Ignored;
        int longest = examples.Max(static example => example.Inputs.Length);
        int[] lengths = [.. examples.Select(static example => example.Inputs.Length)], inputs = new int[3 * longest], targets = new int[3 * longest];
        for (int stream = 0; stream < 3; stream++)
        {
            examples[stream].Inputs.CopyTo(inputs, stream * longest);
            examples[stream].Targets.CopyTo(targets, stream * longest);
        }

        double weight = lengths.Sum() - 1;
        var byHand = new CrfNetworks.Tagger();
        byHand.Initialize(2);
        var tape = new CrfNetworks.Tagger.Tape(longest, 3);
        var gradients = new CrfNetworks.Tagger.Gradients();
        byHand.Forward(inputs, new float[3 * longest * 5], new CrfNetworks.Tagger.State[3], tape, lengths, SequenceLayout.BatchFirst);
        double expected = byHand.Loss(targets, tape, gradients, 1 / weight) / weight;
        byHand.Backward(tape, gradients);
        new Sgd(gradients.Values.Length, 0.5f).Step(byHand.Parameters, gradients.Values);

        var network = new CrfNetworks.Tagger();
        network.Initialize(2);
        TrainingProgress last = default;
        using var trainer = new Trainer<int, int>(
            network, new Sgd(network.Parameters.Length, 0.5f), SequenceLoss.ConditionalRandomField, new TrainerOptions { Progress = progress => last = progress });
        Assert.Equal(expected, trainer.Evaluate(examples), 1e-9);
        Assert.Equal(expected, trainer.TrainEpoch(examples), 1e-9);
        Assert.Equal(weight, last.Weight);
        for (int index = 0; index < network.Parameters.Length; index++)
        {
            Assert.Equal(byHand.Parameters[index], network.Parameters[index], 1e-6f);
        }
    }

    [Fact]
    public void Sequences_without_labels_change_nothing()
    {
        Example<int, int>[] examples = [.. Examples(4, seed: 5).Select(static example => new Example<int, int>(example.Inputs, [.. example.Targets.Select(static _ => Loss.Ignored)]))];
        var network = new CrfNetworks.Tagger { Constraints = Bio };
        network.Initialize(2);
        float[] before = network.Parameters.ToArray();
        using var trainer = new Trainer<int, int>(network, new Adam(before.Length, 0.1f), SequenceLoss.ConditionalRandomField);
        Assert.Equal(0, trainer.Evaluate(examples));
        Assert.Equal(0, trainer.TrainEpoch(examples));
        Assert.Equal(before, network.Parameters.ToArray());
    }

    [Fact]
    public void What_does_not_fit_is_said_before_the_first_update()
    {
        var without = new CrfNetworks.WithoutChain();
        ArgumentException exception = Assert.Throws<ArgumentException>(
            () => new Trainer<float, int>(without, new Sgd(without.Parameters.Length, 0.1f), SequenceLoss.ConditionalRandomField));
        Assert.Equal("loss", exception.ParamName);
        Assert.Contains("[CrfLayer]", exception.Message, StringComparison.Ordinal);

        var network = new CrfNetworks.Tagger { Constraints = Bio };
        network.Initialize(2);
        using var trainer = new Trainer<int, int>(network, new Sgd(network.Parameters.Length, 0.1f), SequenceLoss.ConditionalRandomField);
        Assert.Contains(
            "The targets of example 1 have label 4 after label 1 at row 1, which the network's constraints do not allow.",
            Assert.Throws<ArgumentOutOfRangeException>(() => trainer.TrainEpoch([new([1, 2], [0, 1]), new([1, 2], [1, 4])])).Message, StringComparison.Ordinal);
        Assert.Contains(
            "The targets of example 0 have label 5 at row 1; it must be from 0 to 4, or -100.",
            Assert.Throws<ArgumentOutOfRangeException>(() => trainer.TrainEpoch([new([1, 2], [0, 5])])).Message, StringComparison.Ordinal);
        Assert.Contains("needs whole sequences", Assert.Throws<InvalidOperationException>(() => trainer.TrainStream(new int[64], new int[64], 4)).Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(static () => SequenceLoss.ConditionalRandomField.Compute([1, 2], [0], [], 1));
    }

    private static Example<int, int>[] Examples(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Draw())];

        Example<int, int> Draw()
        {
            List<int> inputs = [], targets = [];
            while (inputs.Count < 4 || random.Next(8) > 0 && inputs.Count < 16)
            {
                int type = random.Next(3);
                inputs.Add(type == 0 ? 5 + random.Next(7) : type);
                targets.Add(type == 0 ? 0 : (2 * type) - 1);
                for (int inside = type == 0 ? 0 : random.Next(4); inside > 0; inside--)
                {
                    inputs.Add(3 + random.Next(2));
                    targets.Add(2 * type);
                }
            }

            return new Example<int, int>([.. inputs], [.. targets]);
        }
    }
}
