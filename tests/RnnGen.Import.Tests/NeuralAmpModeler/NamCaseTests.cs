using System;
using System.Collections.Generic;
using System.Linq;
using System.Text.Json;
using RnnGen.Formats;
using RnnGen.Import.Tests.Json;
using Xunit;

namespace RnnGen.Import.Tests.NeuralAmpModeler;

/// <summary>Captures of Neural Amp Modeler: what comes out is what its player gives.</summary>
public sealed class NamCaseTests
{
    private static readonly ImportCase[] Values = [.. ImportCase.Of("nam").Where(static item => item.Expect == "value")];

    [Fact]
    public void Captures_give_the_golden_outputs_from_their_states_and_after_half_a_second()
    {
        Assert.NotEmpty(Values);
        IReadOnlyDictionary<string, IModel> models = DeclaredModels.Load(Values.ToDictionary(static item => item.Name, static item => BoundedOpen.Opened(item.Path)));
        int prewarmed = 0;
        foreach (ImportCase item in Values)
        {
            using SafetensorsFile golden = item.OpenGolden();
            double[] x = golden.ReadDoubles("x");
            Check(item, models[item.Name], x, 0, golden.ReadDoubles("y"));
            if (golden.Tensors.Any(static tensor => tensor.Name == "y_prewarmed"))
            {
                Check(item, models[item.Name], x, item.Json.GetProperty("sample_rate").GetInt32() / 2, golden.ReadDoubles("y_prewarmed"));
                prewarmed++;
            }
        }

        Assert.NotEqual(0, prewarmed);
    }

    [Fact]
    public void Initial_states_are_tensors_where_they_are_not_zero()
    {
        int given = 0;
        foreach (ImportCase item in Values)
        {
            ModelFile file = ModelFile.Open(item.Path);
            using SafetensorsFile golden = item.OpenGolden();
            foreach (TensorInfo state in golden.Tensors.Where(static tensor => tensor.Name is ['h' or 'c', '0', '.', ..]))
            {
                string name = $"lstm.initial_{state.Name[0]}_l{state.Name[3..]}";
                float[] wanted = golden.Read(state.Name);
                Assert.Equal(wanted.Any(static value => value != 0), file.Contains(name));
                if (file.Contains(name))
                {
                    float[] found = new float[wanted.Length];
                    file.Read(name, [wanted.Length], found);
                    Assert.Equal(wanted, found);
                    given++;
                }
            }
        }

        Assert.NotEqual(0, given);
    }

    [Fact]
    public void Descriptions_say_what_the_file_says()
    {
        foreach (ImportCase item in Values)
        {
            ModelFile file = ModelFile.Open(item.Path);
            Assert.Equal(ModelFormat.NeuralAmpModeler, file.Format);
            Assert.True(file.Description.IsComplete);
            Assert.Equal(["lstm", "linear"], file.Description.Layers.Select(static layer => layer.Name));
            if (item.Json.TryGetProperty("sample_rate", out JsonElement rate))
            {
                Assert.Equal(rate.ValueKind == JsonValueKind.Null ? null : rate.GetDouble(), file.Description.SampleRate);
            }
        }

        ModelDescription core = ModelFile.Open(Values.Single(static item => item.Name == "nam_core_example").Path).Description;
        Assert.Equal("Test LSTM", core.Metadata["name"]);
        Assert.Equal("Darkglass Electronics", core.Metadata["gear_make"]);
        Assert.Equal("-37.8406867980957", core.Metadata["loudness"]);
        Assert.Equal("18.3", core.Metadata["input_level_dbu"]);
        Assert.Equal("2024", core.Metadata["date.year"]);
        Assert.Equal("0.5.4", core.Metadata["version"]);
        ModelDescription synthetic = ModelFile.Open(Values.Single(static item => item.Name == "nam_lstm_1x8").Path).Description;
        Assert.Equal("Überton", synthetic.Metadata["gear_model"]);
        Assert.False(synthetic.Metadata.ContainsKey("gear_make"));
    }

    [Fact]
    public void Every_case_to_be_refused_is_refused()
    {
        ImportCase[] cases = [.. ImportCase.Of("nam").Concat(ImportCase.Of("hostile").Where(static item => item.Name.StartsWith("nam_", StringComparison.Ordinal)))
            .Where(static item => item.Expect != "value")];
        Assert.True(cases.Length > 6);
        foreach (ImportCase item in cases)
        {
            BoundedOpen.Refused(item.Path);
        }
    }

    [Theory]
    [InlineData("nam_bad_wavenet", "WaveNet")]
    [InlineData("nam_bad_one_weight_short", "369 numbers")]
    [InlineData("nam_bad_weight_huge", "1e400")]
    public void A_refusal_says_why(string name, string said) =>
        Assert.Contains(said, BoundedOpen.Refused(ImportCase.Of("nam").Single(item => item.Name == name).Path).Message, StringComparison.Ordinal);

    private static void Check(ImportCase item, IModel model, double[] x, int silence, double[] y)
    {
        double[] inputs = [.. new double[silence * model.InputSize], .. x];
        ModelRun run = new ModelRun { Inputs = inputs, Steps = inputs.Length / model.InputSize, Streams = 1 }.Run(model);
        ReadOnlySpan<float> outputs = run.Outputs.AsSpan(silence * model.OutputSize);
        Assert.Equal(y.Length, outputs.Length);
        for (int index = 0; index < y.Length; index++)
        {
            Assert.True(Math.Abs(y[index] - outputs[index]) <= item.Tolerance, $"{item}, after {silence} zeros: output {index} is {outputs[index]}, not {y[index]}.");
        }
    }
}
