using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using RnnGen.Formats;
using RnnGen.Tests.Cells;
using RnnGen.Training;
using Xunit;
using static RnnGen.Tests.Networks.NestedNetworks;

namespace RnnGen.Tests.Networks;

/// <summary>A network inside another: what it gives is what it gives alone. (The reference is compared in RandomNetworkTests.)</summary>
public sealed class NestedNetworkTests
{
    private const int Steps = 7;
    private const int Streams = 5;

    private static readonly int[] Lengths = [3, 7, 0, 7, 1];

    private readonly Tagger _network = new();
    private readonly Tagger.StepInput[] _inputs;

    public NestedNetworkTests()
    {
        _network.Initialize(1);
        var random = new Random(3);
        _inputs = [.. Enumerable.Range(0, Steps * Streams).Select(_ => new Tagger.StepInput(
            random.Next(11), Word(random, 13), [random.NextSingle(), random.NextSingle()], Word(random, 7)))];
    }

    /// <summary>Empty words, words of the most ids and longer ones, more than a chunk of them and many twice, each as the network alone reads it.</summary>
    [Fact]
    public void Words_give_what_the_network_gives_alone()
    {
        var outer = new Alone();
        outer.Initialize(5);
        var store = new TensorStore();
        outer.Save(store);
        var inner = new WordShape();
        inner.Load(store, mode: LoadMode.WholeFile);
        var random = new Random(1);
        int[][] words = [.. Enumerable.Range(0, 300).Select(_ => Enumerable.Range(0, random.Next(9)).Select(_ => random.Next(13)).ToArray())];
        Assert.True(words.Select(static word => string.Join(' ', word.Take(6))).Distinct().Count() > 2 * 64);
        float[] expected = new float[words.Length * 12];
        for (int index = 0; index < words.Length; index++)
        {
            int[] read = words[index][..Math.Min(6, words[index].Length)];
            inner.Run(read, expected.AsSpan(index * 12, 12), new WordShape.State[1], new WordShape.Workspace(8));
        }

        (int[] ids, int[] offsets) = Joined(words.Select(static word => (ReadOnlyMemory<int>)word));
        float[] outputs = new float[expected.Length], oneStream = new float[expected.Length], stepped = new float[expected.Length], forward = new float[expected.Length];
        Alone.State state = default;
        outer.Run(ids, offsets, outputs, new Alone.State[30], new Alone.Workspace(10, 30));
        Bits.AssertEqual(expected, outputs, "many streams");
        outer.Run(ids, offsets, oneStream, ref state);
        Bits.AssertEqual(expected, oneStream, "one stream");
        for (int index = 0; index < words.Length; index++)
        {
            outer.Step(words[index], [0, words[index].Length], stepped.AsSpan(index * 12, 12), ref state);
        }

        Bits.AssertEqual(expected, stepped, "steps");
        outer.Forward(ids, offsets, forward, new Alone.State[1], new Alone.Tape(300));
        Bits.AssertEqual(expected, forward, "forward");
        Assert.All(Enumerable.Range(0, words.Length).Where(index => words[index].Length == 0), index => Assert.All(outputs[(index * 12)..((index + 1) * 12)], static value => Assert.Equal(0, value)));

        var frozen = new Frozen();
        frozen.Load(store);
        float[] given = new float[expected.Length];
        frozen.Run(ids, offsets, given, new Frozen.State[30], new Frozen.Workspace(10, 30));
        Bits.AssertEqual(expected, given, "without a backward pass");
    }

    /// <summary>Of several chunks and of words that are there twice the gradients are the sums of those of each word alone.</summary>
    [Fact]
    public void Gradients_are_the_sums_of_those_of_each_word()
    {
        var outer = new Alone();
        outer.Initialize(5);
        var random = new Random(2);
        int[][] words = [.. Enumerable.Range(0, 300).Select(_ => Enumerable.Range(0, random.Next(8)).Select(_ => random.Next(13)).ToArray())];
        float[] outputGradients = Noise.Create(seed: 3, words.Length * 12);
        (int[] ids, int[] offsets) = Joined(words.Select(static word => (ReadOnlyMemory<int>)word));
        var tape = new Alone.Tape(10, 30);
        var gradients = new Alone.Gradients();
        outer.Forward(ids, offsets, new float[outputGradients.Length], new Alone.State[30], tape);
        outer.Backward(outputGradients, tape, gradients);
        float[] first = gradients.Values.ToArray();

        double[] expected = new double[first.Length];
        var single = new Alone.Tape(1);
        for (int index = 0; index < words.Length; index++)
        {
            gradients.Clear();
            outer.Forward(words[index], [0, words[index].Length], new float[12], new Alone.State[1], single);
            outer.Backward(outputGradients.AsSpan(index * 12, 12), single, gradients);
            for (int i = 0; i < expected.Length; i++)
            {
                expected[i] += gradients.Values[i];
            }
        }

        double scale = expected.Max(Math.Abs);
        Assert.True(scale > 1);
        Assert.All(expected.Zip(first), pair => Assert.Equal(pair.First, pair.Second, 2e-6 * scale));

        // The tape stays, whatever chunk is on it.
        gradients.Clear();
        outer.Backward(outputGradients, tape, gradients);
        Bits.AssertEqual(first, gradients.Values, "a second time");
    }

    [Fact]
    public void Steps_runs_and_batches_have_the_same_bits()
    {
        float[] expected = new float[Steps * Streams * 4], spans = new float[expected.Length], stepped = new float[expected.Length], ran = new float[expected.Length];
        var states = new Tagger.State[Streams];
        _network.Run(_inputs, expected, states, new Tagger.Workspace(3, Streams), layout: SequenceLayout.BatchFirst);
        (int[] shape, int[] shapeOffsets) = Joined(_inputs.Select(static input => input.Shape));
        (int[] nested, int[] nestedOffsets) = Joined(_inputs.Select(static input => input.Nested));
        _network.Run(
            _inputs.Select(static input => input.Words).ToArray(), shape, shapeOffsets, _inputs.SelectMany(static input => input.Case.ToArray()).ToArray(), nested, nestedOffsets, spans,
            new Tagger.State[Streams], new Tagger.Workspace(Steps, Streams, threads: 2), layout: SequenceLayout.BatchFirst);
        Bits.AssertEqual(expected, spans, "spans");
        for (int stream = 0; stream < Streams; stream++)
        {
            Tagger.State state = default, ranState = default;
            for (int place = stream * Steps; place < (stream + 1) * Steps; place++)
            {
                _network.Step(_inputs.AsSpan(place, 1), stepped.AsSpan(place * 4, 4), ref state);
            }

            _network.Run(_inputs.AsSpan(stream * Steps, Steps), ran.AsSpan(stream * Steps * 4, Steps * 4), ref ranState);
            Assert.Equal(states[stream], state);
            Assert.Equal(states[stream], ranState);
        }

        Bits.AssertEqual(expected, stepped, "steps");
        Bits.AssertEqual(expected, ran, "runs");
    }

    /// <summary>A network serves any number of threads, each with a state of its own.</summary>
    [Fact]
    public void Steps_of_many_threads_have_the_same_bits()
    {
        float[] expected = new float[_inputs.Length * 4];
        Tagger.State whole = default;
        _network.Run(_inputs, expected, ref whole);
        Parallel.For(0, 8, _ =>
        {
            for (int repetition = 0; repetition < 20; repetition++)
            {
                float[] outputs = new float[expected.Length];
                Tagger.State state = default;
                for (int step = 0; step < _inputs.Length; step++)
                {
                    _network.Step(_inputs.AsSpan(step, 1), outputs.AsSpan(step * 4, 4), ref state);
                }

                Bits.AssertEqual(expected, outputs, "steps");
            }
        });
    }

    [Fact]
    public void Tensors_have_the_names_of_a_submodule()
    {
        var store = new TensorStore();
        _network.Save(store);
        Assert.Equal(
            [
                "words.weight", "shape.embedding.weight", "shape.lstm.weight_ih_l0", "shape.lstm.weight_ih_l0_reverse", "nested.embedding.weight", "nested.gru.weight_ih_l0", "nested.linear.weight",
                "gru.weight_ih_l0", "linear.weight",
            ],
            store.Names.Where(static name => name.Contains("weight", StringComparison.Ordinal) && !name.Contains("weight_hh", StringComparison.Ordinal)));
        var other = new Tagger();
        other.Load(store, mode: LoadMode.WholeFile);
        Bits.AssertEqual(_network.Parameters, other.Parameters, "parameters");
        Assert.Equal(Tagger.ParameterCount, _network.Parameters.ToArray().Count(static value => value != 0));

        // The inner network alone has the names without the layer's, and loads them from under it.
        var shape = new WordShape();
        shape.Load(store, prefix: "shape.");
        Assert.Equal(store.Values("shape.embedding.weight").ToArray(), shape.Parameters[..65].ToArray());
        var gradients = new TensorStore();
        new Tagger.Gradients().Save(gradients);
        Assert.Equal(store.Names, gradients.Names);
    }

    [Fact]
    public void A_model_says_what_it_takes()
    {
        IModel model = _network;
        Assert.Equal(
            [
                new("words", NetworkInputKind.Token, 5, 11), new("shape", NetworkInputKind.Sequence, 12, 13), new("case", NetworkInputKind.Floats, 2, 0),
                new("nested", NetworkInputKind.Sequence, 3, 7),
            ],
            model.Inputs);
        var nested = Assert.IsType<NestedModelLayer>(model.Layers[3]);
        Assert.Equal(((IModel)new Suffix()).Layers, nested.Layers);
        Assert.Equal("[NetworkLayer(network: typeof(RnnGen.Tests.Networks.NestedNetworks.Suffix), maxSteps: 3, Name = \"nested\")]", nested.Declaration.ToString());
    }

    [Fact]
    public void Changed_parameters_of_the_network_inside_are_seen()
    {
        float[] before = new float[4], after = new float[4];
        Tagger.State state = default, again = default;
        Span<float> parameters = _network.Parameters;
        _network.Step(_inputs.AsSpan(0, 1), before, ref state);
        int table = parameters.IndexOf(StoreOf("shape.embedding.weight")[0]);
        parameters.Slice(table, 13 * 5).Clear();
        _network.ParametersChanged();
        _network.Step(_inputs.AsSpan(0, 1), after, ref again);
        Assert.NotEqual(before, after);
        Assert.False(_network.HasNonFiniteParameters);
        parameters[table] = float.NaN;
        Assert.True(_network.HasNonFiniteParameters);
    }

    /// <summary>Weights of the inner network change in training, and those that it derives for its backward pass with them.</summary>
    [Fact]
    public void A_trainer_trains_both()
    {
        float[] losses = [Train(threads: 1, shardSize: 4, out float[] one), Train(threads: 2, shardSize: 4, out float[] two)];
        Assert.Equal(losses[0], losses[1]);
        Bits.AssertEqual(one, two, "parameters after training");
        Assert.True(losses[0] < 0.2, $"loss {losses[0]}");
    }

    [Theory]
    [InlineData(13, "'inputs' has token 13 of 'shape' in sequence 0; it must be from 0 to 12: the vocabulary has 13 tokens.")]
    [InlineData(-1, "'inputs' has token -1 of 'shape' in sequence 0; it must be from 0 to 12: the vocabulary has 13 tokens.")]
    public void Wrong_tokens_are_named_also_behind_those_that_are_read(int token, string message)
    {
        Tagger.StepInput wrong = new(1, (int[])[0, 1, 2, 3, 4, token], [0, 0], default);
        Tagger.State state = default;
        Assert.StartsWith(message, Assert.Throws<ArgumentOutOfRangeException>(() => _network.Step((Tagger.StepInput[])[wrong], new float[4], ref state)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_allocates()
    {
        var states = new Tagger.State[Streams];
        var workspace = new Tagger.Workspace(3, Streams);
        var tape = new Tagger.Tape(Steps, Streams);
        var gradients = new Tagger.Gradients();
        float[] outputs = new float[Steps * Streams * 4], caseGradients = new float[Steps * Streams * 2];
        Assert.Equal(0, Allocation.Of(1000, () => _network.Step(_inputs.AsSpan(0, 1), outputs.AsSpan(0, 4), ref states[0])));
        Assert.Equal(0, Allocation.Of(20, () => _network.Run(_inputs.AsSpan(0, Steps), outputs.AsSpan(0, Steps * 4), ref states[0])));
        Assert.Equal(0, Allocation.Of(20, () => _network.Run(_inputs, outputs, states, workspace, Lengths)));
        Assert.Equal(0, Allocation.Of(20, () =>
        {
            gradients.Clear();
            _network.Forward(_inputs, outputs, states, tape, Lengths);
            _network.Backward(outputs, tape, gradients, caseGradients);
        }));
    }

    /// <summary>All words empty, no words at all.</summary>
    [Fact]
    public void Words_without_ids_have_rows_and_gradients()
    {
        var tape = new Tagger.Tape(2, 2);
        var gradients = new Tagger.Gradients();
        Tagger.StepInput[] empty = [.. Enumerable.Repeat(new Tagger.StepInput(1, default, [0, 0], default), 4)];
        float[] outputs = new float[16], ran = new float[16];
        _network.Forward(empty, outputs, new Tagger.State[2], tape);
        _network.Run(empty, ran, new Tagger.State[2], new Tagger.Workspace(2, 2));
        Bits.AssertEqual(ran, outputs, "outputs");
        _network.Backward(outputs, tape, gradients);
        var sums = new TensorStore();
        gradients.Save(sums);
        Assert.Contains(sums.Values("nested.linear.bias").ToArray(), static value => value != 0);
        Assert.All(sums.Values("shape.embedding.weight").ToArray(), static value => Assert.Equal(0, value));
        _network.Forward(empty, outputs, new Tagger.State[2], tape, [0, 0]);
        _network.Backward(outputs, tape, gradients);
    }

    private float[] StoreOf(string name)
    {
        var store = new TensorStore();
        _network.Save(store);
        return store.Values(name).ToArray();
    }

    private static float Train(int threads, int shardSize, out float[] parameters)
    {
        // The label is the last character of the word.
        var random = new Random(9);
        var network = new Labels();
        network.Initialize(2);
        Example<Labels.StepInput, int>[] examples = [.. Enumerable.Range(0, 24).Select(_ =>
        {
            int[][] words = [.. Enumerable.Range(0, 6).Select(_ => Enumerable.Range(0, random.Next(1, 5)).Select(_ => random.Next(3)).ToArray())];
            return new Example<Labels.StepInput, int>(
                words.Select(static word => new Labels.StepInput(0, word)).ToArray(), words.Select(static word => word[^1]).ToArray());
        })];
        using var trainer = new Trainer<Labels.StepInput, int>(
            network, new Adam(network.Parameters.Length, 0.02f), SequenceLoss.ConditionalRandomField,
            new TrainerOptions { Seed = 1, BatchSize = 8, ShardSize = shardSize, Threads = threads });
        trainer.Fit(examples, null, epochs: 15);
        parameters = network.Parameters.ToArray();
        return (float)trainer.Evaluate(examples);
    }

    private static ReadOnlyMemory<int> Word(Random random, int vocabulary) => Enumerable.Range(0, random.Next(7)).Select(_ => random.Next(vocabulary)).ToArray();

    private static (int[] Ids, int[] Offsets) Joined(IEnumerable<ReadOnlyMemory<int>> words)
    {
        List<int> ids = [], offsets = [0];
        foreach (ReadOnlyMemory<int> word in words)
        {
            ids.AddRange(word.Span);
            offsets.Add(ids.Count);
        }

        return ([.. ids], [.. offsets]);
    }
}
