using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Import.Tests.Json;
using Xunit;

namespace RnnGen.Import.Tests.RTNeural;

/// <summary>RTNeural's own models, and others like them: what comes out is what RTNeural and PyTorch give.</summary>
public sealed class RTNeuralCaseTests
{
    [Fact]
    public void Files_give_the_golden_outputs()
    {
        ImportCase[] cases = [.. ImportCase.Of("rtneural").Where(static item => item.Expect == "value")];
        Assert.NotEmpty(cases);
        var files = cases.ToDictionary(static item => item.Name, static item => BoundedOpen.Opened(item.Path));
        IReadOnlyDictionary<string, IModel> models = DeclaredModels.Load(files);
        foreach (ImportCase item in cases)
        {
            using SafetensorsFile golden = item.OpenGolden();
            double[] x = golden.ReadDoubles("x"), y = golden.ReadDoubles("y");
            IModel model = models[item.Name];
            ModelRun run = new ModelRun { Inputs = x, Steps = x.Length / model.InputSize, Streams = 1 }.Run(model);
            Assert.Equal(y.Length, run.Outputs.Length);
            for (int index = 0; index < y.Length; index++)
            {
                Assert.True(Math.Abs(y[index] - run.Outputs[index]) <= item.Tolerance, $"{item}: output {index} is {run.Outputs[index]}, not {y[index]}.");
            }
        }
    }

    [Fact]
    public void Descriptions_have_the_layers_in_order()
    {
        foreach (ImportCase item in ImportCase.Of("rtneural").Where(static item => item.Expect == "value"))
        {
            ModelFile file = ModelFile.Open(item.Path);
            bool isTorch = item.Name.EndsWith("_torch", StringComparison.Ordinal);
            Assert.Equal(isTorch ? ModelFormat.RTNeuralTorch : ModelFormat.RTNeural, file.Format);
            Assert.Equal(!isTorch, file.Description.IsComplete);
            string[] wanted = [.. item.Json.GetProperty("layers").EnumerateArray().Select(static layer => layer.GetProperty("type").GetString()! switch
            {
                "lstm" => "LstmLayer",
                "gru" => "GruLayer",
                _ => "DenseLayer",
            })];
            string[] found = [.. file.Description.Layers.SelectMany(static layer =>
                Enumerable.Repeat(layer.Declaration.Attribute, layer is RecurrentModelLayer recurrent ? recurrent.Layers : 1))];
            Assert.Equal(wanted, found);
        }
    }

    [Theory]
    [InlineData("rtneural_bad_kernel_rank1", "weights[0]")]
    [InlineData("rtneural_bad_conv1d", "conv1d")]
    public void Damaged_files_are_refused(string name, string said) =>
        Assert.Contains(said, BoundedOpen.Refused(ImportCase.Of("rtneural").Single(item => item.Name == name).Path).Message, StringComparison.Ordinal);

    [Fact]
    public void Every_case_to_be_refused_is_refused()
    {
        ImportCase[] cases = [.. ImportCase.Of("rtneural").Concat(ImportCase.Of("hostile").Where(static item => item.Name.StartsWith("json_", StringComparison.Ordinal)))
            .Where(static item => item.Expect == "refuse")];
        Assert.True(cases.Length > 6);
        foreach (ImportCase item in cases)
        {
            BoundedOpen.Refused(item.Path);
        }
    }

    [Fact]
    public void A_byte_order_mark_changes_nothing()
    {
        ModelFile marked = BoundedOpen.Opened(ImportCase.Of("hostile").Single(static item => item.Name == "json_bom").Path);
        ModelFile plain = ModelFile.Open(ImportCase.Of("rtneural").Single(static item => item.Name == "rtneural_syn_lstm_dense").Path);
        Assert.Equal(plain.Description.Declare("Model"), marked.Description.Declare("Model"));
        foreach (ImportedTensor tensor in plain.Tensors)
        {
            Assert.Equal(tensor.Values, marked.Tensors.Single(other => other.Name == tensor.Name).Values);
        }
    }
}
