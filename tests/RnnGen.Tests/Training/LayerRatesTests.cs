using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Networks;
using RnnGen.Tests.Cells;
using RnnGen.Tests.Networks;
using RnnGen.TestSupport;
using RnnGen.Training;
using Xunit;
using static RnnGen.Tests.Training.TrainingCases;

namespace RnnGen.Tests.Training;

/// <summary>Learning rates by layer: a frozen layer is not there for anything that training does; another factor is another learning rate of that layer alone.</summary>
public sealed class LayerRatesTests : IDisposable
{
    private readonly TemporaryFolder _directory = new();

    /// <summary>With everything that moves parameters: momentum, weight decay of both kinds.</summary>
    public static TheoryData<string> Optimizers => ["sgd", "momentum", "nesterov", "adam", "adamw", "rmsprop"];

    public void Dispose() => _directory.Dispose();

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_frozen_layer_stays_as_it_is(string name)
    {
        foreach (string frozen in (string[])["embedding", "gru", "linear"])
        {
            (float[] start, float[] end) = Train(name, 0.01f, 3, new() { [frozen] = 0 });
            TensorStore before = Saved(start), after = Saved(end);
            foreach (string tensor in before.Names)
            {
                bool isSame = before.Values(tensor).SequenceEqual(after.Values(tensor));
                Assert.True(isSame == tensor.StartsWith(frozen, StringComparison.Ordinal), $"{tensor} with {frozen} frozen, {name}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void A_factor_of_all_layers_is_another_learning_rate(string name)
    {
        (_, float[] all) = Train(name, 0.01f, 3, new() { ["embedding"] = 0.5, ["gru"] = 0.5, ["linear"] = 0.5 });
        (_, float[] half) = Train(name, 0.005f, 3, null);
        Bits.AssertEqual(half, all, "parameters");
        (_, float[] ones) = Train(name, 0.005f, 3, new() { ["gru"] = 1 });
        Bits.AssertEqual(half, ones, "factors of 1");
    }

    /// <summary>Of one update: the gradients are the same, so that each layer has moved as in a training of its rate.</summary>
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Each_layer_moves_at_its_own_rate(string name)
    {
        (float[] start, float[] mixed) = Train(name, 0.01f, 1, new() { ["embedding"] = 0, ["gru"] = 0.25 });
        (_, float[] quarter) = Train(name, 0.0025f, 1, null);
        (_, float[] whole) = Train(name, 0.01f, 1, null);
        TensorStore found = Saved(mixed);
        foreach (string tensor in found.Names)
        {
            float[] from = tensor[0] switch { 'e' => start, 'g' => quarter, _ => whole };
            Bits.AssertEqual(Saved(from).Values(tensor), found.Values(tensor), tensor);
        }
    }

    /// <summary>As of PyTorch's parameters without <c>requires_grad</c>.</summary>
    [Fact]
    public void A_frozen_layer_does_not_count_in_the_norm()
    {
        var network = new PlainParity();
        network.Initialize(1);
        Example<int, int> example = ParityStream(3, 8);
        var tape = new PlainParity.Tape(8);
        var gradients = new PlainParity.Gradients();
        float[] outputs = new float[16], dOutputs = new float[16];
        network.Forward(example.Inputs, outputs, new PlainParity.State[1], tape);
        Loss.CrossEntropy(outputs, example.Targets, dOutputs, scale: 1.0 / 8);
        network.Backward(dOutputs, tape, gradients);
        float[] unfrozen = gradients.Values.ToArray();
        foreach (GradientRange part in LayerList.PartsOf(network).Single(static layer => layer.Name == "gru").Parts)
        {
            part.Of(unfrozen.AsSpan()).Clear();
        }

        double norm = 0;
        using var trainer = new Trainer<int, int>(
            network, new Sgd(network.Parameters.Length, 1), SequenceLoss.CrossEntropy(),
            new TrainerOptions { ClipNorm = 1e-3, ClipValue = 100, LayerRates = new Dictionary<string, double> { ["gru"] = 0 }, Progress = progress => norm = progress.GradientNorm });
        float[] before = network.Parameters.ToArray();
        trainer.TrainEpoch([example]);
        Assert.Equal(GradientClipping.Norm(unfrozen), norm);
        Assert.True(norm < GradientClipping.Norm(gradients));
        double moved = Math.Sqrt(before.Zip(network.Parameters.ToArray(), static (old, current) => Math.Pow((double)old - current, 2)).Sum());
        Assert.Equal(1e-3, moved, 1e-6);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Sparse_rows_have_the_bits_of_dense_ones(int threads)
    {
        var rates = new Dictionary<string, double> { ["words"] = 0, ["chars"] = 0.5, ["lstm"] = 2 };
        var options = new TrainerOptions { BatchSize = 8, ShardSize = 3, Threads = threads, ClipNorm = 0.05, ClipValue = 0.04f, LayerRates = rates };
        var sparse = new JoinedNetworks.Sparse();
        sparse.Initialize(1);
        var dense = new JoinedNetworks.Dense();
        dense.Initialize(1);
        float[] start = Values(sparse, "words.weight");
        using var trainer = new Trainer<JoinedNetworks.Sparse.StepInput, int>(sparse, new Sgd(sparse.Parameters.Length, 0.5f), SequenceLoss.CrossEntropy(), options);
        using var denseTrainer = new Trainer<JoinedNetworks.Dense.StepInput, int>(dense, new Sgd(dense.Parameters.Length, 0.5f), SequenceLoss.CrossEntropy(), options);
        trainer.Fit(Draw(static (word, chars, shape) => new JoinedNetworks.Sparse.StepInput(word, chars, shape)), null, epochs: 3);
        denseTrainer.Fit(Draw(static (word, chars, shape) => new JoinedNetworks.Dense.StepInput(word, chars, shape)), null, epochs: 3);
        Bits.AssertEqual(dense.Parameters, sparse.Parameters, "parameters");
        Bits.AssertEqual(start, Values(sparse, "words.weight"), "words");
        Assert.NotEqual(Values(sparse, "chars.weight"), Initial("chars.weight"));

        static float[] Initial(string tensor)
        {
            var network = new JoinedNetworks.Sparse();
            network.Initialize(1);
            return Values(network, tensor);
        }

        static Example<TInput, int>[] Draw<TInput>(Func<int, int[], float[], TInput> create)
            where TInput : struct
        {
            var random = new Random(1);
            return [.. Enumerable.Range(0, 20).Select(_ => new Example<TInput, int>(
                [.. Enumerable.Range(0, 4).Select(_ => create(random.Next(11), [random.Next(13), random.Next(13)], [1, random.NextSingle(), -1]))],
                [.. Enumerable.Range(0, 4).Select(_ => random.Next(4))]))];
        }
    }

    /// <summary>The weight is the embedding's, the bias the layer's own.</summary>
    [Fact]
    public void Tied_layers_are_frozen_one_by_one()
    {
        foreach ((string frozen, string same, string other) in ((string, string, string)[])[("words", "words.weight", "linear.bias"), ("linear", "linear.bias", "words.weight")])
        {
            var network = new TiedNetworks.Tied();
            network.Initialize(1);
            float[] start = Values(network, same), otherStart = Values(network, other);
            using var trainer = new Trainer<int, int>(
                network, new AdamW(network.Parameters.Length, 0.01f, weightDecay: 0.1f), SequenceLoss.CrossEntropy(),
                new TrainerOptions { LayerRates = new Dictionary<string, double> { [frozen] = 0 } });
            trainer.Fit([new([1, 36, 20, 3], [36, 20, 3, 7])], null, 3);
            Bits.AssertEqual(start, Values(network, same), same);
            Assert.DoesNotContain(true, otherStart.Zip(Values(network, other), static (before, after) => before == after));
        }
    }

    /// <summary>A rate of a network inside is that of all its layers but those that have one of their own.</summary>
    [Fact]
    public void The_layers_of_a_network_inside_have_a_rate_together_or_alone()
    {
        NestedNetworks.Tagger start = Train(new() { ["shape"] = 0, ["words"] = 0, ["nested"] = 0, ["gru"] = 0, ["linear"] = 1e-9 });
        NestedNetworks.Tagger whole = Train(new() { ["shape"] = 0 });
        NestedNetworks.Tagger part = Train(new() { ["shape"] = 0, ["shape.lstm"] = 1 });
        Bits.AssertEqual(Values(start, "shape.embedding.weight"), Values(whole, "shape.embedding.weight"), "frozen with the network");
        Bits.AssertEqual(Values(start, "shape.lstm.weight_hh_l0"), Values(whole, "shape.lstm.weight_hh_l0"), "frozen with the network");
        Bits.AssertEqual(Values(start, "shape.embedding.weight"), Values(part, "shape.embedding.weight"), "frozen with the network");
        Assert.NotEqual(Values(start, "shape.lstm.weight_hh_l0"), Values(part, "shape.lstm.weight_hh_l0"));
        Assert.NotEqual(Values(start, "words.weight"), Values(whole, "words.weight"));

        static NestedNetworks.Tagger Train(Dictionary<string, double> rates)
        {
            var network = new NestedNetworks.Tagger();
            network.Initialize(1);
            using var trainer = new Trainer<NestedNetworks.Tagger.StepInput, int>(
                network, new Sgd(network.Parameters.Length, 0.5f), SequenceLoss.CrossEntropy(), new TrainerOptions { LayerRates = rates });
            trainer.TrainEpoch([new([new(1, Ids(1, 2, 3), new float[] { 0, 1 }, Ids(4)), new(2, Ids(4, 5), new float[] { 1, 0 }, Ids(6, 2))], [3, 1])]);
            return network;
        }

        static int[] Ids(params int[] ids) => ids;
    }

    [Fact]
    public void A_training_that_is_gone_on_with_gives_the_bits_of_one()
    {
        string path = _directory["checkpoint.safetensors"];
        Bits.AssertEqual(Trained(null, 6), Trained(path, 2, 3, 6), "parameters");

        float[] Trained(string? checkpoint, params int[] epochs)
        {
            PlainParity network = new();
            foreach (int total in epochs)
            {
                network = new PlainParity();
                network.Initialize(1);
                using var trainer = new Trainer<int, int>(network, Create("adamw", network.Parameters.Length, 0.01f), SequenceLoss.CrossEntropy(), new TrainerOptions
                {
                    BatchSize = 5,
                    ClipNorm = 0.1,
                    CheckpointPath = checkpoint,
                    Schedule = LearningRateSchedule.Step(2, 0.5),
                    LayerRates = new Dictionary<string, double> { ["embedding"] = 0, ["gru"] = 0.3 },
                });
                trainer.Fit(ParityData(seed: 1, 20), ParityData(seed: 2, 5), total);
            }

            return network.Parameters.ToArray();
        }
    }

    [Fact]
    public void Rates_that_cannot_be_are_named()
    {
        var network = new PlainParity();
        Assert.StartsWith(
            "'LayerRates' has 'lstm', but the network has no layer of that name with parameters: it has 'embedding', 'gru', 'linear'.",
            Assert.Throws<ArgumentException>("LayerRates", () => Create(("lstm", 1))).Message, StringComparison.Ordinal);
        foreach (double factor in (double[])[-0.1, double.NaN, double.PositiveInfinity])
        {
            Assert.StartsWith(
                "'LayerRates' of 'gru' must be finite and not negative.",
                Assert.Throws<ArgumentOutOfRangeException>("LayerRates", () => Create(("gru", factor))).Message, StringComparison.Ordinal);
        }

        Assert.Contains(
            "nothing would be trained", Assert.Throws<ArgumentException>("LayerRates", () => Create(("gru", 0), ("embedding", 0), ("linear", 0))).Message,
            StringComparison.Ordinal);

        void Create(params (string Name, double Factor)[] rates) => new Trainer<int, int>(
            network, new Sgd(network.Parameters.Length, 1), SequenceLoss.CrossEntropy(), new TrainerOptions { LayerRates = rates.ToDictionary() }).Dispose();
    }

    [Fact]
    public void An_update_allocates_nothing()
    {
        var network = new PlainParity();
        network.Initialize(1);
        using var trainer = new Trainer<int, int>(network, new Adam(network.Parameters.Length), SequenceLoss.CrossEntropy(), new TrainerOptions
        {
            BatchSize = 2,
            ClipNorm = 1,
            LayerRates = new Dictionary<string, double> { ["embedding"] = 0, ["gru"] = 0.3 },
        });
        Example<int, int> stream = ParityStream(seed: 1, 200), half = ParityStream(seed: 1, 100);
        trainer.TrainStream(stream.Inputs, stream.Targets, window: 10);

        // Whatever a call allocates, updates add nothing to it.
        Assert.Equal(
            Allocation.Of(3, () => trainer.TrainStream(half.Inputs, half.Targets, window: 10)), Allocation.Of(3, () => trainer.TrainStream(stream.Inputs, stream.Targets, window: 10)));
    }

    /// <summary>The parts of a network's parameters that are looked at, of some only and with sparse tables: against a mask.</summary>
    [Fact]
    public void Ranges_within_parts_are_those_of_both()
    {
        var random = new Random(1);
        for (int trial = 0; trial < 300; trial++)
        {
            const int length = 120;
            var first = new TouchedRows(10, 8, 4);
            var second = new TouchedRows(random.Next(2) == 0 ? 42 : 60, 5, 7);
            bool[] wanted = [.. Enumerable.Repeat(true, length)];
            foreach (TouchedRows table in (TouchedRows[])[first, second])
            {
                wanted.AsSpan(table.Offset, table.Vocabulary * table.Size).Clear();
                for (int draw = random.Next(4); draw > 0; draw--)
                {
                    int row = random.Next(table.Vocabulary);
                    table.Add(row);
                    wanted.AsSpan(table.Offset + (row * table.Size), table.Size).Fill(true);
                }
            }

            var parts = new List<GradientRange>();
            bool[] isIn = new bool[length];
            for (int place = random.Next(20); place < length; place += random.Next(1, 30))
            {
                var part = new GradientRange(place, Math.Min(length - place, random.Next(1, 30)));
                parts.Add(part);
                part.Of(isIn.AsSpan()).Fill(true);
                place = part.End;
            }

            bool[] found = new bool[length];
            int end = 0;
            foreach (GradientRange range in new GradientRanges(length, [first, second]).Within([.. parts]))
            {
                Assert.True(range.First >= end && range.Length > 0);
                end = range.End;
                range.Of(found.AsSpan()).Fill(true);
            }

            Assert.Equal(wanted.Zip(isIn, static (one, other) => one && other), found);
        }
    }

    private static (float[] Start, float[] End) Train(string optimizer, float learningRate, int epochs, Dictionary<string, double>? rates)
    {
        var network = new PlainParity();
        network.Initialize(1);
        float[] start = network.Parameters.ToArray();
        using var trainer = new Trainer<int, int>(network, Create(optimizer, start.Length, learningRate), SequenceLoss.CrossEntropy(), new TrainerOptions
        {
            BatchSize = epochs == 1 ? 30 : 7,
            ShardSize = 4,
            Threads = 2,
            LayerRates = rates,
        });
        trainer.Fit(ParityData(seed: 1, 30), null, epochs);
        return (start, network.Parameters.ToArray());
    }

    private static Optimizer Create(string name, int length, float learningRate) => name switch
    {
        "sgd" => new Sgd(length, learningRate, weightDecay: 0.1f),
        "momentum" => new Sgd(length, learningRate, momentum: 0.9f, weightDecay: 0.1f),
        "nesterov" => new Sgd(length, learningRate, momentum: 0.9f, nesterov: true),
        "adam" => new Adam(length, learningRate, weightDecay: 0.1f),
        "adamw" => new AdamW(length, learningRate, weightDecay: 0.1f),
        _ => new RmsProp(length, learningRate, momentum: 0.5f, weightDecay: 0.1f),
    };

    private static TensorStore Saved(float[] parameters)
    {
        var network = new PlainParity();
        parameters.CopyTo(network.Parameters);
        var store = new TensorStore();
        network.Save(store);
        return store;
    }

    private static float[] Values(IModel network, string tensor)
    {
        var store = new TensorStore();
        network.Save(store);
        return store.Values(tensor).ToArray();
    }
}
