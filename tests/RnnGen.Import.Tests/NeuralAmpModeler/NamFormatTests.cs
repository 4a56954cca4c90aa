using System;
using System.Linq;
using RnnGen.Import.Tests.Json;
using Xunit;

namespace RnnGen.Import.Tests.NeuralAmpModeler;

/// <summary>What a capture may hold, and what is refused.</summary>
public sealed class NamFormatTests
{
    private const string Capture =
        """
        {
          "version": "0.5.2",
          "metadata": null,
          "architecture": "LSTM",
          "config": { "input_size": 2, "hidden_size": 1, "num_layers": 1, "out_channels": 2 },
          "weights": [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 0, 17, 18, 19, 20, 21],
          "sample_rate": 44100.5
        }
        """;

    [Fact]
    public void The_one_list_is_divided_into_tensors()
    {
        ModelFile file = ChangedJson.Open(Capture);
        Assert.Equal(
            """
            [Network]
            [LstmLayer(input: 2, hidden: 1, Name = "lstm")]
            [DenseLayer(inputs: 1, outputs: 2, Name = "linear")]
            public sealed partial class Model;

            """.ReplaceLineEndings("\n"),
            file.Description.Declare("Model"));
        Check(file, "lstm.weight_ih_l0", [4, 2], 1, 2, 4, 5, 7, 8, 10, 11);
        Check(file, "lstm.weight_hh_l0", [4, 1], 3, 6, 9, 12);
        Check(file, "lstm.bias_ih_l0", [4], 13, 14, 15, 16);
        Check(file, "lstm.bias_hh_l0", [4], 0, 0, 0, 0);

        // One of the two states is not zero: both are there.
        Check(file, "lstm.initial_h_l0", [1], 0);
        Check(file, "lstm.initial_c_l0", [1], 17);
        Check(file, "linear.weight", [2, 1], 18, 19);
        Check(file, "linear.bias", [2], 20, 21);
        Assert.Equal(44100.5, file.Description.SampleRate);
        Assert.Equal(["lstm.", "linear."], file.Modules!.Select(static module => module.Prefix));
    }

    [Fact]
    public void Zeros_and_options_without_meaning_are_passed_over()
    {
        ModelFile file = ChangedJson.Open(ChangedJson.Change(ChangedJson.Change(ChangedJson.Change(
            Capture, "weights/17", "-0.0"), "config/dropout", "0.1"), "sample_rate", "null"));
        Assert.DoesNotContain(file.Names, static name => name.Contains("initial", StringComparison.Ordinal));
        Assert.Null(file.Description.SampleRate);
    }

    [Theory]
    [InlineData("version", null, "version", "missing")]
    [InlineData("version", "\"1.0.0\"", "version", "'1.0.0'")]
    [InlineData("version", "\"0.5\"", "version", "'0.5'")]
    [InlineData("version", "5", "version", "wanted a text")]
    [InlineData("architecture", "\"WaveNet\"", "architecture", "'WaveNet'", "'LSTM'")]
    [InlineData("architecture", "\"CatLSTM\"", "architecture", "'CatLSTM'")]
    [InlineData("architecture", null, "architecture", "missing")]
    [InlineData("config", null, "config", "missing")]
    [InlineData("config", "[]", "config", "wanted an object")]
    [InlineData("config/input_size", null, "config.input_size", "missing")]
    [InlineData("config/hidden_size", "0", "config.hidden_size", "1 to 4096")]
    [InlineData("config/hidden_size", "1e9", "config.hidden_size", "1e9")]
    [InlineData("config/hidden_size", "4096", "weights", "list of 22")]
    [InlineData("config/num_layers", "9223372036854775808", "config.num_layers")]
    [InlineData("config/in_channels", "1", "config.in_channels", "input_size is 2")]
    [InlineData("config/proj_size", "1", "config.proj_size", "does not know")]
    [InlineData("weights", null, "weights", "missing")]
    [InlineData("weights", "{}", "weights", "an object", "22 numbers")]
    [InlineData("weights/22", "1", "weights", "list of 23")]
    [InlineData("weights/21", null, "weights", "list of 21", "22 numbers")]
    [InlineData("weights/3", "[4]", "weights", "number 3 is a list of 1")]
    [InlineData("weights/3", "true", "weights", "number 3 is true")]
    [InlineData("weights/3", "-1e39", "weights", "number 3 is -1e39")]
    [InlineData("metadata", "3", "metadata", "wanted an object")]
    [InlineData("sample_rate", "\"48000\"", "sample_rate", "wanted a number")]
    [InlineData("sample_rate", "-1", "sample_rate", "above 0")]
    public void Changed_captures_are_refused(string path, string? value, params string[] said) => ChangedJson.Refused(Capture, path, value, said);

    private static void Check(ModelFile file, string name, int[] shape, params float[] values)
    {
        ImportedTensor tensor = file.Tensors.Single(tensor => tensor.Name == name);
        Assert.Equal(shape, tensor.Shape);
        Assert.Equal(values, tensor.Values);
    }
}
