using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;

namespace RnnGen.Import.Tests.Keras;

/// <summary>All Keras cases, opened once; those that open are compiled together.</summary>
internal static class KerasCases
{
    private static readonly Lazy<(IReadOnlyDictionary<string, KerasCase> Cases, IReadOnlyDictionary<string, IModel> Models)> Opened = new(Open);

    /// <summary>The cases' names: <c>keras/gru_after_keras</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. ImportCase.Of("keras").Concat(ImportCase.Of("real").Where(static item => IsKeras(item.Path)))
            .Concat(ImportCase.Of("hostile").Where(static item => item.Name.StartsWith("h5_", StringComparison.Ordinal) || item.Name.StartsWith("keras_", StringComparison.Ordinal)))
            .Select(static item => item.ToString()),
    ];

    /// <summary>A case.</summary>
    public static KerasCase Of(string name) => Opened.Value.Cases[name];

    /// <summary>The network that a case's file declares, or of weights alone the one that its index does, loaded.</summary>
    public static IModel ModelOf(string name) => Opened.Value.Models[name];

    private static bool IsKeras(string path) => path.EndsWith(".h5", StringComparison.Ordinal) || path.EndsWith(".keras", StringComparison.Ordinal);

    private static (IReadOnlyDictionary<string, KerasCase> Cases, IReadOnlyDictionary<string, IModel> Models) Open()
    {
        var all = Names.Select(static name => name.Split('/')[0]).Distinct().SelectMany(ImportCase.Of).ToDictionary(static item => item.ToString(), StringComparer.Ordinal);

        // What the first file costs is the libraries' code, not the file.
        ModelFile.Open(all["keras/gzip_h5k2"].Path);
        ModelFile.Open(all["keras/gru_after_keras"].Path);
        var cases = Names.ToDictionary(static name => name, name => KerasCase.Open(all[name], all), StringComparer.Ordinal);
        var files = cases.Where(static item => item.Value.File is not null).ToDictionary(static item => item.Key, static item => item.Value);
        IReadOnlyDictionary<string, IModel> models = DeclaredModels.Create(files.ToDictionary(static item => item.Key, static item =>
            item.Value.File!.Description.IsComplete ? item.Value.File.Description.Declare("Model", "Training = false") : Declare(item.Value.Truth.Json.GetProperty("layers"))));
        foreach ((string name, KerasCase item) in files)
        {
            models[name].Load(item.File!, mode: LoadMode.WholeFile);
        }

        return (cases, models);
    }

    /// <summary>The declaration of the layers of an index.</summary>
    private static string Declare(JsonElement layers)
    {
        var text = new StringBuilder("[Network(Training = false)]\n");
        foreach (JsonElement layer in layers.EnumerateArray())
        {
            string type = layer.GetProperty("type").GetString()!;
            JsonElement inner = layer.TryGetProperty("inner", out JsonElement wrapped) ? wrapped : layer;
            string name = $"Name = \"{layer.GetProperty("name").GetString()}\"";
            int Number(string property) => inner.GetProperty(property).GetInt32();
            string kind = type is "Bidirectional" or "TimeDistributed" ? inner.GetProperty("type").GetString()! : type;
            switch (kind)
            {
                case "Embedding":
                    text.AppendLine(CultureInfo.InvariantCulture, $"[EmbeddingLayer({Number("input_dim")}, {Number("output_dim")}, {name})]");
                    break;
                case "Dense":
                    string activation = inner.TryGetProperty("activation", out JsonElement given) && given.GetString() is { } word && word != "linear"
                        ? $", Activation = DenseActivation.{char.ToUpperInvariant(word[0])}{word[1..]}" : "";
                    text.AppendLine(CultureInfo.InvariantCulture, $"[DenseLayer({Number("input")}, {Number("units")}{activation}, {name})]");
                    break;
                case "LSTM" or "GRU" or "SimpleRNN":
                    string attribute = kind == "LSTM" ? "LstmLayer" : kind == "GRU" ? "GruLayer" : "RnnLayer";
                    string options = type == "Bidirectional" ? ", Bidirectional = true" : "";
                    text.AppendLine(CultureInfo.InvariantCulture, $"[{attribute}({Number("input")}, {Number("units")}{options}, {name})]");
                    if (!(inner.TryGetProperty("return_sequences", out JsonElement sequences) && sequences.GetBoolean()))
                    {
                        text.AppendLine("[PoolingLayer(Pooling.FinalState)]");
                    }

                    break;
                default:
                    throw new InvalidOperationException(kind);
            }
        }

        return text.Append("public sealed partial class Model;\n").ToString();
    }
}
