using System;
using System.Linq;
using RnnGen.Import.Tests.Json;
using Xunit;

namespace RnnGen.Import.Tests.RTNeural;

/// <summary>What RTNeural's JSON may hold, and what is refused.</summary>
public sealed class RTNeuralFormatTests
{
    private const string Keras =
        """
        {
          "in_shape": [null, null, 2],
          "layers": [
            { "type": "time-distributed-dense", "activation": "tanh", "shape": [null, null, 1], "weights": [[[1], [2]], [3]] },
            { "type": "lstm", "activation": "tanh", "shape": [null, null, 2], "weights": [
              [[1, 2, 3, 4, 5, 6, 7, 8]],
              [[11, 12, 13, 14, 15, 16, 17, 18], [21, 22, 23, 24, 25, 26, 27, 28]],
              [31, 32, 33, 34, 35, 36, 37, 38]] },
            { "type": "dropout", "shape": [null, null, 2], "weights": [] },
            { "type": "gru", "activation": "tanh", "shape": [null, 1], "weights": [
              [[1, 2, 3], [4, 5, 6]], [[7, 8, 9]], [[10, 11, 12], [13, 14, 15]]] },
            { "type": "dense", "activation": "", "shape": [null, 3], "weights": [[[1, 2, 3]]] },
            { "type": "activation", "activation": "softmax", "shape": [null, 3], "weights": [] }
          ]
        }
        """;

    private const string GuitarML =
        """
        {
          "model_data": { "model": "SimpleRNN", "input_size": 1, "skip": 0, "output_size": 1, "unit_type": "GRU", "num_layers": 2, "hidden_size": 1, "bias_fl": true },
          "state_dict": {
            "rec.weight_ih_l0": [[1], [2], [3]], "rec.weight_hh_l0": [[4], [5], [6]], "rec.bias_ih_l0": [7, 8, 9], "rec.bias_hh_l0": [10, 11, 12],
            "rec.weight_ih_l1": [[1], [2], [3]], "rec.weight_hh_l1": [[4], [5], [6]], "rec.bias_ih_l1": [7, 8, 9], "rec.bias_hh_l1": [10, 11, 12],
            "lin.weight": [[13]], "lin.bias": [14]
          }
        }
        """;

    [Fact]
    public void Layers_are_named_and_their_weights_transposed()
    {
        ModelFile file = ChangedJson.Open(Keras);
        Assert.Equal(
            """
            [Network]
            [DenseLayer(inputs: 2, outputs: 1, Activation = DenseActivation.Tanh, Name = "linear")]
            [LstmLayer(input: 1, hidden: 2, Name = "lstm")]
            [GruLayer(input: 2, hidden: 1, Name = "gru")]
            [DenseLayer(inputs: 1, outputs: 3, Activation = DenseActivation.Softmax, Name = "linear2")]
            public sealed partial class Model;

            """.ReplaceLineEndings("\n"),
            file.Description.Declare("Model"));
        Check(file, "linear.weight", [1, 2], 1, 2);
        Check(file, "linear.bias", [1], 3);
        Check(file, "lstm.weight_ih_l0", [8, 1], 1, 2, 3, 4, 5, 6, 7, 8);
        Check(file, "lstm.weight_hh_l0", [8, 2], 11, 21, 12, 22, 13, 23, 14, 24, 15, 25, 16, 26, 17, 27, 18, 28);
        Check(file, "lstm.bias_ih_l0", [8], 31, 32, 33, 34, 35, 36, 37, 38);
        Check(file, "lstm.bias_hh_l0", [8], 0, 0, 0, 0, 0, 0, 0, 0);

        // z, r, h become r, z, n.
        Check(file, "gru.weight_ih_l0", [3, 2], 2, 5, 1, 4, 3, 6);
        Check(file, "gru.weight_hh_l0", [3, 1], 8, 7, 9);
        Check(file, "gru.bias_ih_l0", [3], 11, 10, 12);
        Check(file, "gru.bias_hh_l0", [3], 14, 13, 15);
        Check(file, "linear2.bias", [3], 0, 0, 0);
        Assert.Equal(new ModelInput("", ModelInputKind.Floats, 2) { Shape = "[time, 2]" }, Assert.Single(file.Description.Inputs));
        Assert.Equal(new ModelOutput("", ModelOutputKind.Steps, 3) { Shape = "[time, 3]" }, Assert.Single(file.Description.Outputs));
        DeclaredModels.Load(new System.Collections.Generic.Dictionary<string, ModelFile> { ["keras"] = file });
    }

    [Theory]
    [InlineData("in_shape", "[null, null, 0]", "in_shape[2]", "0")]
    [InlineData("in_shape", "[null, null, -1]", "in_shape[2]", "-1")]
    [InlineData("in_shape", "[null, null, null]", "in_shape[2]", "null")]
    [InlineData("in_shape", "[null, null, 1.5]", "in_shape[2]", "1.5")]
    [InlineData("in_shape", "[null, null, \"1\"]", "in_shape[2]", "text '1'")]
    [InlineData("in_shape", "[null, 8, 8, 2]", "in_shape", "list of 4")]
    [InlineData("in_shape", "[]", "in_shape", "list of 0")]
    [InlineData("in_shape", "2", "in_shape", "wanted a list")]
    [InlineData("in_shape", "[null, null, 3]", "layers[0], time-distributed-dense", "list of 2", "wanted a list of 3")]
    [InlineData("in_shape", null, "in_shape", "missing")]
    [InlineData("layers", null, "layers", "missing")]
    [InlineData("layers", "[]", "layers", "none that compute")]
    [InlineData("layers", "{}", "layers", "wanted a list")]
    [InlineData("layers/0", "null", "layers[0]", "wanted an object")]
    [InlineData("layers/0/type", "\"conv1d\"", "layers[0], conv1d", "type", "not supported")]
    [InlineData("layers/0/type", "\"unknown\"", "layers[0], unknown", "not supported")]
    [InlineData("layers/2/type", "\"batchnorm\"", "layers[2], batchnorm", "not supported")]
    [InlineData("layers/0/type", "7", "layers[0]", "type", "wanted a text")]
    [InlineData("layers/0/type", null, "layers[0]", "type", "missing")]
    [InlineData("layers/0/activation", "\"elu\"", "layers[0]", "activation", "'elu'")]
    [InlineData("layers/0/shape", "[null, null, 2]", "layers[0]", "weights[0]", "wanted a list of 2")]
    [InlineData("layers/0/shape", "[null, null, 70000]", "layers[0]", "shape[2]", "70000")]
    [InlineData("layers/0/weights", null, "layers[0]", "weights", "missing")]
    [InlineData("layers/0/weights", "[]", "layers[0]", "weights", "[kernel, bias]")]
    [InlineData("layers/0/weights/0/1", "[1, 2]", "layers[0]", "weights[0]", "row 1", "wanted a list of 1")]
    [InlineData("layers/0/weights/0/1/0", "null", "weights[0]", "number 1 is null")]
    [InlineData("layers/0/weights/0/1/0", "\"1\"", "weights[0]", "number 1 is the text '1'")]
    [InlineData("layers/0/weights/0/1/0", "[1]", "weights[0]", "number 1 is a list of 1")]
    [InlineData("layers/0/weights/0/1/0", "1e39", "weights[0]", "number 1 is 1e39")]
    [InlineData("layers/0/weights/0/1/0", "NaN", "no valid JSON")]
    [InlineData("layers/1/activation", "\"relu\"", "layers[1], lstm", "activation", "'relu'", "'tanh'")]
    [InlineData("layers/1/activation", "\"\"", "layers[1], lstm", "activation", "'tanh'")]
    [InlineData("layers/1/recurrent_activation", "\"hard_sigmoid\"", "layers[1], lstm", "recurrent_activation", "'sigmoid'")]
    [InlineData("layers/1/go_backwards", "true", "layers[1], lstm", "go_backwards")]
    [InlineData("layers/1/shape", "[null, null, 5000]", "layers[1], lstm", "shape", "4096")]
    [InlineData("layers/1/shape", "[null, null, 3]", "layers[1], lstm", "weights[0]", "list of 8")]
    [InlineData("layers/1/weights/2", null, "layers[1], lstm", "weights", "bias")]
    [InlineData("layers/1/weights/2/8", "1", "layers[1], lstm", "weights[2]", "list of 9")]
    [InlineData("layers/2/weights", "[[1]]", "layers[2], dropout", "weights", "empty")]
    [InlineData("layers/2/shape", "[null, null, 3]", "layers[2], dropout", "shape", "3", "2")]
    [InlineData("layers/3/weights/2", "[1, 2, 3]", "layers[3], gru", "weights[2]", "wanted a list of 2")]
    [InlineData("layers/3/reset_after", "false", "layers[3], gru", "reset_after")]
    [InlineData("layers/4/activation", "\"tanh\"", "layers[5], activation", "'softmax' behind")]
    [InlineData("layers/4/type", "\"activation\"", "layers[4], activation")]
    [InlineData("layers/5/activation", "\"prelu\"", "layers[5], activation", "'prelu'")]
    public void Changed_models_from_Keras_are_refused(string path, string? value, params string[] said) => ChangedJson.Refused(Keras, path, value, said);

    [Fact]
    public void What_a_player_does_around_the_model_is_said()
    {
        string aida = ChangedJson.Change(ChangedJson.Change(ChangedJson.Change(Keras, "in_skip", "1"), "out_gain", "-6.5"), "metadata", """{ "samplerate": 44100.0, "name": "x" }""");
        ModelDescription description = ChangedJson.Open(aida).Description;
        Assert.False(description.IsComplete);
        Assert.Equal(2, description.Unsaid.Length);
        Assert.Contains("in_skip", description.Unsaid[0], StringComparison.Ordinal);
        Assert.Contains("-6.5 dB", description.Unsaid[1], StringComparison.Ordinal);
        Assert.Equal((2, 0.0, -6.5), (description.AddedInputs, description.InputGain, description.OutputGain));
        Assert.Equal(44100, description.SampleRate);
        Assert.Equal("x", description.Metadata["name"]);
        Assert.True(ChangedJson.Open(ChangedJson.Change(Keras, "in_skip", "0")).Description.IsComplete);
    }

    [Fact]
    public void Names_of_the_file_are_taken_where_they_can_be()
    {
        string named = ChangedJson.Change(ChangedJson.Change(ChangedJson.Change(Keras, "layers/0/name", "\"in \\u00fc\""), "layers/1/name", "\"gru\""), "layers/4/name", "\"gru\"");
        Assert.Equal(["in ü", "gru", "gru2", "linear"], ChangedJson.Open(named).Description.Layers.Select(static layer => layer.Name));
    }

    [Fact]
    public void Counts_are_looked_at_before_lists_are_made()
    {
        string ones = string.Join(',', Enumerable.Repeat("1", 2_000_000));
        foreach (string path in (string[])["layers", "in_shape", "layers/1/weights", "layers/2/weights", "layers/1/shape"])
        {
            string text = ChangedJson.Change(Keras, path, $"[{ones}]");
            long before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<ModelFormatException>(() => ChangedJson.Open(text));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 32L * text.Length);
        }
    }

    [Fact]
    public void GuitarML_says_all_of_the_model_but_what_is_added_to_its_outputs()
    {
        ModelFile file = ChangedJson.Open(GuitarML);
        Assert.Equal(ModelFormat.RTNeuralTorch, file.Format);
        Assert.True(file.Description.IsComplete);
        Assert.Equal(
            """
            [Network]
            [GruLayer(input: 1, hidden: 1, Layers = 2, Name = "rec")]
            [DenseLayer(inputs: 1, outputs: 1, Name = "lin")]
            public sealed partial class Model;

            """.ReplaceLineEndings("\n"),
            file.Description.Declare("Model"));
        Check(file, "rec.bias_hh_l1", [3], 10, 11, 12);
        Assert.Equal("0", file.Description.Metadata["skip"]);

        ModelDescription skipping = ChangedJson.Open(ChangedJson.Change(GuitarML, "model_data/skip", "1")).Description;
        Assert.Contains("model_data.skip is 1", Assert.Single(skipping.Unsaid), StringComparison.Ordinal);
        Assert.Equal("1", skipping.Metadata["skip"]);
        Assert.Equal((1, 0), (skipping.AddedInputs, file.Description.AddedInputs));

        // The order of its layers is known all the same, so that networks with other names take it.
        Assert.Equal(file.Modules, ChangedJson.Open(ChangedJson.Change(GuitarML, "model_data/skip", "1")).Modules);

        ModelFile withoutBias = ChangedJson.Open(ChangedJson.Change(ChangedJson.Change(GuitarML, "model_data/bias_fl", "false"), "state_dict/lin.bias", null));
        Check(withoutBias, "lin.bias", [1], 0);
    }

    [Theory]
    [InlineData("model_data/unit_type", "\"CNN\"", "unit_type", "'CNN'")]
    [InlineData("model_data/model", "\"GatedConvNet\"", "model_data.model", "'GatedConvNet'")]
    [InlineData("model_data/hidden_size", "2", "rec.weight_ih_l0", "[3, 1]", "[6, 1]")]
    [InlineData("model_data/num_layers", "1", "rec.weight_ih_l1", "does not say")]
    [InlineData("model_data/num_layers", "3", "rec.weight_ih_l2", "missing")]
    [InlineData("model_data/num_layers", "1000000", "num_layers", "1 to 64")]
    [InlineData("model_data/skip", "2", "skip", "0 to 1")]
    [InlineData("model_data/bias_fl", "false", "lin.bias", "does not say")]
    [InlineData("state_dict", null, "state_dict", "missing")]
    [InlineData("state_dict/lin.weight", "[[1], [2, 3]]", "lin.weight", "list of 1")]
    [InlineData("state_dict/lin.weight", "{}", "state_dict.lin.weight", "an object")]
    public void Changed_models_of_GuitarML_are_refused(string path, string? value, params string[] said) => ChangedJson.Refused(GuitarML, path, value, said);

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("[1, 2]")]
    [InlineData("{\"name\": \"a package\", \"version\": \"1.0\"}")]
    [InlineData("{\"lstm.weight_ih_l0\": [[1], [2]], \"lstm.weight_ih_l0\": [[1], [2]]}")]
    [InlineData("{\"a\": [[[[[[[[[1]]]]]]]]]}")]
    [InlineData("{\"a\": []}")]
    [InlineData("{\"a\": [1], }")]
    [InlineData("{\"a\": [1]} x")]
    [InlineData("{\"a\": [1] /* comment */}")]
    public void Other_JSON_is_refused(string text) => Assert.Throws<ModelFormatException>(() => ChangedJson.Open(text));

    [Fact]
    public void Deep_nesting_is_refused() =>
        Assert.Throws<ModelFormatException>(() => ChangedJson.Open($"{{\"a\": {new string('[', 1_000_000)}"));

    private static void Check(ModelFile file, string name, int[] shape, params float[] values)
    {
        ImportedTensor tensor = file.Tensors.Single(tensor => tensor.Name == name);
        Assert.Equal(shape, tensor.Shape);
        Assert.Equal(values, tensor.Values);
    }
}
