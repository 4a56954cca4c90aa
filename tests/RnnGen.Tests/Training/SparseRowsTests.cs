using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Tests.Cells;
using RnnGen.Tests.Networks;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Training;

/// <summary>
/// Sparse gradients of tables: where nothing is lazy, the bits of dense ones; where an optimiser is, what <c>torch.optim.SparseAdam</c> does with rows that are not there. That no
/// other row is looked at is seen by numbers that are not finite in rows that were not added to.
/// </summary>
public sealed class SparseRowsTests
{
    private const int Steps = 6;

    public static TheoryData<int, int> Threads => new() { { 1, 16 }, { 1, 3 }, { 2, 3 } };

    [Theory]
    [MemberData(nameof(Threads))]
    public void Without_momentum_the_bits_are_those_of_dense_gradients(int threads, int shardSize)
    {
        var options = new TrainerOptions { BatchSize = 8, ShardSize = shardSize, Threads = threads, ClipNorm = 0.05, ClipValue = 0.04f };
        var sparse = new JoinedNetworks.Sparse();
        sparse.Initialize(1);
        var dense = new JoinedNetworks.Dense();
        dense.Initialize(1);
        Example<JoinedNetworks.Sparse.StepInput, int>[] data = [.. Enumerable.Range(0, 20).Select(static seed => Draw(
            seed, static (words, chars, shape) => new JoinedNetworks.Sparse.StepInput(words, chars, shape)))];
        Example<JoinedNetworks.Dense.StepInput, int>[] denseData = [.. Enumerable.Range(0, 20).Select(static seed => Draw(
            seed, static (words, chars, shape) => new JoinedNetworks.Dense.StepInput(words, chars, shape)))];
        using var trainer = new Trainer<JoinedNetworks.Sparse.StepInput, int>(sparse, new Sgd(sparse.Parameters.Length, 0.5f), SequenceLoss.CrossEntropy(), options);
        using var denseTrainer = new Trainer<JoinedNetworks.Dense.StepInput, int>(
            dense, new Sgd(dense.Parameters.Length, 0.5f), SequenceLoss.CrossEntropy(), options);
        double before = trainer.Evaluate(data);
        trainer.Fit(data, data, epochs: 3);
        denseTrainer.Fit(denseData, denseData, epochs: 3);
        Bits.AssertEqual(dense.Parameters, sparse.Parameters, "parameters");
        Assert.True(trainer.Evaluate(data) < before);
    }

    [Fact]
    public void A_tagger_of_several_inputs_learns_by_Fit_and_FitStream()
    {
        var network = new JoinedNetworks.Sparse();
        network.Initialize(1);
        Example<JoinedNetworks.Sparse.StepInput, int>[] data = [.. Enumerable.Range(0, 40).Select(static seed => Draw(
            seed, static (words, chars, shape) => new JoinedNetworks.Sparse.StepInput(words, chars, shape)))];
        using var trainer = new Trainer<JoinedNetworks.Sparse.StepInput, int>(
            network, new Adam(network.Parameters.Length, 0.02f), SequenceLoss.CrossEntropy(), new TrainerOptions { BatchSize = 4 });
        double before = trainer.Evaluate(data);
        trainer.Fit(data, null, epochs: 20);
        double after = trainer.Evaluate(data);
        Assert.True(after < before / 3, $"{before} became {after}");

        // One long sequence, cut into streams and windows.
        trainer.FitStream([.. data.SelectMany(static example => example.Inputs)], [.. data.SelectMany(static example => example.Targets)], window: 3, null, epochs: 22);
        Assert.Equal(22, trainer.Epochs);
    }

    [Fact]
    public void Data_that_are_wrong_are_named()
    {
        var network = new JoinedNetworks.Sparse();
        network.Initialize(1);
        using var trainer = new Trainer<JoinedNetworks.Sparse.StepInput, int>(network, new Adam(network.Parameters.Length), SequenceLoss.CrossEntropy());
        Assert.Equal(
            "The inputs of example 1 have token 13 of 'chars' at step 1; it must be from 0 to 12: the vocabulary has 13 tokens. (Parameter 'training')",
            Message(new(0, (int[])[13], [0, 0, 0])));
        Assert.Equal(
            "The inputs of example 1 have token -1 of 'words' at step 1; it must be from 0 to 10: the vocabulary has 11 tokens. (Parameter 'training')",
            Message(new(-1, default, [0, 0, 0])));
        Assert.Equal(
            "The inputs of example 1 have NaN at step 1 of 'shape', feature 2; they must be finite. (Parameter 'training')", Message(new(0, default, [0, 0, float.NaN])));

        string Message(JoinedNetworks.Sparse.StepInput wrong) => Assert.Throws<ArgumentOutOfRangeException>(() => trainer.Fit(
            [new([default, default], [0, 1]), new([default, wrong], [0, 1])], null, 1)).Message;
    }

    [Fact]
    public void Only_rows_that_were_added_to_are_looked_at()
    {
        var network = new JoinedNetworks.LargeVocabulary();
        network.Initialize(1);
        float[] before = network.Parameters.ToArray();
        var gradients = new JoinedNetworks.LargeVocabulary.Gradients();
        var tape = new JoinedNetworks.LargeVocabulary.Tape(Steps, 2);
        int[] tokens = [7, 199_999, 7, 0, 31, 8, 9, 9, 9, 9, 63, 64];
        float[] outputs = new float[tokens.Length * 2];
        const int Poisoned = 1000 * 8;
        gradients.Values[Poisoned] = float.NaN;
        foreach (Optimizer optimizer in (Optimizer[])[new Adam(before.Length), new AdamW(before.Length), new Sgd(before.Length, 0.1f, momentum: 0.9f), new RmsProp(before.Length)])
        {
            gradients.Clear();
            network.Forward(tokens, outputs, new JoinedNetworks.LargeVocabulary.State[2], tape);
            network.Backward(Noise.Create(seed: 1, outputs.Length), tape, gradients);
            double norm = GradientClipping.Norm(gradients);
            Assert.True(norm > 0 && double.IsFinite(norm));

            // Of what is there, the bits of all.
            gradients.Values[Poisoned] = 0;
            Assert.Equal(GradientClipping.Norm(gradients.Values), norm);
            gradients.Values[Poisoned] = float.NaN;
            Assert.Equal(norm, GradientClipping.ByNorm(gradients, norm / 2));
            GradientClipping.ByValue(gradients, 0.01f);
            optimizer.Step(network.Parameters, gradients);
            Assert.All(optimizer.Moments, static moment => Assert.DoesNotContain(moment.Values, float.IsNaN));
        }

        int[] changed = [.. Enumerable.Range(0, 200_000).Where(row => !before.AsSpan(row * 8, 8).SequenceEqual(network.Parameters.Slice(row * 8, 8)))];
        Assert.Equal(tokens.Distinct().Order(), changed);
        Assert.DoesNotContain(network.Parameters.ToArray(), float.IsNaN);
        var states = new JoinedNetworks.LargeVocabulary.State[2];
        var adam = new Adam(before.Length);
        Assert.Equal(0, Allocation.Of(20, () =>
        {
            gradients.Clear();
            network.Forward(tokens, outputs, states, tape);
            network.Backward(outputs, tape, gradients);
            GradientClipping.ByNorm(gradients, 1);
            adam.Step(network.Parameters, gradients);
        }));
    }

    /// <summary>Rows by hand: m and v move only where a row is in the batch, but the number of the step is that of all.</summary>
    [Fact]
    public void Adam_is_lazy()
    {
        var network = new JoinedNetworks.LargeVocabulary();
        network.Initialize(1);
        var adam = new Adam(network.Parameters.Length, 0.1f);
        var gradients = new JoinedNetworks.LargeVocabulary.Gradients();
        var tape = new JoinedNetworks.LargeVocabulary.Tape(1, 1);
        const int Row = 5;
        double[] p = [.. network.Parameters.Slice(Row * 8, 8).ToArray().Select(static value => (double)value)], m = new double[8], v = new double[8];
        for (int step = 1; step <= 5; step++)
        {
            bool isThere = step is 1 or 3 or 5;
            gradients.Clear();
            float[] outputs = new float[2];
            network.Forward([isThere ? Row : 6], outputs, new JoinedNetworks.LargeVocabulary.State[1], tape);
            network.Backward([1f, -0.5f], tape, gradients);
            float[] g = gradients.Values.Slice(Row * 8, 8).ToArray();
            adam.Step(network.Parameters, gradients);
            for (int i = 0; i < 8 && isThere; i++)
            {
                m[i] += 0.1 * (g[i] - m[i]);
                v[i] += 0.001 * (((double)g[i] * g[i]) - v[i]);
                p[i] -= 0.1 / (1 - Math.Pow(0.9, step)) * m[i] / (Math.Sqrt(v[i] / (1 - Math.Pow(0.999, step))) + 1e-8);
            }
        }

        float[] actual = network.Parameters.Slice(Row * 8, 8).ToArray();
        Assert.All(p.Zip(actual), static pair => Assert.Equal(pair.First, pair.Second, 1e-5));
    }

    [Fact]
    public void Gradients_of_parts_of_a_batch_are_added()
    {
        var network = new JoinedNetworks.LargeVocabulary();
        network.Initialize(1);
        JoinedNetworks.LargeVocabulary.Gradients first = new(), second = new(), both = new();
        Add([3, 199_999], first, both);
        Add([70, 3, 128], second, both);
        first.Add(second);
        Bits.AssertEqual(both.Values[..(200_000 * 8)], first.Values[..(200_000 * 8)], "sums of tables");
        Assert.Equal(GradientClipping.Norm(first.Values), GradientClipping.Norm(first));
        first.Clear();
        Assert.DoesNotContain(first.Values.ToArray(), static value => value != 0);
        Assert.Throws<ArgumentException>("other", () => first.Add(first));
        Assert.Throws<ArgumentException>("other", () => first.Add(new JoinedNetworks.Dense.Gradients()));

        void Add(int[] tokens, params JoinedNetworks.LargeVocabulary.Gradients[] gradients)
        {
            var tape = new JoinedNetworks.LargeVocabulary.Tape(tokens.Length, 1);
            float[] outputs = new float[tokens.Length * 2];
            network.Forward(tokens, outputs, new JoinedNetworks.LargeVocabulary.State[1], tape);
            foreach (JoinedNetworks.LargeVocabulary.Gradients own in gradients)
            {
                network.Backward(Noise.Create(seed: tokens.Length, outputs.Length), tape, own);
            }
        }
    }

    /// <summary>The label is the word's, but where a bag has the id 3.</summary>
    private static Example<TInput, int> Draw<TInput>(int seed, Func<int, int[], float[], TInput> create)
    {
        var random = new Random(seed);
        var inputs = new List<TInput>();
        var targets = new List<int>();
        for (int step = 0; step < Steps + (seed % 3); step++)
        {
            int word = random.Next(11);
            int[] chars = [.. Enumerable.Range(0, random.Next(4)).Select(_ => random.Next(13))];
            inputs.Add(create(word, chars, [random.NextSingle(), random.NextSingle(), step]));
            targets.Add(chars.Contains(3) ? 3 : word % 3);
        }

        return new Example<TInput, int>([.. inputs], [.. targets]);
    }
}
