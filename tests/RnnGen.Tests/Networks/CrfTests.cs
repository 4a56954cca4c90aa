using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Reference;
using RnnGen.Tests.Cells;
using Xunit;
using static RnnGen.Training.Loss;

namespace RnnGen.Tests.Networks;

/// <summary>The loss, the gradients, the most likely labels and the marginals of a network's chain of labels.</summary>
public sealed class CrfTests
{
    private const int Labels = 3;

    public static TheoryData<int, bool, double> Chains
    {
        get
        {
            var chains = new TheoryData<int, bool, double>();
            foreach (int steps in (int[])[1, 2, 3, 6])
            {
                foreach (bool isConstrained in (bool[])[false, true])
                {
                    foreach (double unknown in (double[])[0, 0.4, 1])
                    {
                        chains.Add(steps, isConstrained, unknown);
                    }
                }
            }

            return chains;
        }
    }

    /// <summary>Everything against all sequences of labels.</summary>
    [Theory]
    [MemberData(nameof(Chains))]
    public void Everything_equals_the_sum_over_all_paths(int steps, bool isConstrained, double unknown)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            CrfConstraints? constraints = isConstrained ? RandomMask(random, steps) : null;
            var network = new CrfNetworks.ThreeLabels { Constraints = constraints };
            FillChain(network, random, scale: 2);
            var paths = new CrfPaths(network, Labels, constraints);
            float[] scores = Scores(random, steps * Labels, scale: 3);
            int[] targets = paths.Draw(random, steps, unknown);
            var workspace = new CrfNetworks.ThreeLabels.Workspace(steps);

            double expected = paths.Loss(scores, targets);
            Assert.Equal(expected, network.Loss(scores, targets, workspace), 2e-6);
            Assert.Equal(targets.All(static target => target == Ignored) ? 0 : expected, network.Loss(scores, targets, workspace), 2e-6);

            float[] marginals = new float[scores.Length];
            network.Marginals(scores, marginals, workspace);
            AssertClose(paths.Marginals(scores), marginals, 1e-6);

            int[] labels = new int[steps];
            network.Decode(scores, labels, workspace);
            Assert.Equal(paths.Best(scores), labels);
        }
    }

    /// <summary>The loss's gradients by scores and parameters, of a batch of unequal lengths, in both layouts; and what Backward makes of them.</summary>
    [Theory]
    [InlineData(SequenceLayout.TimeFirst, false)]
    [InlineData(SequenceLayout.BatchFirst, false)]
    [InlineData(SequenceLayout.TimeFirst, true)]
    [InlineData(SequenceLayout.BatchFirst, true)]
    public void Gradients_are_those_of_the_reference(SequenceLayout layout, bool isConstrained)
    {
        const int Steps = 9;
        int[] lengths = [4, 9, 0, 1, 9, 6];
        var random = new Random(5);
        string[] names = ["O", "B-a", "I-a", "B-b", "I-b"];
        CrfConstraints? constraints = isConstrained ? CrfConstraints.FromBio(names) : null;
        var network = new CrfNetworks.Tagger { Constraints = constraints };
        network.Initialize(3);
        FillChain(network, random, scale: 1);
        int[] tokens = [.. Enumerable.Range(0, Steps * lengths.Length).Select(_ => random.Next(12))];
        int[] targets = [.. Enumerable.Repeat(-7, tokens.Length)];
        for (int stream = 0; stream < lengths.Length; stream++)
        {
            int[] own = DrawBio(random, lengths[stream], stream % 2 == 0 ? 0.3 : 0);
            for (int step = 0; step < own.Length; step++)
            {
                targets[PlaceOf(step, stream)] = own[step];
            }
        }

        float[] scores = new float[tokens.Length * 5], outputGradients = Garbage(scores.Length);
        var tape = new CrfNetworks.Tagger.Tape(Steps, lengths.Length);
        var gradients = new CrfNetworks.Tagger.Gradients();
        network.Forward(tokens, scores, new CrfNetworks.Tagger.State[lengths.Length], tape, lengths, layout);
        double loss = network.Loss(targets, tape, gradients, 0.5, outputGradients);
        Assert.Equal(network.Loss(scores, targets, new CrfNetworks.Tagger.Workspace(Steps), lengths, layout), loss, 1e-12);

        // The chain's own gradients, and those of the scores.
        CrfLayer<double> reference = ReferenceOf(network, 5, constraints);
        double expected = 0;
        for (int stream = 0; stream < lengths.Length; stream++)
        {
            int[] places = [.. Enumerable.Range(0, lengths[stream]).Select(step => PlaceOf(step, stream))];
            (double own, double[] scoreGradients) = reference.Loss(
                [.. places.SelectMany(place => scores.AsSpan(place * 5, 5).ToArray()).Select(static score => (double)score)],
                [.. places.Select(place => targets[place])]);
            expected += own;
            AssertClose([.. scoreGradients.Select(static value => value / 2)], [.. places.SelectMany(place => outputGradients.AsSpan(place * 5, 5).ToArray())], 1e-6);
            Assert.All(
                Enumerable.Range(lengths[stream], Steps - lengths[stream]).SelectMany(step => outputGradients.AsSpan(PlaceOf(step, stream) * 5, 5).ToArray()),
                static value => Assert.Equal(0, value));
        }

        Assert.Equal(expected, loss, 1e-5);
        var saved = new TensorStore();
        gradients.Save(saved);
        foreach (Parameter<double> parameter in reference.Parameters)
        {
            AssertClose([.. parameter.Gradients.Select(static value => value / 2)], saved.Values("crf." + parameter.Name).ToArray(), 2e-6);
        }

        // Backward goes on from what Loss left, or from the same numbers given.
        var given = new CrfNetworks.Tagger.Gradients();
        network.Backward(outputGradients, tape, given);
        network.Loss(targets, tape, new CrfNetworks.Tagger.Gradients(), 0.5);
        gradients.Clear();
        network.Backward(tape, gradients);
        Assert.Equal(given.Values.ToArray(), gradients.Values.ToArray());
        Assert.Contains(gradients.Values.ToArray(), static value => value != 0);
        Assert.Throws<InvalidOperationException>(() => network.Backward(tape, gradients));

        int PlaceOf(int step, int stream) => layout == SequenceLayout.TimeFirst ? (step * lengths.Length) + stream : (stream * Steps) + step;
    }

    /// <summary>By central differences of the loss itself, whatever the chain of layers is.</summary>
    [Fact]
    public void Gradients_are_central_differences()
    {
        const float Delta = 1f / 64;
        int[] lengths = [5, 3];
        var random = new Random(11);
        var network = new CrfNetworks.Causal();
        network.Initialize(3);
        FillChain(network, random, scale: 1);
        float[] inputs = Scores(random, 2 * 5 * 4, scale: 1);
        int[] targets = [1, 0, Ignored, 2, 3, 3, 0, Ignored, 1, 1];
        var tape = new CrfNetworks.Causal.Tape(5, 2);
        var gradients = new CrfNetworks.Causal.Gradients();
        Loss();
        network.Backward(tape, gradients);
        float[] kept = [.. gradients.Values];
        for (int index = 0; index < kept.Length; index++)
        {
            float value = network.Parameters[index];
            if (value == 0 && kept[index] == 0)
            {
                continue;
            }

            network.Parameters[index] = value + Delta;
            double above = Loss();
            network.Parameters[index] = value - Delta;
            double below = Loss();
            network.Parameters[index] = value;
            Assert.Equal((above - below) / (2 * Delta), kept[index], 2e-3);
        }

        double Loss()
        {
            network.Forward(inputs, new float[2 * 5 * 4], new CrfNetworks.Causal.State[2], tape, lengths);
            return network.Loss(targets, tape, gradients);
        }
    }

    /// <summary>More labels than a vector has floats; long sequences; scores that overflow unless they are logarithms.</summary>
    [Theory]
    [InlineData(40, 1)]
    [InlineData(1000, 5)]
    [InlineData(30, 3000)]
    public void Many_labels_long_sequences_and_large_scores_equal_the_reference(int steps, float scale)
    {
        var random = new Random(steps);
        var network = new CrfNetworks.ManyLabels();
        FillChain(network, random, scale: 2);
        float[] scores = Scores(random, steps * 37, scale);
        CrfLayer<double> reference = ReferenceOf(network, 37, null);
        double[] exact = [.. scores.Select(static score => (double)score)];
        int[] targets = [.. Enumerable.Range(0, steps).Select(step => step % 5 == 0 ? Ignored : random.Next(37))];
        var workspace = new CrfNetworks.ManyLabels.Workspace(steps);
        double expected = reference.Loss(exact, targets).Loss;
        Assert.Equal(expected, network.Loss(scores, targets, workspace), 1e-7 * Math.Max(1, expected));
        float[] marginals = new float[scores.Length];
        network.Marginals(scores, marginals, workspace);
        AssertClose(reference.Marginals(exact), marginals, 2e-7 * Math.Max(10, scale));
        int[] labels = new int[steps];
        network.Decode(scores, labels, workspace);
        int[] best = reference.Decode(exact);
        Assert.True(reference.Score(exact, labels) >= reference.Score(exact, best) - (1e-6 * scale));
    }

    [Fact]
    public void Of_equal_scores_the_smaller_label_is_decoded()
    {
        var network = new CrfNetworks.ThreeLabels();
        var workspace = new CrfNetworks.ThreeLabels.Workspace(5);
        int[] labels = [9, 9, 9, 9, 9];
        network.Decode(new float[15], labels, workspace);
        Assert.Equal([0, 0, 0, 0, 0], labels);

        // Two ways to the same score: 1 then 2, or 2 then 1.
        var tensors = new TensorStore();
        network.Save(tensors);
        tensors.Values("crf.transitions")[(1 * 3) + 2] = 4;
        tensors.Values("crf.transitions")[(2 * 3) + 1] = 4;
        network.Load(tensors);
        int[] two = new int[2];
        network.Decode(new float[6], two, workspace);
        Assert.Equal([2, 1], two);
    }

    /// <summary>A batch gives the bits of each sequence alone; the order, the layout and the padding change none.</summary>
    [Fact]
    public void A_batch_has_the_bits_of_each_sequence()
    {
        const int Steps = 8;
        int[] lengths = [3, 8, 0, 5, 8];
        var random = new Random(2);
        var network = new CrfNetworks.ManyLabels { Constraints = null };
        FillChain(network, random, scale: 1);
        float[] scores = Scores(random, Steps * lengths.Length * 37, scale: 2), turned = new float[scores.Length];
        for (int stream = 0; stream < lengths.Length; stream++)
        {
            for (int step = 0; step < Steps; step++)
            {
                Span<float> row = scores.AsSpan(((step * lengths.Length) + stream) * 37, 37);
                if (step >= lengths[stream])
                {
                    row.Fill(float.NaN);
                }

                row.CopyTo(turned.AsSpan(((stream * Steps) + step) * 37));
            }
        }

        var workspace = new CrfNetworks.ManyLabels.Workspace(Steps);
        float[] marginals = Garbage(scores.Length);
        int[] labels = [.. Enumerable.Repeat(77, Steps * lengths.Length)];
        network.Marginals(scores, marginals, workspace, lengths);
        network.Decode(turned, labels, workspace, lengths, SequenceLayout.BatchFirst);
        for (int stream = 0; stream < lengths.Length; stream++)
        {
            int count = lengths[stream];
            float[] own = turned.AsSpan(stream * Steps * 37, count * 37).ToArray(), ownMarginals = new float[own.Length];
            int[] ownLabels = new int[count];
            network.Marginals(own, ownMarginals, workspace);
            network.Decode(own, ownLabels, workspace);
            Assert.Equal([.. ownLabels, .. Enumerable.Repeat(Ignored, Steps - count)], labels.AsSpan(stream * Steps, Steps).ToArray());
            for (int step = 0; step < Steps; step++)
            {
                float[] row = marginals.AsSpan(((step * lengths.Length) + stream) * 37, 37).ToArray();
                Assert.Equal(step < count ? ownMarginals.AsSpan(step * 37, 37).ToArray() : new float[37], row);
            }
        }

        // In place, where the scores are.
        network.Marginals(scores, scores, workspace, lengths);
        Assert.Equal(marginals, scores);
    }

    [Fact]
    public void The_scores_pass_through_the_chain()
    {
        var with = new CrfNetworks.ThreeLabels();
        var without = new CrfNetworks.WithoutChain();
        with.Initialize(4);
        var tensors = new TensorStore();
        with.Save(tensors);
        without.Load(tensors, mode: LoadMode.Module);
        float[] inputs = Scores(new Random(1), 14, 1), expected = new float[21], outputs = new float[21];
        CrfNetworks.WithoutChain.State state = default;
        without.Run(inputs, expected, ref state);
        CrfNetworks.ThreeLabels.State other = default;
        with.Run(inputs, outputs, ref other);
        Assert.Equal(expected, outputs);
        float[] step = new float[3];
        with.Step(inputs.AsSpan(0, 2), step, ref other);
        Assert.Equal(expected[..3], step);
        with.Forward(inputs, outputs, new CrfNetworks.ThreeLabels.State[1], new CrfNetworks.ThreeLabels.Tape(7));
        Assert.Equal(expected, outputs);
        Assert.Equal(CrfNetworks.WithoutChain.ParameterCount + (3 * 5), CrfNetworks.ThreeLabels.ParameterCount);
        Assert.Equal(new CrfModelLayer("crf", 3), ((IModel)with).Layers[^1]);
        Assert.Equal("[CrfLayer(labels: 3, Name = \"crf\")]", ((IModel)with).Layers[^1].Declaration.ToString());
    }

    /// <summary>Any layer that gives a row a step may be before the chain.</summary>
    [Fact]
    public void The_chain_stands_behind_recurrent_layers_and_tokens()
    {
        var tokens = new CrfNetworks.BehindTokens();
        tokens.Initialize(2);
        Check<CrfNetworks.BehindTokens, int, CrfNetworks.BehindTokens.State, CrfNetworks.BehindTokens.Workspace, CrfNetworks.BehindTokens.Tape, CrfNetworks.BehindTokens.Gradients>(
            tokens, [1, 0, 5, 3, 3, 2, 4, 1], [0, 1, 2, 3, 3, 1, 0, 0]);
        var bags = new CrfNetworks.BehindBags();
        bags.Initialize(2);
        Check<
            CrfNetworks.BehindBags, CrfNetworks.BehindBags.StepInput, CrfNetworks.BehindBags.State, CrfNetworks.BehindBags.Workspace, CrfNetworks.BehindBags.Tape,
            CrfNetworks.BehindBags.Gradients>(
            bags, [new(new[] { 1, 2 }), new(new[] { 0 }), new(Array.Empty<int>()), new(new[] { 5, 3, 3 }), new(new[] { 4 }), new(new[] { 0, 1 }), new(new[] { 2 }), new(new[] { 5 })],
            [0, 1, 2, 3, 3, 1, 0, 0]);
        var lstm = new CrfNetworks.BehindLstm();
        lstm.Initialize(2);
        Check<CrfNetworks.BehindLstm, float, CrfNetworks.BehindLstm.State, CrfNetworks.BehindLstm.Workspace, CrfNetworks.BehindLstm.Tape, CrfNetworks.BehindLstm.Gradients>(
            lstm, Scores(new Random(3), 24, 1), [0, 1, 2, 3, 4, 5, 0, 1]);
        var one = new CrfNetworks.OneLabel();
        one.Initialize(2);
        Check<CrfNetworks.OneLabel, float, CrfNetworks.OneLabel.State, CrfNetworks.OneLabel.Workspace, CrfNetworks.OneLabel.Tape, CrfNetworks.OneLabel.Gradients>(
            one, Scores(new Random(3), 16, 1), [0, 0, 0, 0, 0, 0, 0, 0], isSure: true);

        static void Check<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>(TNetwork network, TInput[] inputs, int[] targets, bool isSure = false)
            where TNetwork : class, ITrainableNetwork<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>, ITrainableCrfNetwork<TState, TWorkspace, TTape, TGradients>
            where TInput : struct
            where TState : struct, INetworkState<TState>
            where TWorkspace : class
            where TTape : class, INetworkTape
            where TGradients : class, ICellGradients
        {
            // Two sequences side by side; the loss falls along the gradients.
            TTape tape = TNetwork.CreateTape(4, 2);
            TGradients gradients = TNetwork.CreateGradients();
            float[] scores = new float[8 * TNetwork.OutputSize];
            double before = Loss();
            network.Backward(tape, gradients);
            double square = 0;
            for (int index = 0; index < gradients.Values.Length; index++)
            {
                square += (double)gradients.Values[index] * gradients.Values[index];
                network.Parameters[index] -= 1e-3f * gradients.Values[index];
            }

            Assert.Equal(isSure ? 0 : 1e-3 * square, before - Loss(), (0.05 * 1e-3 * square) + 1e-6);
            Assert.Equal(isSure, square < 1e-9);

            double Loss()
            {
                network.Forward(inputs, scores, new TState[2], tape);
                double loss = network.Loss(targets, tape, gradients);
                Assert.Equal(network.Loss(scores, targets, TNetwork.CreateWorkspace(4), [4, 4]), loss, 1e-9);
                return loss;
            }
        }
    }

    [Fact]
    public void Parameters_have_the_names_and_first_values_of_pytorch_crf()
    {
        var network = new CrfNetworks.Inference();
        network.Initialize(6);
        var tensors = new TensorStore();
        network.Save(tensors, "model");
        Assert.Equal([4], tensors.Shape("model.chain.start_transitions").ToArray());
        Assert.Equal([4], tensors.Shape("model.chain.end_transitions").ToArray());
        Assert.Equal([4, 4], tensors.Shape("model.chain.transitions").ToArray());
        float[] all = [.. tensors.Values("model.chain.start_transitions"), .. tensors.Values("model.chain.end_transitions"), .. tensors.Values("model.chain.transitions")];
        Assert.All(all, static value => Assert.InRange(value, -0.1f, 0.1f));
        Assert.Equal(all.Length, all.Distinct().Count());
        var other = new CrfNetworks.Inference();
        other.Load(tensors, "model");
        Assert.Equal(network.Parameters.ToArray(), other.Parameters.ToArray());
        float[] scores = Scores(new Random(1), 12, 1);
        var workspace = new CrfNetworks.Inference.Workspace(3);
        Assert.Equal(network.Loss(scores, [0, 1, 2], workspace), other.Loss(scores, [0, 1, 2], workspace));
        Assert.IsAssignableFrom<ICrfNetwork<CrfNetworks.Inference.Workspace>>(network);
    }

    /// <summary>Changed parameters (by whatever span) and other constraints are seen by memory that was used before.</summary>
    [Fact]
    public void Memory_that_was_used_sees_changed_parameters()
    {
        var random = new Random(8);
        var network = new CrfNetworks.ThreeLabels();
        var forbidding = new CrfNetworks.ThreeLabels { Constraints = Mask(3, static (from, to) => from != 1 || to != 2) };
        var workspace = new CrfNetworks.ThreeLabels.Workspace(4);
        float[] scores = Scores(random, 12, 2);
        Assert.Equal(4 * Math.Log(3), network.Loss(new float[12], [0, 1, 2, 0], workspace), 1e-6);
        FillChain(network, random, 1);
        FillChain(forbidding, random, 1);
        Assert.Equal(new CrfPaths(network, 3, null).Loss(scores, [0, 1, 1, 2]), network.Loss(scores, [0, 1, 1, 2], workspace), 1e-6);
        Span<float> kept = network.Parameters;
        network.Loss(scores, [0, 1, 1, 2], workspace);
        kept[^1] += 1;
        Assert.Equal(new CrfPaths(network, 3, null).Loss(scores, [0, 1, 1, 2]), network.Loss(scores, [0, 1, 1, 2], workspace), 1e-6);
        Assert.Equal(
            new CrfPaths(forbidding, 3, forbidding.Constraints).Loss(scores, [0, 1, 1, 0]), forbidding.Loss(scores, [0, 1, 1, 0], workspace), 1e-6);
    }

    [Fact]
    public void Scores_that_are_not_finite_are_no_silent_result()
    {
        var network = new CrfNetworks.ThreeLabels();
        var workspace = new CrfNetworks.ThreeLabels.Workspace(3);
        float[] scores = [0, 1, 2, float.NaN, 0, 0, 1, 1, 1];
        Assert.True(double.IsNaN(network.Loss(scores, [0, 1, 2], workspace)));
        Assert.Equal("scores", Assert.Throws<ArgumentException>(() => network.Decode(scores, new int[3], workspace)).ParamName);
        Assert.Equal("scores", Assert.Throws<ArgumentException>(() => network.Marginals(scores, new float[9], workspace)).ParamName);
        var tape = new CrfNetworks.ThreeLabels.Tape(1);
        network.Forward([float.NaN, 1], new float[3], new CrfNetworks.ThreeLabels.State[1], tape);
        float[] outputGradients = new float[3];
        Assert.True(double.IsNaN(network.Loss([1], tape, new CrfNetworks.ThreeLabels.Gradients(), 1, outputGradients)));
        Assert.All(outputGradients, static value => Assert.True(float.IsNaN(value)));

        // A label that a score of minus infinity forbids is impossible, and the others are not.
        scores[3] = float.NegativeInfinity;
        float[] marginals = new float[9];
        network.Marginals(scores, marginals, workspace);
        Assert.Equal([0, 0.5f, 0.5f], marginals[3..6]);
    }

    [Fact]
    public void Nothing_is_allocated()
    {
        int[] lengths = [3, 7, 0, 7];
        var network = new CrfNetworks.Tagger { Constraints = CrfConstraints.FromBio("O", "B-a", "I-a", "B-b", "I-b") };
        network.Initialize(1);
        var workspace = new CrfNetworks.Tagger.Workspace(7, 4);
        var tape = new CrfNetworks.Tagger.Tape(7, 4);
        var gradients = new CrfNetworks.Tagger.Gradients();
        var states = new CrfNetworks.Tagger.State[4];
        int[] tokens = [.. Enumerable.Range(0, 28).Select(static index => index % 12)], targets = new int[28], labels = new int[28];
        targets[5] = targets[6] = Ignored;
        float[] scores = new float[28 * 5], probabilities = new float[28 * 5];
        Assert.Equal(0, Allocation.Of(50, () =>
        {
            gradients.Clear();
            network.Forward(tokens, scores, states, tape, lengths);
            network.Loss(targets, tape, gradients, 0.1, probabilities);
            network.Backward(tape, gradients, default, states);
        }));
        Assert.Equal(0, Allocation.Of(50, () =>
        {
            network.Run(tokens, scores, states, workspace, lengths);
            network.Loss(scores, targets, workspace, lengths);
            network.Decode(scores, labels, workspace, lengths);
            network.Marginals(scores, probabilities, workspace, lengths);
        }));
    }

    private static float[] Scores(Random random, int count, float scale) => [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1) * scale)];

    private static float[] Garbage(int count) => [.. Enumerable.Repeat(float.NaN, count)];

    private static void FillChain(IModel network, Random random, float scale)
    {
        var tensors = new TensorStore();
        network.Save(tensors);
        foreach (string name in (string[])["crf.start_transitions", "crf.end_transitions", "crf.transitions"])
        {
            foreach (ref float value in tensors.Values(name))
            {
                value = (float)((2 * random.NextDouble()) - 1) * scale;
            }
        }

        network.Load(tensors);
    }

    /// <summary>A mask that leaves labels for so many steps.</summary>
    private static CrfConstraints RandomMask(Random random, int steps)
    {
        while (true)
        {
            bool[] draws = [.. Enumerable.Range(0, 25).Select(_ => random.NextDouble() < 0.7)];
            var mask = new CrfConstraints(Labels, draws);
            bool[] reached = [.. Enumerable.Range(0, Labels).Select(label => mask.IsAllowed(mask.Start, label))];
            for (int step = 1; step < steps; step++)
            {
                reached = [.. Enumerable.Range(0, Labels).Select(to => Enumerable.Range(0, Labels).Any(from => reached[from] && mask.IsAllowed(from, to)))];
            }

            if (Enumerable.Range(0, Labels).Any(label => reached[label] && mask.IsAllowed(label, mask.End)))
            {
                return mask;
            }
        }
    }

    private static CrfConstraints Mask(int labels, Func<int, int, bool> allows) =>
        new(labels, [.. Enumerable.Range(0, labels + 2).SelectMany(from => Enumerable.Range(0, labels + 2).Select(to => allows(from, to)))]);

    private static int[] DrawBio(Random random, int steps, double unknown)
    {
        int[] labels = new int[steps];
        for (int step = 0; step < steps; step++)
        {
            int before = step == 0 ? 0 : labels[step - 1];
            labels[step] = before > 0 && random.Next(2) == 0 ? before + (before % 2) : Math.Max(0, (2 * random.Next(3)) - 1);
        }

        return [.. labels.Select(label => random.NextDouble() < unknown ? Ignored : label)];
    }

    private static CrfLayer<double> ReferenceOf(IModel network, int labels, CrfConstraints? constraints)
    {
        bool[]? mask = constraints is null ? null
            : [.. Enumerable.Range(0, labels + 2).SelectMany(from => Enumerable.Range(0, labels + 2).Select(
                to => from != constraints.End && to != constraints.Start && constraints.IsAllowed(from, to)))];
        var reference = new CrfLayer<double>(labels, mask);
        var tensors = new TensorStore();
        network.Save(tensors);
        foreach (Parameter<double> parameter in reference.Parameters)
        {
            ReadOnlySpan<float> values = tensors.Values("crf." + parameter.Name);
            for (int index = 0; index < values.Length; index++)
            {
                parameter.Values[index] = values[index];
            }
        }

        return reference;
    }

    private static void AssertClose(double[] expected, float[] actual, double tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int index = 0; index < expected.Length; index++)
        {
            Assert.True(Math.Abs(expected[index] - actual[index]) <= tolerance * Math.Max(1, Math.Abs(expected[index])), $"{index}: {actual[index]:R}, not {expected[index]:R}");
        }
    }
}
