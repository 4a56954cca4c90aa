using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using RnnGen.Formats;
using RnnGen.Import.StateDicts;

namespace RnnGen.Import.Safetensors;

/// <summary>
/// Reads a model that is in several safetensors files, behind a <c>model.safetensors.index.json</c>: <c>{"metadata": {...}, "weight_map": {"TENSOR": "FILE",
/// ...}}</c>. The files are in the same directory; no other name is opened.
/// </summary>
internal static class ShardIndex
{
    private const string WeightMap = "weight_map";
    private const string Extension = ".safetensors";

    /// <summary>Whether a file is such an index.</summary>
    public static bool Recognises(ReadOnlySpan<byte> start, ModelSource source)
    {
        ReadOnlySpan<byte> bom = [0xEF, 0xBB, 0xBF];
        ReadOnlySpan<byte> text = (start.StartsWith(bom) ? start[bom.Length..] : start).TrimStart(" \t\r\n"u8);
        return text.StartsWith("{"u8) && (text.IndexOf("\"weight_map\""u8) >= 0 || source.Name.EndsWith(Extension + ".index.json", StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>Reads the index and all its files.</summary>
    public static ImportedModel Read(ModelSource source)
    {
        using JsonDocument json = Parse(source);
        if (json.RootElement is not { ValueKind: JsonValueKind.Object } root || !root.TryGetProperty(WeightMap, out JsonElement map) || map.ValueKind != JsonValueKind.Object)
        {
            throw source.Fault(null, WeightMap, "an object of tensors and their files is wanted");
        }

        var contents = new SafetensorsContents();
        if (root.TryGetProperty("metadata", out JsonElement metadata) && metadata.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty entry in metadata.EnumerateObject().Where(static entry => entry.Value.ValueKind is JsonValueKind.String or JsonValueKind.Number))
            {
                contents.SetMetadata(entry.Name, entry.Value.ToString());
            }
        }

        var shards = new Dictionary<string, HashSet<string>>(StringComparer.Ordinal);
        foreach (JsonProperty entry in map.EnumerateObject())
        {
            string shard = ShardOf(source, entry);
            if (!shards.TryGetValue(shard, out HashSet<string>? names))
            {
                shards.Add(shard, names = new HashSet<string>(StringComparer.Ordinal));
            }

            names.Add(entry.Name);
        }

        string directory = shards.Count == 0 ? throw source.Fault(null, WeightMap, "it names no tensor")
            : source.Directory ?? throw source.Fault(
                null, WeightMap, $"the tensors are in other files ({StateDict.List(shards.Keys)}), which are not beside a stream; open the index by its path");
        foreach ((string shard, HashSet<string> names) in shards)
        {
            Add(source, contents, Path.Combine(directory, shard), shard, names);
        }

        return contents.ToModel(source);
    }

    private static JsonDocument Parse(ModelSource source)
    {
        try
        {
            ReadOnlyMemory<byte> text = source.ReadAll();
            bool hasMark = text.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]);
            return JsonDocument.Parse(hasMark ? text[3..] : text, new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException fault)
        {
            throw source.Fault(null, null, $"the index is no JSON: {MessageText.Printable(fault.Message)}", fault);
        }
    }

    private static string ShardOf(ModelSource source, JsonProperty entry)
    {
        string? shard = entry.Value.ValueKind == JsonValueKind.String ? entry.Value.GetString() : null;
        bool isPlain = shard is not null && shard.Length <= byte.MaxValue && shard.IndexOfAny(['/', '\\', ':', '\0']) < 0 && shard == Path.GetFileName(shard)
            && shard.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);
        return isPlain ? shard! : throw source.Fault(
            entry.Name, WeightMap, $"its file is {MessageText.Printable(entry.Value.GetRawText())}; the plain name of a {Extension} file in the same directory is wanted");
    }

    private static void Add(ModelSource source, SafetensorsContents contents, string path, string shard, HashSet<string> names)
    {
        if (!File.Exists(path))
        {
            throw source.Fault(names.First(), WeightMap, $"its file '{MessageText.Printable(shard)}' is not in the directory of the index");
        }

        try
        {
            using SafetensorsFile file = SafetensorsFile.Open(path);
            if (names.FirstOrDefault(name => !file.Contains(name)) is { } missing)
            {
                throw source.Fault(missing, WeightMap, $"it is not in '{MessageText.Printable(shard)}'");
            }

            // A tensor that the index has elsewhere, or not at all: which one counts is not said.
            if (file.Names.FirstOrDefault(name => !names.Contains(name)) is { } unnamed)
            {
                throw source.Fault(unnamed, WeightMap, $"it is in '{MessageText.Printable(shard)}', where the index does not have it");
            }

            contents.Add(file);
        }
        catch (TensorFormatException fault)
        {
            throw SafetensorsReader.Fault(fault);
        }
    }
}
