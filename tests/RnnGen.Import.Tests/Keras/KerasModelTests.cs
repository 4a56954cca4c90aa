using System;
using System.Collections.Generic;
using System.Linq;
using Xunit;
using static RnnGen.Import.Tests.Keras.KerasFileBuilder;

namespace RnnGen.Import.Tests.Keras;

/// <summary>What becomes of configurations that no file of Cases has.</summary>
public sealed class KerasModelTests
{
    private const string FromInput = """[{"args":[{"class_name":"__keras_tensor__","config":{"keras_history":["input_layer",0,0]}}],"kwargs":{"training":false,"mask":null}}]""";

    private static readonly Dictionary<string, int[][]> OneLstm = new() { ["layers/lstm/cell"] = LstmWeights(3) };

    [Fact]
    public void Models_inside_of_a_model_are_flattened()
    {
        ModelDescription description = Open(
            Sequential(Input, Sequential(Lstm("lstm"), Lstm("lstm_1")), Lstm("lstm", "\"return_sequences\":false")),
            new() { ["layers/sequential/layers/lstm/cell"] = LstmWeights(3), ["layers/sequential/layers/lstm_1/cell"] = LstmWeights(4), ["layers/lstm/cell"] = LstmWeights(4) });
        Assert.Equal(["lstm", "lstm_1", "lstm2", ""], description.Layers.Select(static layer => layer.Name));
        Assert.Equal(new PoolingModelLayer(Pooling.FinalState), description.Layers[3]);
    }

    [Fact]
    public void A_layer_that_only_reads_backwards_is_reversed_and_gives_its_final_state()
    {
        ModelDescription description = Open(Sequential(Input, Lstm("lstm", "\"return_sequences\":false,\"go_backwards\":true")), OneLstm);
        Assert.True(Assert.IsType<RecurrentModelLayer>(description.Layers[0]).Reverse);
        Assert.Equal(new PoolingModelLayer(Pooling.FinalState), description.Layers[1]);
    }

    [Fact]
    public void A_layer_that_reads_backwards_gives_what_the_same_layer_gives_of_the_turned_sequence()
    {
        ModelFile File(string more) => ModelFile.Open(Write(Sequential(Input, Lstm("lstm", "\"return_sequences\":false" + more)), OneLstm));
        IReadOnlyDictionary<string, IModel> models = DeclaredModels.Load(new Dictionary<string, ModelFile> { ["back"] = File(",\"go_backwards\":true"), ["forth"] = File("") });
        double[] inputs = [.. Enumerable.Range(0, 5 * 3).Select(static index => Math.Sin(index))];
        double[] turned = [.. inputs.Chunk(3).Reverse().SelectMany(static row => row)];
        float[] back = new ModelRun { Inputs = inputs, Steps = 5, Streams = 1 }.Run(models["back"]).Outputs;
        Assert.Equal(new ModelRun { Inputs = turned, Steps = 5, Streams = 1 }.Run(models["forth"]).Outputs, back);
        Assert.NotEqual(new ModelRun { Inputs = inputs, Steps = 5, Streams = 1 }.Run(models["forth"]).Outputs, back);
    }

    [Theory]
    [InlineData("1.2.2", 0.2f)]
    [InlineData("2.2.4-tf", 0.2f)]
    [InlineData("3.0.0", 1f / 6)]
    public void The_version_tells_what_hard_sigmoid_is(string version, float slope)
    {
        ModelDescription description = Open(Sequential(Input, Lstm("lstm", "\"recurrent_activation\":\"hard_sigmoid\"")), OneLstm, version);
        Assert.Equal(new ModelActivation(RnnActivation.HardSigmoid, slope, 0.5f), Assert.IsType<RecurrentModelLayer>(description.Layers[0]).Gate);
    }

    [Fact]
    public void Old_files_count_layers_with_weights_twice()
    {
        ModelDescription description = Open(
            Sequential(Input, Lstm("lstm"), Lstm("lstm_1")),
            new() { ["_layer_checkpoint_dependencies/lstm/cell"] = LstmWeights(3), ["_layer_checkpoint_dependencies/lstm_2/cell"] = LstmWeights(4) }, "2.12.0");
        Assert.Equal(2, description.Layers.Length);
    }

    [Fact]
    public void What_a_stateful_layer_kept_is_no_weight() =>
        Assert.Equal("lstm", Open(
            Sequential(Input, Lstm("lstm", "\"stateful\":true")), new() { ["layers/lstm/cell"] = LstmWeights(3), ["layers/lstm"] = [[1, 4], [1, 4]] }).Metadata["stateful"]);

    [Fact]
    public void States_of_random_generators_and_optimizers_are_no_weights() =>
        Assert.Single(Open(
            Sequential(Input, Layer("Dropout", "\"name\":\"dropout\",\"rate\":0.5"), Lstm("lstm")),
            new() { ["layers/lstm/cell"] = LstmWeights(3), ["layers/dropout/seed_generator"] = [[2]], ["optimizer"] = [[3, 16]] }).Layers);

    [Fact]
    public void A_functional_chain_may_be_listed_in_any_order()
    {
        string last = Layer("GlobalMaxPooling1D", "\"name\":\"pool\"", FromInput.Replace("input_layer", "lstm", StringComparison.Ordinal));
        ModelDescription description = Open(Functional([last, Lstm("lstm", inbound: FromInput), Input], "pool"), OneLstm);
        Assert.Equal(new PoolingModelLayer(Pooling.Max), description.Layers[1]);
        Assert.Equal(ModelOutputKind.Sequence, Assert.Single(description.Outputs).Kind);
    }

    [Fact]
    public void What_cannot_be_run_is_refused_and_named()
    {
        void Refused(string configuration, Dictionary<string, int[][]> weights, string place, string field, string version = "3.8.0")
        {
            ModelFormatException fault = Assert.Throws<ModelFormatException>(() => ModelFile.Open(Write(configuration, weights, version.Length == 0 ? null : version)));
            Assert.Equal((place, field), (fault.Place, fault.Field));
        }

        Dictionary<string, int[][]> withDense = new(OneLstm) { ["layers/dense"] = [[4, 2], [2]] };
        Refused(Sequential(Input, Lstm("lstm", "\"recurrent_activation\":\"hard_sigmoid\"")), OneLstm, "lstm", "recurrent_activation", "");
        Refused(Sequential(Input, Lstm("lstm", "\"activation\":\"swish\"")), OneLstm, "lstm", "activation");
        Refused(Sequential(Input, Lstm("lstm", "\"go_backwards\":true")), OneLstm, "lstm", "go_backwards");
        Refused(Sequential(Input, Lstm("lstm", "\"units\":5")), OneLstm, "lstm", "kernel");
        Refused(Sequential(Input, Lstm("lstm", "\"units\":100000")), OneLstm, "lstm", "units");
        Refused(Sequential(Input, Lstm("lstm", "\"use_bias\":false")), OneLstm, "lstm", "weights");
        Refused(Sequential(Input, Lstm("lstm"), Layer("Activation", "\"name\":\"act\",\"activation\":\"relu\"")), OneLstm, "act", "class_name");
        Refused(Sequential(Input, Lstm("lstm"), Layer("Dense", "\"name\":\"dense\",\"units\":2,\"activation\":\"gelu\"")), withDense, "dense", "activation");
        Refused(Sequential(Input, Lstm("lstm", "\"return_sequences\":false"), Lstm("lstm_1")), OneLstm, "lstm_1", "class_name");
        Refused(Sequential(Input, Layer("Dense", "\"name\":\"dense\",\"units\":2")), new() { ["layers/dense"] = [[3, 2], [2]] }, null!, "layers");
        Refused(Sequential(Input, Lstm("lstm")), withDense, "layers/dense/vars/0", null!);
        Refused(Functional([Input, Lstm("lstm", inbound: FromInput.Replace("\"mask\":null", "\"initial_state\":[]", StringComparison.Ordinal))], "lstm"), OneLstm, "lstm", "initial_state");
        Refused(Functional([Input, Lstm("lstm", inbound: FromInput.Replace(",0,0]", ",0,1]", StringComparison.Ordinal))], "lstm"), OneLstm, "lstm", "inbound_nodes");
        Refused(Functional([Input, Lstm("lstm", inbound: FromInput.Replace("input_layer", "lstm", StringComparison.Ordinal))], "lstm"), OneLstm, "lstm", "inbound_nodes");
        Refused(Functional([Input, Lstm("lstm", inbound: FromInput), Layer("Dropout", "\"name\":\"side\"", FromInput)], "lstm"), OneLstm, "side", "inbound_nodes");
    }

    private static string Functional(string[] layers, string output) =>
        $$"""{"module":"keras.src.models.functional","class_name":"Functional","registered_name":"Functional","config":{"name":"functional","layers":[{{string.Join(',', layers)}}],"input_layers":["input_layer",0,0],"output_layers":["{{output}}",0,0]} }""";

    private static ModelDescription Open(string configuration, Dictionary<string, int[][]> weights, string version = "3.8.0") =>
        ModelFile.Open(Write(configuration, weights, version)).Description;
}
