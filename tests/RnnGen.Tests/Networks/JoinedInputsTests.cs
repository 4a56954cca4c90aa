using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Networks;
using RnnGen.Tests.Cells;
using Xunit;
using static RnnGen.Tests.Networks.JoinedNetworks;

namespace RnnGen.Tests.Networks;

/// <summary>Several inputs a step, by a span each and by a struct each step: the same bits, the same checks. (The reference is compared in RandomNetworkTests.)</summary>
public sealed class JoinedInputsTests
{
    private const int Steps = 7;
    private const int Streams = 5;

    private static readonly int[] Lengths = [3, 7, 0, 7, 1];

    private readonly Tagger _network = new();
    private readonly int[] _words;
    private readonly int[] _chars;
    private readonly int[] _charsOffsets;
    private readonly float[] _shape;
    private readonly int[] _tags;
    private readonly int[] _tagsOffsets;
    private readonly float[] _class;
    private readonly Tagger.StepInput[] _inputs;

    public JoinedInputsTests()
    {
        _network.Initialize(1);
        const int Places = Steps * Streams;
        var random = new Random(3);
        _words = [.. Enumerable.Range(0, Places).Select(_ => random.Next(11))];
        (_chars, _charsOffsets) = Bags(random, Places, 13);
        _shape = Noise.Create(seed: 1, Places * 3);
        (_tags, _tagsOffsets) = Bags(random, Places, 7);
        _class = Noise.Create(seed: 2, Places);
        _inputs = [.. Enumerable.Range(0, Places).Select(Step)];
    }

    [Fact]
    public void Spans_have_the_bits_of_structs_in_every_way()
    {
        // Streams one after the other of [streams, steps] are a batch.
        float[] expected = new float[Steps * Streams * 4], outputs = new float[expected.Length], stepped = new float[expected.Length], ran = new float[expected.Length];
        var states = new Tagger.State[Streams];
        var expectedStates = new Tagger.State[Streams];
        _network.Run(_inputs, expected, expectedStates, new Tagger.Workspace(Steps, Streams), layout: SequenceLayout.BatchFirst);
        _network.Run(
            _words, _chars, _charsOffsets, _shape, _tags, _tagsOffsets, _class, outputs, states, new Tagger.Workspace(2, Streams), layout: SequenceLayout.BatchFirst);
        Bits.AssertEqual(expected, outputs, "spans");
        Assert.Equal(expectedStates, states);
        for (int stream = 0; stream < Streams; stream++)
        {
            Tagger.State state = default, ranState = default;
            for (int step = 0; step < Steps; step++)
            {
                int place = (stream * Steps) + step;
                Tagger.StepInput input = _inputs[place];
                _network.Step(
                    [input.Words], input.Chars.Span, [0, input.Chars.Length], input.Shape, input.Tags.Span, [0, input.Tags.Length], input.Class,
                    stepped.AsSpan(place * 4, 4), ref state);
            }

            _network.Run(_inputs.AsSpan(stream * Steps, Steps), ran.AsSpan(stream * Steps * 4, Steps * 4), ref ranState);
            Assert.Equal(expectedStates[stream], state);
            Assert.Equal(expectedStates[stream], ranState);
        }

        Bits.AssertEqual(expected, stepped, "steps of spans");
        Bits.AssertEqual(expected, ran, "runs of structs");
    }

    [Fact]
    public void One_step_of_many_streams_has_the_bits_of_single_steps()
    {
        float[] outputs = new float[Streams * 4], byStructs = new float[outputs.Length], single = new float[outputs.Length];
        var states = new Tagger.State[Streams];
        var workspace = new Tagger.Workspace(1, Streams);
        Tagger.StepInput[] inputs = _inputs[..Streams];
        (int[] chars, int[] charsOffsets) = Joined(inputs.Select(static input => input.Chars));
        (int[] tags, int[] tagsOffsets) = Joined(inputs.Select(static input => input.Tags));
        _network.Step(
            inputs.Select(static input => input.Words).ToArray(), chars, charsOffsets, _shape.AsSpan(0, Streams * 3), tags, tagsOffsets, _class.AsSpan(0, Streams), outputs, states,
            workspace);
        _network.Step(inputs, byStructs, new Tagger.State[Streams], workspace);
        for (int stream = 0; stream < Streams; stream++)
        {
            Tagger.State state = default;
            _network.Step(inputs.AsSpan(stream, 1), single.AsSpan(stream * 4, 4), ref state);
            Assert.Equal(state, states[stream]);
        }

        Bits.AssertEqual(single, outputs, "spans");
        Bits.AssertEqual(single, byStructs, "structs");
    }

    [Fact]
    public void Gradients_of_spans_are_those_of_structs()
    {
        float[] outputGradients = Noise.Create(seed: 4, Steps * Streams * 4), outputs = new float[outputGradients.Length], byStructs = new float[outputs.Length];
        var tape = new Tagger.Tape(Steps, Streams) { DropoutSeed = 5 };
        Tagger.Gradients gradients = new(), other = new();
        float[] shapeGradients = new float[_shape.Length], classGradients = new float[_class.Length], all = new float[Steps * Streams * 4];
        _network.Forward(_words, _chars, _charsOffsets, _shape, _tags, _tagsOffsets, _class, outputs, new Tagger.State[Streams], tape, Lengths, SequenceLayout.BatchFirst);
        _network.Backward(outputGradients, tape, gradients, shapeGradients, classGradients);
        _network.Forward(_inputs, byStructs, new Tagger.State[Streams], tape, Lengths, SequenceLayout.BatchFirst);
        Backward(_network, outputGradients, tape, other, all);
        Bits.AssertEqual(outputs, byStructs, "outputs");
        Bits.AssertEqual(gradients.Values, other.Values, "gradients");
        float[] joined = [.. Enumerable.Range(0, Steps * Streams).SelectMany(place => (float[])[.. shapeGradients.AsSpan(place * 3, 3), classGradients[place]])];
        Bits.AssertEqual(joined, all, "gradients of inputs");
        Assert.Contains(shapeGradients, static gradient => gradient != 0);
        Assert.Contains(classGradients, static gradient => gradient != 0);

        // Those of one input alone, or of none.
        float[] alone = new float[_class.Length];
        other.Clear();
        _network.Backward(outputGradients, tape, other, classGradients: alone);
        Bits.AssertEqual(classGradients, alone, "gradients of one input");
        Bits.AssertEqual(gradients.Values, other.Values, "gradients of parameters with those of one input");
        other.Clear();
        _network.Backward(outputGradients, tape, other);
        Bits.AssertEqual(gradients.Values, other.Values, "gradients of parameters alone");

        static void Backward<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>(
            ITrainableNetwork<TNetwork, TInput, TState, TWorkspace, TTape, TGradients> network, float[] outputGradients, TTape tape, TGradients gradients, float[] inputGradients)
            where TNetwork : class, ITrainableNetwork<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>
            where TInput : struct
            where TState : struct, INetworkState<TState>
            where TWorkspace : class
            where TTape : class, INetworkTape
            where TGradients : class, ICellGradients => network.Backward(outputGradients, tape, gradients, inputGradients);
    }

    [Fact]
    public void A_bag_is_the_mean_or_sum_of_its_rows()
    {
        var mean = new Mean();
        mean.Initialize(1);
        float[] rows = mean.Parameters[..27].ToArray(), outputs = new float[12];
        Mean.State state = default;
        mean.Run([4, 4, 1, 7, 2], [0, 3, 3, 4, 5], outputs, ref state);
        Assert.Equal(Enumerable.Range(0, 3).Select(i => (rows[12 + i] + rows[12 + i] + rows[3 + i]) / 3), outputs[..3]);
        Assert.All(outputs[3..6], static value => Assert.Equal(0, value));
        Assert.Equal(rows[21..24], outputs[6..9]);

        var sum = new Sum();
        sum.Parameters[..27].Fill(5);
        rows.CopyTo(sum.Parameters);
        Sum.State sumState = default;
        sum.Run([4, 2, 1, 2, 2], [0, 3, 5], outputs.AsSpan(0, 6), ref sumState);
        Assert.Equal(Enumerable.Range(0, 3).Select(i => rows[12 + i] + rows[3 + i]), outputs[..3]);
        Assert.All(outputs[3..6], static value => Assert.Equal(0, value));
    }

    [Fact]
    public void Tensors_have_the_names_of_the_inputs()
    {
        var store = new TensorStore();
        _network.Save(store);
        Assert.Equal(["words.weight", "chars.weight", "tags.weight"], store.Names.Where(static name => name.EndsWith(".weight", StringComparison.Ordinal)).Except(["linear.weight"]));
        Assert.Equal([9 * 4, 5 + 4 + 3 + 6 + 1], store.Shape("lstm.weight_ih_l0").ToArray());
        var other = new Tagger();
        other.Load(store, mode: LoadMode.WholeFile);
        Bits.AssertEqual(_network.Parameters, other.Parameters, "parameters");

        // The token that is not there has a row of zeros.
        Assert.All(store.Values("tags.weight")[..6].ToArray(), static value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_model_says_what_it_takes()
    {
        IModel model = _network;
        Assert.Equal(
            [
                new("words", NetworkInputKind.Token, 5, 11), new("chars", NetworkInputKind.Bag, 4, 13), new("shape", NetworkInputKind.Floats, 3, 0),
                new("tags", NetworkInputKind.Bag, 6, 7), new("class", NetworkInputKind.Floats, 1, 0),
            ],
            model.Inputs);
        Assert.Equal((1, 0), (model.InputSize, model.VocabularySize));
        Assert.Equal([new("input", NetworkInputKind.Floats, 3, 0)], ((IModel)new Floats()).Inputs);
        Assert.Equal([new("embedding", NetworkInputKind.Token, 8, 200_000)], ((IModel)new LargeVocabulary()).Inputs);
        Assert.Equal(
            "[EmbeddingBagLayer(vocabulary: 7, size: 6, mode: BagMode.Mean, PaddingIndex = 0, Name = \"tags\")]", model.Layers[3].Declaration.ToString());
        Assert.Equal("[InputLayer(size: 3, Name = \"shape\")]", model.Layers[2].Declaration.ToString());
    }

    [Fact]
    public void A_stream_of_an_unknown_model_takes_what_it_says()
    {
        IModelStream stream = ((IModel)_network).CreateStream(), other = ((IModel)_network).CreateStream();
        float[] outputs = new float[Steps * 4], expected = new float[outputs.Length];
        Tagger.State state = default;
        _network.Run(_inputs.AsSpan(0, Steps), expected, ref state);
        for (int step = 0; step < Steps; step++)
        {
            Tagger.StepInput input = _inputs[step];
            stream.Step([(int[])[input.Words], input.Chars, input.Tags], [.. input.Shape, .. input.Class], outputs.AsSpan(step * 4, 4));
        }

        Bits.AssertEqual(expected, outputs, "steps");
        other.Run(_inputs.AsSpan(0, Steps), outputs);
        Bits.AssertEqual(expected, outputs, "run");
        Assert.Equal("'Tagger' takes StepInput and was given floats.", Assert.Throws<InvalidOperationException>(() => stream.Step([1f], outputs.AsSpan(0, 4))).Message);
        Assert.Contains("it needs one: the input takes a token a step", Assert.Throws<ArgumentException>(() => stream.Step([(int[])[1, 2], _chars, _tags], new float[4], new float[4])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>("floats", () => stream.Step([(int[])[1], _chars, _tags], new float[3], new float[4]));
        Assert.Throws<ArgumentException>("shape", () => new Tagger.StepInput(1, _chars, [1, 2], _tags, [1]));
        Assert.Throws<InvalidOperationException>(() => ((IModel)new Floats()).CreateStream().Step([], [1, 2, 3], new float[4]));
    }

    [Fact]
    public void Floats_alone_are_the_input_of_the_network()
    {
        var network = new Floats();
        network.Initialize(1);
        var plain = new PlainFloats();
        plain.Initialize(1);
        float[] inputs = Noise.Create(seed: 1, 12), outputs = new float[16], expected = new float[16];
        Floats.State state = default;
        PlainFloats.State plainState = default;
        network.Run(inputs, outputs, ref state);
        plain.Run(inputs, expected, ref plainState);
        Bits.AssertEqual(expected, outputs, "outputs");
        Assert.Equal(PlainFloats.InputSize, Floats.InputSize);
    }

    /// <summary>Each is named with what is wrong, and nothing was written.</summary>
    [Theory]
    [InlineData("words", "'words' has token 11 at index 4; it must be from 0 to 10: the vocabulary has 11 tokens.")]
    [InlineData("chars", "'chars' has token -1 in bag")]
    [InlineData("charsOffsets falls", "it must not be less than the one before")]
    [InlineData("charsOffsets begins", "'charsOffsets' has 1 at index 0; the first must be 0.")]
    [InlineData("charsOffsets ends", "the last must be")]
    [InlineData("charsOffsets size", "'charsOffsets' has size 35; it needs 36: one more than the bags of 7 steps of 5 streams (states) of 1.")]
    [InlineData("shape", "'shape' has size 104; it needs 105: 7 steps of 5 streams (states) of 3.")]
    [InlineData("words size", "'words' has size 34; it needs a multiple of 5: steps of 5 streams (states) of 1.")]
    [InlineData("overlap", "'outputs' overlaps 'shape'")]
    public void Wrong_inputs_are_named(string fault, string message)
    {
        (int[] words, int[] chars, int[] offsets, float[] shape) = ([.. _words], [.. _chars], [.. _charsOffsets], [.. _shape]);
        float[] outputs = [.. Enumerable.Repeat(7f, Steps * Streams * 4)];
        switch (fault)
        {
            case "words":
                words[4] = 11;
                break;
            case "chars":
                chars[^1] = -1;
                break;
            case "charsOffsets falls":
                offsets[3] = offsets[2] - 1;
                break;
            case "charsOffsets begins":
                offsets[0] = 1;
                break;
            case "charsOffsets ends":
                offsets[^1]--;
                break;
            case "charsOffsets size":
                offsets = offsets[..^1];
                break;
            case "shape":
                shape = shape[..^1];
                break;
            case "words size":
                words = words[..^1];
                break;
        }

        var states = new Tagger.State[Streams];
        bool overlaps = fault == "overlap";
        float[] both = [.. shape, .. outputs];
        ArgumentException exception = Assert.ThrowsAny<ArgumentException>(() => _network.Run(
            words, chars, offsets, overlaps ? both.AsSpan(0, 105) : shape, _tags, _tagsOffsets, _class, overlaps ? both.AsSpan(104, outputs.Length) : outputs, states,
            new Tagger.Workspace(Steps, Streams)));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
        Assert.Equal(fault.Split(' ')[0] is "overlap" ? "outputs" : fault.Split(' ')[0], exception.ParamName);
        Assert.Equal(fault is "words" or "chars" || message.Contains("must", StringComparison.Ordinal), exception is ArgumentOutOfRangeException);
        Assert.Equal(new Tagger.State[Streams], states);
        Assert.All(outputs, static value => Assert.Equal(7, value));
    }

    [Fact]
    public void Wrong_tokens_of_structs_are_named()
    {
        Tagger.StepInput wrong = new(1, (int[])[3, 13], [0, 0, 0], default, [0]);
        Tagger.State state = default;
        Assert.Equal(
            "'inputs' has token 13 of 'chars' in bag 0; it must be from 0 to 12: the vocabulary has 13 tokens. (Parameter 'inputs')\nActual value was 13.",
            Assert.Throws<ArgumentOutOfRangeException>(() => _network.Run((Tagger.StepInput[])[wrong], new float[4], ref state)).Message.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Nothing_allocates()
    {
        var states = new Tagger.State[Streams];
        var workspace = new Tagger.Workspace(3, Streams);
        var tape = new Tagger.Tape(Steps, Streams);
        var gradients = new Tagger.Gradients();
        var sparse = new Sparse();
        var sparseTape = new Sparse.Tape(Steps, Streams);
        var sparseGradients = new Sparse.Gradients();
        var sparseStates = new Sparse.State[Streams];
        float[] outputs = new float[Steps * Streams * 4], shapeGradients = new float[_shape.Length];
        Tagger.StepInput first = _inputs[0];
        Assert.Equal(0, Allocation.Of(1000, () => _network.Step(_inputs.AsSpan(0, 1), outputs.AsSpan(0, 4), ref states[0])));
        Assert.Equal(0, Allocation.Of(1000, () => _network.Step(
            [first.Words], first.Chars.Span, [0, first.Chars.Length], first.Shape, first.Tags.Span, [0, first.Tags.Length], first.Class, outputs.AsSpan(0, 4), ref states[0])));
        Assert.Equal(0, Allocation.Of(20, () => _network.Run(_inputs.AsSpan(0, Steps), outputs.AsSpan(0, Steps * 4), ref states[0])));
        Assert.Equal(0, Allocation.Of(20, () => _network.Run(
            _words, _chars, _charsOffsets, _shape, _tags, _tagsOffsets, _class, outputs, states, workspace, Lengths)));
        Assert.Equal(0, Allocation.Of(20, () => _network.Run(_inputs, outputs, states, workspace, Lengths, SequenceLayout.BatchFirst)));
        Assert.Equal(0, Allocation.Of(20, () =>
        {
            gradients.Clear();
            _network.Forward(_words, _chars, _charsOffsets, _shape, _tags, _tagsOffsets, _class, outputs, states, tape, Lengths);
            _network.Backward(outputs, tape, gradients, shapeGradients);
        }));
        Assert.Equal(0, Allocation.Of(20, () =>
        {
            sparseGradients.Clear();
            sparse.Forward(_words, _chars, _charsOffsets, _shape, outputs, sparseStates, sparseTape, Lengths);
            sparse.Backward(outputs, sparseTape, sparseGradients, shapeGradients);
        }));
    }

    private Tagger.StepInput Step(int place) => new(
        _words[place], _chars.AsMemory(_charsOffsets[place].._charsOffsets[place + 1]), _shape.AsSpan(place * 3, 3),
        _tags.AsMemory(_tagsOffsets[place].._tagsOffsets[place + 1]), _class.AsSpan(place, 1));

    private static (int[] Ids, int[] Offsets) Bags(Random random, int count, int vocabulary) =>
        Joined(Enumerable.Range(0, count).Select(_ => (ReadOnlyMemory<int>)Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(vocabulary)).ToArray()));

    private static (int[] Ids, int[] Offsets) Joined(IEnumerable<ReadOnlyMemory<int>> bags)
    {
        List<int> ids = [], offsets = [0];
        foreach (ReadOnlyMemory<int> bag in bags)
        {
            ids.AddRange(bag.Span);
            offsets.Add(ids.Count);
        }

        return ([.. ids], [.. offsets]);
    }
}
