using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Tests.Cells;
using RnnGen.Training;
using Xunit;
using static RnnGen.Tests.Training.TrainingCases;

namespace RnnGen.Tests.Training;

/// <summary>Targets that are ignored: labels of -100, and numbers that are NaN. A mean is over what counts; where nothing counts it is 0, and nothing is learnt.</summary>
public sealed class TrainerIgnoredTests
{
    public static TheoryData<string> Losses => new() { "binary_cross_entropy", "squared_error", "absolute_error" };

    /// <summary>One update is that of the mean over the targets that are not NaN, by hand.</summary>
    [Theory]
    [MemberData(nameof(Losses))]
    public void An_update_is_the_gradient_of_the_mean_over_what_counts(string name)
    {
        float nan = float.NaN;
        Example<float, float>[] data =
        [
            new([1, 2, 3, 0.5f, -1, 2], [1, nan, 0, 0.25f]), new([0, 1, 0], [nan, nan]), new([1, 1, 1, 2, 2, 2, 3, 3, 3], [nan, 0, 1, 1, nan, nan]),
        ];
        var byHand = new Follower();
        byHand.Initialize(1);
        var gradients = new Follower.Gradients();
        double expected = 0;
        foreach (Example<float, float> example in data)
        {
            int steps = example.Inputs.Length / 3;
            var tape = new Follower.Tape(steps);
            float[] outputs = new float[2 * steps], outputGradients = new float[2 * steps];
            byHand.Forward(example.Inputs, outputs, new Follower.State[1], tape);
            for (int i = 0; i < outputs.Length; i++)
            {
                double x = outputs[i], y = example.Targets[i];
                if (!double.IsNaN(y))
                {
                    (double term, double slope) = Of(name, x, y);
                    expected += term / 6;
                    outputGradients[i] = (float)(slope / 6);
                }
            }

            byHand.Backward(outputGradients, tape, gradients);
        }

        new Sgd(gradients.Values.Length, 0.5f).Step(byHand.Parameters, gradients.Values);
        var network = new Follower();
        network.Initialize(1);
        TrainingProgress last = default;
        using var trainer = new Trainer<float, float>(
            network, new Sgd(network.Parameters.Length, 0.5f), LossOf(name), new TrainerOptions { ShardSize = 2, Progress = progress => last = progress });
        Assert.Equal(expected, trainer.Evaluate(data), 1e-6);
        Assert.Equal(expected, trainer.TrainEpoch(data), 1e-6);
        Assert.Equal((6, 1, 1), (last.Weight, last.Update, last.Updates));
        for (int i = 0; i < network.Parameters.Length; i++)
        {
            Assert.Equal(byHand.Parameters[i], network.Parameters[i], 1e-6f);
        }
    }

    /// <summary>Every length, and NaN at every place: as the formula over what counts, with gradients of 0 elsewhere, whatever the outputs there are.</summary>
    [Theory]
    [MemberData(nameof(Losses))]
    public void Elements_whose_target_is_NaN_count_for_nothing(string name)
    {
        for (int length = 0; length < 40; length++)
        {
            var random = new Random(length);
            float[] outputs = [.. Noise.Create(seed: length, length).Select(static value => 4 * value)];
            float[] targets = [.. Enumerable.Range(0, length).Select(_ => random.Next(3) == 0 ? float.NaN : random.NextSingle())];
            for (int i = 0; i < length; i++)
            {
                // An output that is not finite does not matter where its target is ignored.
                outputs[i] = float.IsNaN(targets[i]) ? (i % 3) switch { 0 => float.NaN, 1 => float.PositiveInfinity, _ => outputs[i] } : outputs[i];
            }

            float[] gradients = [.. Enumerable.Repeat(float.NaN, length)];
            double loss = Compute(name, outputs, targets, gradients), expected = 0;
            for (int i = 0; i < length; i++)
            {
                float[] one = [float.NaN];
                double own = Compute(name, [outputs[i]], [targets[i]], one);
                Assert.Equal(BitConverter.SingleToInt32Bits(one[0]), BitConverter.SingleToInt32Bits(gradients[i]));
                expected += own;
                (double term, double slope) = float.IsNaN(targets[i]) ? (0, 0) : Of(name, outputs[i], targets[i]);
                Assert.Equal(term, own, 1e-12 * Math.Max(1, term));
                Assert.Equal(slope, gradients[i], 1e-6);
                Assert.True(!float.IsNaN(targets[i]) || BitConverter.SingleToInt32Bits(gradients[i]) == 0);
            }

            Assert.Equal(expected, loss, 1e-12 * Math.Max(1, expected));
            Assert.Equal(loss, Compute(name, outputs, targets, []));
            Assert.Equal(targets.Count(static target => !float.IsNaN(target)), Loss.WeightOf(targets));
        }
    }

    [Fact]
    public void Where_nothing_counts_the_loss_is_zero_and_nothing_is_learnt()
    {
        float nan = float.NaN;
        foreach (SequenceLoss<float> loss in new[] { SequenceLoss.BinaryCrossEntropy, SequenceLoss.SquaredError, SequenceLoss.AbsoluteError })
        {
            AssertNothing(new Follower(), loss, [new([1, 2, 3], [nan, nan]), new([1, 2, 3, 4, 5, 6], [nan, nan, nan, nan])], [1, 2, 3, 4, 5, 6], [nan, nan, nan, nan], [new([1, 2, 3], [1, 0])]);
        }

        foreach (SequenceLoss<int> loss in new[] { SequenceLoss.CrossEntropy(), SequenceLoss.CrossEntropy(2, 3) })
        {
            AssertNothing(new Parity(), loss, [new([1], [-100]), new([0, 1], [-100, -100])], [0, 1, 1, 0], [-100, -100, -100, -100], [new([1, 0], [0, 1])]);
        }

        // Labels of a class of no weight.
        AssertNothing(new Parity(), SequenceLoss.CrossEntropy(0, 1), [new([1], [0]), new([0, 1], [0, -100])], [0, 1, 1, 0], [0, 0, 0, 0], [new([1, 0], [0, 1])]);
    }

    private static void AssertNothing<TInput, TTarget>(
        ITrainable<TInput> network, SequenceLoss<TTarget> loss, Example<TInput, TTarget>[] nothing, TInput[] inputs, TTarget[] targets, Example<TInput, TTarget>[] something)
        where TInput : unmanaged
        where TTarget : unmanaged
    {
        switch (network)
        {
            case Parity parity:
                parity.Initialize(1);
                break;
            case Follower follower:
                follower.Initialize(1);
                break;
        }

        var reports = new List<TrainingProgress>();
        using var trainer = new Trainer<TInput, TTarget>(
            network, new AdamW(network.Parameters.Length, 0.1f, weightDecay: 0.5f), loss, new TrainerOptions { BatchSize = 2, ShardSize = 1, Progress = reports.Add });

        // So that the moments are not zero.
        trainer.TrainEpoch(something);
        reports.Clear();
        float[] before = network.Parameters.ToArray();
        Assert.Equal(0, trainer.Evaluate(nothing));
        Assert.Equal(0, trainer.TrainEpoch(nothing));
        Assert.Equal(0, trainer.TrainStream(inputs, targets, 1));
        trainer.Fit(nothing, something, trainer.Epochs + 1);
        Bits.AssertEqual(before, network.Parameters, "parameters");
        Assert.True(reports.Count >= 6);
        Assert.All(reports, static report => Assert.Equal((0, 0, 0), (report.Loss, report.Weight, report.GradientNorm)));
        Assert.Equal("validation", Assert.Throws<ArgumentException>(() => trainer.Fit(something, nothing, 99)).ParamName);
        Assert.Equal("validation", Assert.Throws<ArgumentException>(() => trainer.Fit(nothing, nothing, 99)).ParamName);

        // Beside what counts, nothing is added.
        reports.Clear();
        double alone = trainer.Evaluate(something);
        Assert.Equal(alone, trainer.Evaluate([.. nothing, .. something, .. nothing]), 1e-12);
        Assert.True(alone > 0);
    }

    /// <summary>Windows of a stream in which nothing counts still carry the states.</summary>
    [Fact]
    public void Windows_in_which_nothing_counts_carry_the_states()
    {
        Example<int, int> stream = ParityStream(seed: 1, 60);
        int[] targets = [.. stream.Targets.Select(static (label, step) => step < 35 ? Loss.Ignored : label)];
        var network = new PlainParity();
        network.Initialize(1);
        float[] outputs = new float[120];
        var state = default(PlainParity.State);
        network.Run(stream.Inputs, outputs, ref state);
        double expected = Loss.CrossEntropy(outputs, targets, []) / 25;
        using var trainer = new Trainer<int, int>(network, new Sgd(network.Parameters.Length, 0), SequenceLoss.CrossEntropy(), new TrainerOptions { BatchSize = 1 });
        Assert.Equal(expected, trainer.TrainStream(stream.Inputs, targets, 7), 1e-6);
    }

    private static SequenceLoss<float> LossOf(string name) => name switch
    {
        "binary_cross_entropy" => SequenceLoss.BinaryCrossEntropy,
        "squared_error" => SequenceLoss.SquaredError,
        _ => SequenceLoss.AbsoluteError,
    };

    private static double Compute(string name, float[] outputs, float[] targets, float[] gradients) => name switch
    {
        "binary_cross_entropy" => Loss.BinaryCrossEntropy(outputs, targets, gradients),
        "squared_error" => Loss.SquaredError(outputs, targets, gradients),
        _ => Loss.AbsoluteError(outputs, targets, gradients),
    };

    private static (double Term, double Slope) Of(string name, double x, double y) => name switch
    {
        "binary_cross_entropy" => (Math.Max(x, 0) - (x * y) + double.LogP1(Math.Exp(-Math.Abs(x))), (1 / (1 + Math.Exp(-x))) - y),
        "squared_error" => ((x - y) * (x - y), 2 * (x - y)),
        _ => (Math.Abs(x - y), Math.Sign(x - y)),
    };
}
