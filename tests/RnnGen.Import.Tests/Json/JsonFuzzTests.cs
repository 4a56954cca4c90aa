using System.IO;
using System.Text;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Import.Tests.Json;

/// <summary>Damaged files of RTNeural, GuitarML and Neural Amp Modeler are read or refused.</summary>
public sealed class JsonFuzzTests
{
    private static readonly string[] Tokens =
    [
        "\"in_shape\":", "\"layers\":[", "\"type\":\"gru\",", "\"activation\":\"relu\",", "\"weights\":[],", "\"architecture\":\"LSTM\",", "\"config\":{},", "\"model_data\":{},",
        "\"state_dict\":{},", "\"sample_rate\":null,", "\"lstm.weight_ih_l0\":[[1]],", "\"skip\":1,", "\"in_skip\":1,", "\"name\":", "null,",
    ];

    private readonly ITestOutputHelper _output;

    public JsonFuzzTests(ITestOutputHelper output) => _output = output;

    [Fact]
    public void Mutants_of_RTNeural_are_read_or_refused() => Run(
        12_000,
        ["no valid JSON", "missing", "in_shape", "weights[0]", "number 0", "not supported", "'shape'", "activation"],
        """{"in_shape":[null,null,2],"layers":[{"type":"time-distributed-dense","activation":"tanh","shape":[null,null,1],"weights":[[[1],[2]],[3]]},{"type":"gru","activation":"tanh","shape":[null,null,1],"weights":[[[1,2,3]],[[7,8,9]],[[10,11,12],[13,14,15]]]},{"type":"dense","activation":"","shape":[null,1],"weights":[[[1]],[0.5]]}]}""",
        """{"in_shape":[null,1],"layers":[{"type":"lstm","activation":"tanh","shape":[null,1],"weights":[[[1,2,3,4]],[[5,6,7,8]],[9,8,7,6]]},{"type":"activation","activation":"","shape":[null,1],"weights":[]}],"in_skip":1,"metadata":{"samplerate":48000.0}}""");

    [Fact]
    public void Mutants_of_a_state_dict_are_read_or_refused() => Run(
        12_000,
        ["no valid JSON", "missing", "lin.weight", "number 0", "model_data", "unit_type"],
        """{"lstm.weight_ih_l0":[[1],[2],[3],[4]],"lstm.weight_hh_l0":[[1],[2],[3],[4]],"lstm.bias_ih_l0":[1,2,3,4],"lstm.bias_hh_l0":[5,6,7,8],"dense.weight":[[1]],"dense.bias":[2]}""",
        """{"model_data":{"model":"SimpleRNN","input_size":1,"skip":0,"output_size":1,"unit_type":"RNN","num_layers":1,"hidden_size":2,"bias_fl":true},"state_dict":{"rec.weight_ih_l0":[[1],[2]],"rec.weight_hh_l0":[[4,5],[6,7]],"rec.bias_ih_l0":[7,8],"rec.bias_hh_l0":[10,11],"lin.weight":[[13,14]],"lin.bias":[15]}}""");

    [Fact]
    public void Mutants_of_captures_are_read_or_refused() => Run(
        12_000,
        ["no valid JSON", "missing", "architecture", "config.hidden_size", "weights", "number 0", "version", "sample_rate"],
        """{"version":"0.5.4","metadata":{"name":"x","date":{"year":2025}},"architecture":"LSTM","config":{"input_size":1,"hidden_size":1,"num_layers":2},"weights":[1,2,3,4,5,6,7,8,1,2,3,4,0.5,0.25,1,2,3,4,5,6,7,8,1,2,3,4,0,0,3,4],"sample_rate":48000}""");

    private void Run(int usual, string[] said, params string[] originals) => FuzzRun.Run(
        _output,
        new TextMutator(FuzzRun.Seed, Tokens, System.Array.ConvertAll(originals, Encoding.UTF8.GetBytes)),
        usual,
        static bytes =>
        {
            using var stream = new MemoryStream(bytes);
            ModelFile file = ModelFile.Open(stream, "mutant");
            _ = file.Description.Declare("Model");
            foreach (ImportedTensor tensor in file.Tensors)
            {
                Assert.All(tensor.Values, static value => Assert.True(float.IsFinite(value)));
            }
        },
        said);
}
