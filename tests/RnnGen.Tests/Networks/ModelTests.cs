using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Tests.Cells;
using RnnGen.Training;
using Xunit;

namespace RnnGen.Tests.Networks;

/// <summary>Code that does not know a model's type, or only some of it.</summary>
public sealed class ModelTests
{
    private static readonly Dictionary<string, IModel> Models = new()
    {
        ["lstm"] = new TestCells.Lstm3x19(),
        ["gru"] = new TestCells.Gru1x8(),
        ["filter"] = new TestNetworks.Filter(),
        ["tokens"] = new TestNetworks.Tokens(),
        ["mean"] = new TestNetworks.MeanOfSteps(),
        ["dense"] = new TestNetworks.OnlyDense(),
    };

    public static TheoryData<string> Names => [.. Models.Keys];

    [Fact]
    public void Sizes_are_those_of_the_type()
    {
        Assert.Equal((3, 19, TestCells.Lstm3x19.ParameterCount, 0), SizesOf(Models["lstm"]));
        Assert.Equal((1, 1, TestNetworks.Filter.ParameterCount, 0), SizesOf(Models["filter"]));
        Assert.Equal((1, 11, TestNetworks.Tokens.ParameterCount, 11), SizesOf(Models["tokens"]));
        Assert.False(Models["mean"].HasOutputPerStep);
        Assert.True(Models["lstm"].HasOutputPerStep);
        Assert.All(Models.Values, static model => Assert.True(model.IsCausal));

        static (int Input, int Output, int Parameters, int Vocabulary) SizesOf(IModel model) =>
            (model.InputSize, model.OutputSize, model.ParameterCount, model.VocabularySize);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_stream_has_a_state_of_its_own(string name)
    {
        IModel model = Models[name];
        model.Initialize(3);
        IModelStream stream = model.CreateStream(), other = model.CreateStream();
        float[] first = Step(stream), second = Step(stream);
        Assert.Same(model, stream.Model);
        Assert.Equal(first, Step(other));
        Assert.Equal(second, Step(other));
        stream.Reset();
        Assert.Equal(first, Step(stream));
        Assert.Equal(name == "dense", first.AsSpan().SequenceEqual(second));
    }

    [Fact]
    public void A_stream_has_the_bits_of_the_model()
    {
        var cell = new TestCells.Lstm3x19();
        cell.Initialize(1);
        var cellState = default(TestCells.Lstm3x19.State);
        IModelStream cellStream = ((IModel)cell).CreateStream();
        var network = new TestNetworks.Tokens();
        network.Initialize(1);
        var networkState = default(TestNetworks.Tokens.State);
        IModelStream networkStream = ((IModel)network).CreateStream();
        float[] inputs = Noise.Create(seed: 2, 3 * 20), output = new float[19], logits = new float[11], expected = new float[11];
        for (int step = 0; step < 20; step++)
        {
            cell.Step(inputs.AsSpan(3 * step, 3), ref cellState);
            cellStream.Step(inputs.AsSpan(3 * step, 3), output);
            Assert.Equal(cellState.Hidden.ToArray(), output);
            network.Step([step % 11], expected, ref networkState);
            networkStream.Step([step % 11], logits);
            Assert.Equal(expected, logits);
        }
    }

    [Fact]
    public void The_other_kind_of_input_is_refused()
    {
        IModelStream floats = Models["filter"].CreateStream(), tokens = Models["tokens"].CreateStream(), cell = Models["lstm"].CreateStream();
        float[] output = new float[1], logits = new float[11];
        Assert.Equal("'Filter' takes floats and was given token ids.", Assert.Throws<InvalidOperationException>(() => floats.Step([1], output)).Message);
        Assert.Equal("'Tokens' takes token ids and was given floats.", Assert.Throws<InvalidOperationException>(() => tokens.Step([1f], logits)).Message);
        Assert.Throws<InvalidOperationException>(() => cell.Step([1, 2, 3], new float[19]));
        Assert.Equal("'Filter' takes floats and was given token ids.", Assert.Throws<InvalidOperationException>(() => floats.Run([1], output)).Message);
        Assert.Equal("'Tokens' takes token ids and was given floats.", Assert.Throws<InvalidOperationException>(() => tokens.Run([1f], logits)).Message);
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_wrong_size_changes_nothing(string name)
    {
        IModel model = Models[name];
        model.Initialize(5);
        IModelStream stream = model.CreateStream(), other = model.CreateStream();
        Assert.Throws<ArgumentException>(() => Step(stream, model.InputSize, model.OutputSize + 1));
        Assert.Throws<ArgumentException>(() => Step(stream, model.InputSize + 1, model.OutputSize));
        if (model.VocabularySize > 0)
        {
            Assert.Throws<ArgumentOutOfRangeException>(() => stream.Step([model.VocabularySize], new float[model.OutputSize]));
        }

        Step(stream);
        Step(other);
        Assert.Equal(Step(other), Step(stream));
    }

    /// <summary>Blocks of any length, none among them, through the interface without type parameters.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Blocks_have_the_bits_of_steps(string name)
    {
        IModel model = Models[name];
        model.Initialize(9);
        IModelStream stepped = model.CreateStream(), ran = model.CreateStream();
        bool isPerStep = model.HasOutputPerStep;
        const int steps = 50;
        float[] inputs = Noise.Create(seed: 3, steps * model.InputSize);
        int[] tokens = [.. Enumerable.Range(0, steps).Select(step => step % Math.Max(1, model.VocabularySize))];
        float[] expected = new float[(isPerStep ? steps : 1) * model.OutputSize], outputs = new float[expected.Length];
        for (int step = 0; step < steps; step++)
        {
            Span<float> output = expected.AsSpan(isPerStep ? step * model.OutputSize : 0, model.OutputSize);
            if (model.VocabularySize > 0)
            {
                stepped.Step(tokens.AsSpan(step, 1), output);
            }
            else
            {
                stepped.Step(inputs.AsSpan(step * model.InputSize, model.InputSize), output);
            }
        }

        for (int step = 0, length = 0; step < steps; step += length, length = Math.Min(2 * length + 1, steps - step))
        {
            Span<float> rows = outputs.AsSpan(isPerStep ? step * model.OutputSize : 0, (isPerStep ? length : 1) * model.OutputSize);
            if (model.VocabularySize > 0)
            {
                ran.Run(tokens.AsSpan(step, length), rows);
            }
            else
            {
                ran.Run(inputs.AsSpan(step * model.InputSize, length * model.InputSize), rows);
            }
        }

        Bits.AssertEqual(expected, outputs, name);
    }

    [Fact]
    public void A_block_in_place_is_a_block()
    {
        IModel model = Models["filter"];
        model.Initialize(3);
        float[] inputs = Noise.Create(seed: 4, 64), outputs = new float[64];
        model.CreateStream().Run(inputs, outputs);
        model.CreateStream().Run(inputs, inputs);
        Bits.AssertEqual(outputs, inputs, "in place");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_block_of_a_wrong_size_changes_nothing(string name)
    {
        IModel model = Models[name];
        model.Initialize(5);
        IModelStream stream = model.CreateStream(), other = model.CreateStream();
        Action run = model.VocabularySize > 0
            ? () => stream.Run(new int[2], new float[(2 * model.OutputSize) + 1])
            : () => stream.Run(new float[2 * model.InputSize], new float[(2 * model.OutputSize) + 1]);
        Assert.Throws<ArgumentException>(run);
        Assert.Equal(Step(other), Step(stream));
    }

    [Fact]
    public void No_stream_of_a_model_in_both_directions()
    {
        IModel model = new TestNetworks.Classifier();
        Assert.False(model.IsCausal);
        string message = Assert.Throws<NotSupportedException>(model.CreateStream).Message;
        Assert.StartsWith("'Classifier' has a layer that reads every sequence from its end", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("lstm")]
    [InlineData("filter")]
    [InlineData("tokens")]
    [InlineData("mean")]
    public void A_step_of_a_stream_allocates_nothing(string name)
    {
        IModel model = Models[name];
        IModelStream stream = model.CreateStream();
        float[] input = new float[model.InputSize], output = new float[model.OutputSize];
        int[] token = new int[1];
        Assert.Equal(0, Allocation.Of(1000, model.VocabularySize > 0 ? () => stream.Step(token, output) : () => stream.Step(input, output)));
        Assert.Equal(0, Allocation.Of(1000, stream.Reset));
        float[] inputs = new float[16 * model.InputSize], outputs = new float[(model.HasOutputPerStep ? 16 : 1) * model.OutputSize];
        int[] tokens = new int[16];
        Assert.Equal(0, Allocation.Of(100, model.VocabularySize > 0 ? () => stream.Run(tokens, outputs) : () => stream.Run(inputs, outputs)));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Loads_what_it_saves(string name)
    {
        IModel model = Models[name];
        model.Initialize(7);
        float[] before = model.Parameters.ToArray();
        var store = new TensorStore();
        model.Save(store);
        string path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            model.Save(path, "model");
            model.Initialize(8);
            model.Load(path, "model");
            Assert.Equal(before, model.Parameters);
        }
        finally
        {
            File.Delete(path);
        }

        model.Initialize(8);
        Assert.NotEqual(before, model.Parameters.ToArray());
        model.Load(store);
        Assert.Equal(before, model.Parameters);
        Assert.False(model.HasNonFiniteParameters);
    }

    /// <summary>A member that two interfaces had was ambiguous to code that asks for both (CS0229, CS0121).</summary>
    [Fact]
    public void No_member_is_ambiguous_where_several_interfaces_are_asked_for()
    {
        Check<TestNetworks.Filter, TestNetworks.Filter.State, TestNetworks.Filter.Workspace, TestNetworks.Filter.Tape, TestNetworks.Filter.Gradients>();

        static void Check<TNetwork, TState, TWorkspace, TTape, TGradients>()
            where TNetwork : class, ICausalNetwork<TNetwork, float, TState, TWorkspace>, ITrainableNetwork<TNetwork, float, TState, TWorkspace, TTape, TGradients>,
                ITrainable<float>, new()
            where TState : struct, INetworkState<TState>
            where TWorkspace : class
            where TTape : class, INetworkTape
            where TGradients : class, ICellGradients
        {
            var network = new TNetwork();
            network.Initialize(1);
            var store = new TensorStore();
            network.Save(store);
            network.Load(store);
            Assert.False(network.HasNonFiniteParameters);
            Assert.Equal(network.Parameters.Length, TNetwork.CreateGradients().Values.Length);

            const int streams = 3;
            var states = new TState[streams];
            var state = default(TState);
            float[] inputs = Noise.Create(seed: 1, streams * TNetwork.InputSize);
            float[] outputs = new float[streams * TNetwork.OutputSize], output = new float[TNetwork.OutputSize];
            network.Step(inputs, outputs, states, TNetwork.CreateWorkspace(1, streams));
            network.Step(inputs.AsSpan(0, TNetwork.InputSize), output, ref state);
            Assert.Equal(output, outputs.AsSpan(0, output.Length));
            Assert.Equal(1, network.CreateShard(1, streams).OutputSize);
            ITrainable<float> trainable = network;
            trainable.Initialize(2);
        }
    }

    private static float[] Step(IModelStream stream) => Step(stream, stream.Model.InputSize, stream.Model.OutputSize);

    private static float[] Step(IModelStream stream, int inputSize, int outputSize)
    {
        float[] output = new float[outputSize];
        if (stream.Model.VocabularySize > 0)
        {
            stream.Step(new int[inputSize], output);
        }
        else
        {
            float[] input = new float[inputSize];
            Array.Fill(input, 0.5f);
            stream.Step(input, output);
        }

        return output;
    }
}
