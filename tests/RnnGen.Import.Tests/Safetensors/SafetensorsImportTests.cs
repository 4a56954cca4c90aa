using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using Xunit;

namespace RnnGen.Import.Tests.Safetensors;

/// <summary>safetensors files, one or several.</summary>
public sealed class SafetensorsImportTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("rnngen-shards-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void A_saved_network_loads_back_through_its_description()
    {
        const string Declaration = "[Network(Training = false)] [EmbeddingLayer(vocabulary: 7, size: 3)] [LstmLayer(input: 3, hidden: 4, Layers = 2, Bidirectional = true)] "
            + "[GruLayer(input: 8, hidden: 5, Bias = false)] [DenseLayer(inputs: 5, outputs: 2)] public sealed partial class Model;";
        IModel saved = DeclaredModels.Create(new Dictionary<string, string> { ["saved"] = Declaration })["saved"];
        saved.Initialize(seed: 1);
        string path = Path.Combine(_directory, "model.safetensors");
        saved.Save(path);
        ModelFile file = ModelFile.Open(path);
        Assert.Equal(ModelFormat.Safetensors, file.Format);
        Assert.Equal(["embedding", "lstm", "gru", "linear"], file.Description.Layers.Select(static layer => layer.Name));
        IModel loaded = DeclaredModels.Load(new Dictionary<string, ModelFile> { ["loaded"] = file })["loaded"];
        Assert.Equal(saved.Parameters.ToArray(), loaded.Parameters.ToArray());
        using FileStream stream = File.OpenRead(path);
        Assert.Equal(file.Names, ModelFile.Open(stream).Names);
    }

    [Fact]
    public void Shards_are_one_model()
    {
        Shard("a.safetensors", ("rnn.weight_ih_l0", [12, 5]), ("rnn.weight_hh_l0", [12, 3]));
        Shard("b.safetensors", ("rnn.bias_ih_l0", [12]), ("rnn.bias_hh_l0", [12]));
        string index = Index("""
            {"metadata":{"total_size":576},"weight_map":{"rnn.weight_ih_l0":"a.safetensors","rnn.weight_hh_l0":"a.safetensors",
            "rnn.bias_ih_l0":"b.safetensors","rnn.bias_hh_l0":"b.safetensors"}}
            """);
        ModelFile file = ModelFile.Open(index);
        Assert.Equal(ModelFormat.Safetensors, file.Format);
        Assert.Equal<ModelLayer>([new RecurrentModelLayer("rnn", RecurrentKind.Lstm, 5, 3)], file.Description.Layers);
        Assert.Equal("576", file.Description.Metadata["total_size"]);
        using FileStream stream = File.OpenRead(index);
        Assert.Contains("open the index by its path", Assert.Throws<ModelFormatException>(() => ModelFile.Open(stream)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"weight_map":{"w":"../a.safetensors"}}""", "plain name")]
    [InlineData("""{"weight_map":{"w":"/etc/passwd"}}""", "plain name")]
    [InlineData("""{"weight_map":{"w":"sub\\a.safetensors"}}""", "plain name")]
    [InlineData("""{"weight_map":{"w":3}}""", "plain name")]
    [InlineData("""{"weight_map":{"w":"c.safetensors"}}""", "not in the directory")]
    [InlineData("""{"weight_map":{"w":"a.safetensors","x":"a.safetensors"}}""", "it is not in")]
    [InlineData("""{"weight_map":{"w":"a.safetensors","v":"b.safetensors"}}""", "does not have it")]
    [InlineData("""{"weight_map":{"w":"a.safetensors","w":"b.safetensors"}}""", "no JSON")]
    [InlineData("""{"weight_map":[]}""", "an object")]
    [InlineData("""{"weight_map":{}}""", "no tensor")]
    [InlineData("""{"weight_map":{"w":"a.safetensors" """, "no JSON")]
    public void A_bad_index_is_refused(string json, string reason)
    {
        Shard("a.safetensors", ("w", [2, 2]));
        Shard("b.safetensors", ("v", [2]), ("w", [2, 2]));
        Assert.Contains(reason, Assert.Throws<ModelFormatException>(() => ModelFile.Open(Index(json))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_double_beyond_floats_and_a_damaged_file_are_refused()
    {
        var writer = new SafetensorsWriter();
        writer.WriteDoubles("w", [2, 1], [1, 1e300]);
        string path = Path.Combine(_directory, "w.safetensors");
        writer.Save(path);
        ModelFormatException fault = Assert.Throws<ModelFormatException>(() => ModelFile.Open(path));
        Assert.Equal("w", fault.Place);
        Assert.StartsWith($"{path}: 'w': element 1 ([1, 0]) is 1E+300", fault.Message, StringComparison.Ordinal);
        byte[] bytes = File.ReadAllBytes(path);
        Assert.Throws<ModelFormatException>(() => ModelFile.Open(new MemoryStream(bytes[..^1])));
    }

    [Fact]
    public void Layers_in_the_order_of_their_names_are_put_into_one_that_fits()
    {
        Shard("a.safetensors", ("decoder.weight", [7, 4]), ("decoder.bias", [7]), ("emb.weight", [7, 3]), ("rnn.weight_hh_l0", [4, 4]), ("rnn.weight_ih_l0", [4, 3]));
        ModelFile file = ModelFile.Open(Path.Combine(_directory, "a.safetensors"));
        Assert.Equal(["emb", "rnn", "decoder"], file.Description.Layers.Select(static layer => layer.Name));
        Assert.Contains(file.Description.Unsaid, static line => line.Contains("RnnActivation.Relu", StringComparison.Ordinal));
    }

    [Fact]
    public void An_order_of_names_that_happens_to_fit_is_no_order()
    {
        Shard("b.safetensors", ("linear.bias", [1]), ("linear.weight", [1, 8]), ("lstm.weight_hh_l0", [32, 8]), ("lstm.weight_ih_l0", [32, 1]));
        ModelFile file = ModelFile.Open(Path.Combine(_directory, "b.safetensors"));
        Assert.Equal(["lstm", "linear"], file.Description.Layers.Select(static layer => layer.Name));
    }

    private void Shard(string name, params (string Name, int[] Shape)[] tensors)
    {
        var writer = new SafetensorsWriter();
        foreach ((string tensor, int[] shape) in tensors)
        {
            writer.Write(tensor, shape, new float[shape.Aggregate(1, static (product, size) => product * size)]);
        }

        writer.Save(Path.Combine(_directory, name));
    }

    private string Index(string json)
    {
        string path = Path.Combine(_directory, "model.safetensors.index.json");
        File.WriteAllText(path, json);
        return path;
    }
}
