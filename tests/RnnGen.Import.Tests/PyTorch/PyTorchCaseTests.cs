using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Text.Json;
using RnnGen.Formats;
using Xunit;

namespace RnnGen.Import.Tests.PyTorch;

/// <summary>The files of Cases/torch, and one of other people: each gives its golden outputs, or is refused.</summary>
public sealed class PyTorchCaseTests
{
    private const string RanMark = "/tmp/RNNGEN_PICKLE_RAN";
    private const long HostileMemory = 64L << 20;

    private static readonly IReadOnlyDictionary<string, ImportCase> Cases = ImportCase.Of("torch")
        .Concat(ImportCase.Of("real").Where(static entry => entry.Name == "gas_prices_lstm"))
        .ToDictionary(static entry => entry.Name);

    private static readonly Lazy<IReadOnlyDictionary<string, IModel>> Models = new(static () => DeclaredModels.Create(
        Cases.Values.Where(static entry => entry.Json.TryGetProperty("layers", out _))
            .ToDictionary(static entry => entry.Name, static entry => new ModelDescription { Layers = [.. LayersOf(entry)] }.Declare("Model", "Training = false"))));

    public static TheoryData<string> ValueCases => [.. Cases.Values.Where(static entry => !IsRefused(entry)).Select(static entry => entry.Name)];

    public static TheoryData<string> RefusedCases => [.. Cases.Values.Where(IsRefused).Select(static entry => entry.Name)];

    [Theory]
    [MemberData(nameof(ValueCases))]
    public void A_file_gives_its_golden_outputs(string name)
    {
        ImportCase entry = Cases[name];
        ModelFile file = ModelFile.Open(entry.Path);
        Assert.Equal(ModelFormat.PyTorch, file.Format);
        IModel model = Models.Value[name];
        model.Load(file);
        using SafetensorsFile golden = entry.OpenGolden();
        bool timeFirst = entry.Folder == "real";
        TensorInfo x = golden.GetTensor("x");
        double[] inputs = x.ElementType == ElementType.I64 ? [.. golden.ReadInt64s("x").Select(static id => (double)id)] : golden.ReadDoubles("x");
        var run = new ModelRun
        {
            Inputs = inputs,
            Streams = (int)x.Shape[timeFirst ? 1 : 0],
            Steps = (int)x.Shape[timeFirst ? 0 : 1],
            Layout = timeFirst ? SequenceLayout.TimeFirst : SequenceLayout.BatchFirst,
        }.Run(model);
        AssertClose(golden.ReadDoubles("y"), run.Outputs, entry.Tolerance);
        if (timeFirst)
        {
            AssertClose(golden.ReadDoubles("hn"), run.Final["lstm"].Hidden, entry.Tolerance);
            AssertClose(golden.ReadDoubles("cn"), run.Final["lstm"].Cell, entry.Tolerance);
        }
    }

    [Theory]
    [MemberData(nameof(ValueCases))]
    public void A_description_has_the_layers_and_their_sizes(string name)
    {
        ImportCase entry = Cases[name];
        ModelDescription description = ModelFile.Open(entry.Path).Description;
        Assert.False(description.IsComplete);
        IEnumerable<ModelLayer> expected = LayersOf(entry);
        if (entry.Folder == "real")
        {
            expected = expected.Append(new DenseModelLayer("fc", 64, 1));
        }

        Assert.Equal(expected.Select(static layer => layer with { Name = layer.Name.Split('.')[^1] }), description.Layers);
        Assert.All(description.Layers, layer => Assert.Contains(layer.Declaration.ToString(), description.Declare("Model"), StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(RefusedCases))]
    public void A_file_is_refused_and_nothing_runs(string name)
    {
        ImportCase entry = Cases[name];
        var fastest = TimeSpan.MaxValue;
        // Other tests may hold the processor: the fastest of a few counts.
        for (int attempt = 0; attempt < 5 && fastest > TimeSpan.FromSeconds(2); attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            var watch = Stopwatch.StartNew();
            ModelFormatException fault = Assert.Throws<ModelFormatException>(() => ModelFile.Open(entry.Path));
            fastest = watch.Elapsed < fastest ? watch.Elapsed : fastest;
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, HostileMemory + new FileInfo(entry.Path).Length);
            Assert.StartsWith(entry.Path, fault.Message, StringComparison.Ordinal);
            Assert.DoesNotContain('\n', fault.Message);
        }

        Assert.InRange(fastest, TimeSpan.Zero, TimeSpan.FromSeconds(2));
        Assert.False(File.Exists(RanMark));
    }

    [Theory]
    [InlineData("pt_whole_module")]
    [InlineData("pt_torchscript")]
    [InlineData("pt_bad_os_system")]
    [InlineData("pt_bad_stack_global")]
    [InlineData("pt_sparse")]
    public void A_refusal_says_how_to_save_a_state_dict(string name)
    {
        string message = Assert.Throws<ModelFormatException>(() => ModelFile.Open(Cases[name].Path)).Message;
        Assert.Contains("torch.save(model.state_dict(), \"model.pt\")", message, StringComparison.Ordinal);
    }

    // Of what may be refused, only a whole module is.
    private static bool IsRefused(ImportCase entry) => entry.Expect == "refuse" || entry.Name == "pt_whole_module";

    private static void AssertClose(double[] expected, float[] actual, float tolerance)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int index = 0; index < expected.Length; index++)
        {
            Assert.True(Math.Abs(expected[index] - actual[index]) <= tolerance, $"Element {index} is {actual[index]}, expected {expected[index]}.");
        }
    }

    private static IEnumerable<ModelLayer> LayersOf(ImportCase entry) => entry.Json.GetProperty("layers").EnumerateArray().Select(static layer =>
    {
        int Number(string key, int otherwise = 0) => layer.TryGetProperty(key, out JsonElement value) ? value.GetInt32() : otherwise;
        bool Truth(string key, bool otherwise) => layer.TryGetProperty(key, out JsonElement value) ? value.GetBoolean() : otherwise;
        string name = layer.GetProperty("prefix").GetString()!.TrimEnd('.');
        return layer.GetProperty("type").GetString() switch
        {
            "embedding" => (ModelLayer)new EmbeddingModelLayer(name, Number("vocabulary"), Number("size")),
            "dense" => new DenseModelLayer(name, Number("input"), Number("outputs")),
            var kind => new RecurrentModelLayer(name, Enum.Parse<RecurrentKind>(kind!, ignoreCase: true), Number("input"), Number("units"))
            {
                Layers = Number("layers", 1),
                Bidirectional = Truth("bidirectional", false),
                Bias = Truth("bias", true),
            },
        };
    });
}
