using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.CompilerServices;
using System.Text.Json;
using RnnGen.Formats;
using RnnGen.Import;
using RnnGen.Import.Tests;
using RnnGen.TestSupport;
using RnnGen.Tool.Reports;
using Xunit;

namespace RnnGen.Tool.Tests;

/// <summary><c>rnngen inspect</c></summary>
public sealed class InspectTests : IDisposable
{
    private static readonly string[] Fields =
    [
        "schema", "file", "bytes", "status", "error", "format", "unsaid", "stepByStep", "parameters", "sampleRate", "inputs", "outputs", "layers", "tensors", "metadata",
    ];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    public static TheoryData<string, string> Cases()
    {
        var cases = new TheoryData<string, string>();
        foreach (ImportCase one in ModelCases.All.DistinctBy(static one => one.Path))
        {
            cases.Add(Path.GetRelativePath(ImportCase.Root, one.Path), one.Expect);
        }

        return cases;
    }

    [Fact]
    public void A_capture_is_described()
    {
        ToolRun run = ToolRun.Of("inspect", ModelCases.Capture);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(
            $"""
            file         {ModelCases.Capture}, 7,787 bytes
            format       Neural Amp Modeler capture
            fits         yes: the file says all that its declaration needs
            runs         step by step, or whole sequences
            parameters   329 trained numbers, 1,316 bytes as float32
            sample rate  48000 samples a second
            inputs       -  1 float a step  [time, 1]
            outputs      -  1 float a step  [time, 1]
            layers       lstm    [LstmLayer(input: 1, hidden: 8, Name = "lstm")]       320 parameters
                         linear  [DenseLayer(inputs: 8, outputs: 1, Name = "linear")]  9 parameters
            tensors      lstm.weight_ih_l0  [32, 1]
                         lstm.weight_hh_l0  [32, 8]
                         lstm.bias_ih_l0    [32]
                         lstm.bias_hh_l0    [32]
                         lstm.initial_h_l0  [8]
                         lstm.initial_c_l0  [8]
                         linear.weight      [1, 8]
                         linear.bias        [1]
            metadata     date.day                         3
                         date.hour                        4
                         date.minute                      5
                         date.month                       2
                         date.second                      6
                         date.year                        2025
                         gain                             0.62
                         gear_model                       Überton
                         gear_type                        amp
                         input_level_dbu                  12.2
                         loudness                         -18.25
                         modeled_by                       nobody
                         name                             made up
                         tone_type                        clean
                         training.settings.ignore_checks  false
                         training.validation_esr          0.01
                         version                          0.5.4

            """, run.Output);
    }

    /// <summary>Of every case: opened or refused as it should be, the same as text and as JSON, one line for the reason, and no field missing.</summary>
    [Theory]
    [MemberData(nameof(Cases))]
    public void Every_file_is_described_or_refused(string file, string expect)
    {
        string path = Path.Combine(ImportCase.Root, file);
        ToolRun text = ToolRun.Of("inspect", path), json = ToolRun.Of("inspect", path, "--json");
        JsonElement report = JsonDocument.Parse(json.Output).RootElement;

        Assert.Equal(text.ExitCode, json.ExitCode);
        Assert.Equal(text.Error, json.Error);
        Assert.Equal(Fields, report.EnumerateObject().Select(static field => field.Name));
        Assert.Equal(new FileInfo(path).Length, report.GetProperty("bytes").GetInt64());
        if (text.ExitCode == 0)
        {
            Assert.NotEqual("refuse", expect);
            Assert.Equal("", text.Error);
            AssertDescribed(report, text.Output, path);
        }
        else
        {
            Assert.NotEqual("value", expect);
            Assert.Equal((1, ""), (text.ExitCode, text.Output));
            string message = Assert.Single(text.Error.TrimEnd('\n').Split('\n'));
            Assert.StartsWith($"error: {path}: ", message, StringComparison.Ordinal);
            Assert.Equal("refused", report.GetProperty("status").GetString());
            Assert.Equal(message, $"error: {report.GetProperty("error").GetProperty("message").GetString()}");
            Assert.Equal(JsonValueKind.Null, report.GetProperty("format").ValueKind);
        }
    }

    /// <summary>The count of a report is that of the emitted network.</summary>
    [Fact]
    public void Parameters_are_those_of_the_declared_network()
    {
        Dictionary<string, ModelFile> complete = ModelCases.Opened.Where(static file => file.Value.Description.IsComplete).ToDictionary();
        IReadOnlyDictionary<string, IModel> models = DeclaredModels.Create(complete.ToDictionary(
            static file => file.Key, static file => file.Value.Description.Declare("Model", "Training = false")));
        Assert.All(complete, file =>
        {
            InspectReport report = Inspection.Of(file.Key);
            Assert.Equal(models[file.Key].ParameterCount, report.Parameters);
            Assert.Equal(models[file.Key].IsCausal, report.StepByStep);
        });
        Assert.True(complete.Count > 10);
    }

    /// <summary>Of every option that changes the number of parameters.</summary>
    [Fact]
    public void Parameters_of_every_option_are_counted()
    {
        RecurrentModelLayer lstm = new("lstm", RecurrentKind.Lstm, 3, 7), gru = new("gru", RecurrentKind.Gru, 3, 7), rnn = new("rnn", RecurrentKind.Rnn, 3, 7);
        RecurrentModelLayer[] layers =
        [
            lstm, gru, rnn, lstm with { Layers = 3, Bidirectional = true }, gru with { Layers = 2 }, rnn with { Bidirectional = true }, lstm with { Bias = false }, gru with { Bias = false },
            rnn with { Bias = false }, gru with { Variant = GruVariant.ResetBefore }, lstm with { Peephole = true }, lstm with { Peephole = true, CoupledGates = true },
            lstm with { CoupledGates = true }, lstm with { Projection = 4 }, lstm with { Projection = 4, Layers = 2, Bidirectional = true },
        ];
        IReadOnlyDictionary<string, IModel> models = DeclaredModels.Create(layers.Select(static (layer, index) => (layer, index)).ToDictionary(
            static one => $"{one.index}", static one => new ModelDescription { Layers = [one.layer] }.Declare("Model", "Training = false")));

        Assert.Equal(layers.Select((_, index) => (long)models[$"{index}"].ParameterCount), layers.Select(LayerFacts.ParametersOf));
    }

    [Fact]
    public void What_a_state_dict_does_not_say_is_said()
    {
        ToolRun text = ToolRun.Of("inspect", ModelCases.StateDict);
        JsonElement report = JsonDocument.Parse(ToolRun.Of("inspect", ModelCases.StateDict, "--json").Output).RootElement;

        Assert.Equal((0, ""), (text.ExitCode, text.Error));
        Assert.Equal("incomplete", report.GetProperty("status").GetString());
        Assert.NotEqual(0, report.GetProperty("unsaid").GetArrayLength());
        Assert.All(report.GetProperty("unsaid").EnumerateArray(), sentence => Assert.Contains(sentence.GetString()!, text.Output, StringComparison.Ordinal));
    }

    [Fact]
    public void A_file_that_is_not_there_has_a_report_and_a_code_of_its_own()
    {
        string path = _folder["missing.nam"];
        ToolRun run = ToolRun.Of("inspect", path, "--json");
        JsonElement report = JsonDocument.Parse(run.Output).RootElement;

        Assert.Equal((3, $"error: {path}: there is no such file\n"), (run.ExitCode, run.Error));
        Assert.Equal(Fields, report.EnumerateObject().Select(static field => field.Name));
        Assert.Equal("unreadable", report.GetProperty("status").GetString());
        Assert.Equal(JsonValueKind.Null, report.GetProperty("bytes").ValueKind);
    }

    /// <summary>The fields are in the package's page.</summary>
    [Fact]
    public void Every_field_is_documented()
    {
        string page = File.ReadAllText(PageOf());
        Assert.All(Fields, field => Assert.Contains($"`{field}`", page, StringComparison.Ordinal));
        JsonElement scaffold = JsonDocument.Parse(ToolRun.Of("scaffold", ModelCases.Capture, "--json").Output).RootElement;
        Assert.All(scaffold.EnumerateObject(), field => Assert.Contains($"`{field.Name}`", page, StringComparison.Ordinal));
        Assert.All(Enum.GetNames<ModelFormat>(), format => Assert.Contains($"`{format}`", page, StringComparison.Ordinal));
        Assert.All(Enum.GetNames<ModelInputKind>().Concat(Enum.GetNames<ModelOutputKind>()), kind => Assert.Contains($"`{kind}`", page, StringComparison.Ordinal));
        Assert.All(ExitCode.Table.Split('\n').Skip(1), line => Assert.Contains($"| {line.TrimStart()[0]} | ", page, StringComparison.Ordinal));
    }

    private static void AssertDescribed(JsonElement report, string text, string path)
    {
        ModelFile file = ModelFile.Open(path);
        Assert.Equal(JsonValueKind.Null, report.GetProperty("error").ValueKind);
        Assert.Equal(file.Description.IsComplete ? "fits" : "incomplete", report.GetProperty("status").GetString());
        Assert.Equal(file.Format.ToString(), report.GetProperty("format").GetString());
        Assert.Equal(file.Names, report.GetProperty("tensors").EnumerateArray().Select(static tensor => tensor.GetProperty("name").GetString()!));
        Assert.All(report.GetProperty("tensors").EnumerateArray(), static tensor => Assert.Equal(
            tensor.GetProperty("elements").GetInt64(), tensor.GetProperty("shape").EnumerateArray().Aggregate(1L, static (product, size) => product * size.GetInt64())));
        Assert.Equal(
            file.Description.Layers.Select(static layer => layer.Declaration.ToString()),
            report.GetProperty("layers").EnumerateArray().Select(static layer => layer.GetProperty("declaration").GetString()!));
        Assert.Equal(
            report.GetProperty("parameters").GetInt64(), report.GetProperty("layers").EnumerateArray().Sum(static layer => layer.GetProperty("parameters").GetInt64()));
        Assert.Equal(file.Description.Inputs.Length, report.GetProperty("inputs").GetArrayLength());
        Assert.Equal(file.Description.Outputs.Length, report.GetProperty("outputs").GetArrayLength());
        Assert.All(file.Names, name => Assert.Contains(MessageText.Printable(name), text, StringComparison.Ordinal));
        Assert.All(file.Description.Layers, layer => Assert.Contains(layer.Declaration.ToString(), text, StringComparison.Ordinal));
        if (file.Description.IsComplete)
        {
            Assert.All(report.GetProperty("tensors").EnumerateArray(), static tensor => Assert.Equal(JsonValueKind.String, tensor.GetProperty("layer").ValueKind));
        }
    }

    private static string PageOf([CallerFilePath] string path = "") => Path.Combine(Path.GetDirectoryName(path)!, "../../src/RnnGen.Tool/README.md");
}
