using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using System.Text.Json;
using RnnGen.Formats;

namespace RnnGen.Import.Keras;

/// <summary>The configuration of a Keras model that is a chain of layers: a <c>Sequential</c>, or a functional model without branches.</summary>
internal sealed class KerasConfiguration
{
    private readonly ModelSource _source;
    private readonly List<KerasLayer> _layers = [];

    private KerasConfiguration(ModelSource source) => _source = source;

    /// <summary>The model's name, or null.</summary>
    public string? Name { get; private set; }

    /// <summary>The layers, from the first to the last. Models among them are flattened.</summary>
    public IReadOnlyList<KerasLayer> Layers => _layers;

    /// <summary>Reads a configuration.</summary>
    /// <param name="source">Names the file in messages.</param>
    /// <param name="json">The configuration.</param>
    /// <exception cref="ModelFormatException">It is damaged, or no chain of Keras' own layers.</exception>
    public static KerasConfiguration Read(ModelSource source, ReadOnlyMemory<byte> json)
    {
        JsonElement root;
        try
        {
            using var document = JsonDocument.Parse(json);
            root = document.RootElement.Clone();
        }
        catch (JsonException fault)
        {
            throw source.Fault(null, "configuration", $"it is no JSON: {MessageText.Printable(fault.Message)}", fault);
        }

        var configuration = new KerasConfiguration(source);
        try
        {
            configuration.Name = configuration.ReadModel(root, "the model", "", null, 0);
        }
        catch (InvalidOperationException fault)
        {
            // A text with half of a surrogate pair has no characters.
            throw source.Fault(null, "configuration", $"it is damaged: {MessageText.Printable(fault.Message)}", fault);
        }

        return configuration;
    }

    /// <summary>Class and options of a layer or model.</summary>
    /// <param name="source">Names the file in messages.</param>
    /// <param name="place">What messages call it.</param>
    /// <param name="entry">Its entry in the configuration.</param>
    /// <exception cref="ModelFormatException">It is damaged, or a class that is not of Keras.</exception>
    public static (string ClassName, JsonElement Config) Open(ModelSource source, string place, JsonElement entry)
    {
        if (entry.ValueKind != JsonValueKind.Object || !entry.TryGetProperty("class_name", out JsonElement name) || name.ValueKind != JsonValueKind.String
            || !entry.TryGetProperty("config", out JsonElement config))
        {
            throw source.Fault(place, "configuration", $"found {KerasLayer.Show(entry)}, wanted an object with class_name and config");
        }

        string className = name.GetString()!;

        // Files of Keras 2 before 2.13 have no modules. Where there is one, a class of someone else has none, or another package's.
        if (entry.TryGetProperty("module", out JsonElement module) && !IsKeras(module))
        {
            throw source.Fault(place, "module", $"class {MessageText.Printable(className)} of module {KerasLayer.Show(module)} is not Keras' own; what it computes is not in the file");
        }

        if (entry.TryGetProperty("registered_name", out JsonElement registered) && registered.ValueKind != JsonValueKind.Null
            && !(registered.ValueKind == JsonValueKind.String && registered.GetString() == className))
        {
            throw source.Fault(place, "registered_name", $"class {MessageText.Printable(className)} is registered as {KerasLayer.Show(registered)}: it is not Keras' own; what it computes is not in the file");
        }

        return (className, config);
    }

    /// <summary>The class as Keras 3 names groups of weights after it: <c>SimpleRNN</c> becomes <c>simple_rnn</c>.</summary>
    public static string SnakeCase(string className)
    {
        string name = string.Concat(className.Where(static character => char.IsLetterOrDigit(character) || character == '_'));
        var text = new StringBuilder();
        for (int i = 0; i < name.Length; i++)
        {
            bool beginsWord = i > 0 && char.IsUpper(name[i])
                && (char.IsLower(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            text.Append(beginsWord ? "_" : "").Append(name[i]);
        }

        return text.ToString().ToLowerInvariant();
    }

    private static bool IsKeras(JsonElement module) => module.ValueKind == JsonValueKind.String && module.GetString() is { } name
        && (name is "keras" or "tf_keras" or "tensorflow.keras" || name.StartsWith("keras.", StringComparison.Ordinal) || name.StartsWith("tf_keras.", StringComparison.Ordinal)
            || name.StartsWith("tensorflow.keras.", StringComparison.Ordinal) || name.StartsWith("tensorflow.python.keras.", StringComparison.Ordinal));

    private static bool IsModel(string className) => className is "Sequential" or "Functional" or "Model";

    private string? ReadModel(JsonElement entry, string place, string storePath, string? group, int depth)
    {
        (string className, JsonElement config) = Open(_source, place, entry);
        if (!IsModel(className))
        {
            throw _source.Fault(place, "class_name", $"found {MessageText.Printable(className)}; Sequential or a functional model is supported");
        }

        if (depth > 4)
        {
            throw _source.Fault(place, null, "models lie more than 4 deep in each other");
        }

        // Until Keras 2.2 the options of a Sequential were the list of its layers.
        JsonElement list = config;
        string? modelName = null;
        if (config.ValueKind == JsonValueKind.Object)
        {
            modelName = config.TryGetProperty("name", out JsonElement name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
            if (!config.TryGetProperty("layers", out list))
            {
                throw _source.Fault(place, "layers", "missing; the model's layers are needed");
            }
        }

        if (list.ValueKind != JsonValueKind.Array || (className != "Sequential" && config.ValueKind != JsonValueKind.Object))
        {
            throw _source.Fault(place, "layers", $"found {KerasLayer.Show(list)}, wanted a list of layers");
        }

        var entries = new List<(string Name, string ClassName, JsonElement Config, JsonElement Entry, string StorePath)>();
        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (JsonElement layer in list.EnumerateArray())
        {
            string position = layer.ValueKind == JsonValueKind.Object && layer.TryGetProperty("config", out JsonElement named) && TextOf(named, "name") is { } known
                ? known : $"layer {entries.Count}";
            (string layerClass, JsonElement layerConfig) = Open(_source, position, layer);
            string? name = TextOf(layerConfig, "name") ?? TextOf(layer, "name");
            if (string.IsNullOrEmpty(name))
            {
                throw _source.Fault(position, "name", $"the layer of class {MessageText.Printable(layerClass)} has no name");
            }

            if (!names.Add(name))
            {
                throw _source.Fault(name, "name", "two layers have this name");
            }

            string snake = SnakeCase(layerClass);
            int count = used[snake] = used.TryGetValue(snake, out int before) ? before + 1 : 0;
            entries.Add((name, layerClass, layerConfig, layer, $"{storePath}layers/{snake}{(count == 0 ? "" : $"_{count}")}"));
        }

        foreach ((string name, string layerClass, JsonElement layerConfig, JsonElement layer, string path) in className == "Sequential" ? entries : Chain(place, config, entries))
        {
            if (IsModel(layerClass))
            {
                ReadModel(layer, name, path + "/", group ?? name, depth + 1);
            }
            else
            {
                _layers.Add(new KerasLayer(_source, Unique(name, group), layerClass, layerConfig) { StorePath = path, Group = group ?? name });
            }
        }

        return modelName;
    }

    /// <summary>A name that no layer has yet: layers of models inside of models may share names.</summary>
    private string Unique(string name, string? group)
    {
        string unique = name;
        for (int number = 1; _layers.Exists(other => other.Name == unique); number++)
        {
            unique = number > 1 ? string.Create(CultureInfo.InvariantCulture, $"{name}{number}") : group is null ? name : $"{group}.{name}";
        }

        return unique;
    }

    private static string? TextOf(JsonElement element, string property) => element.ValueKind == JsonValueKind.Object
        && element.TryGetProperty(property, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    /// <summary>The layers of a functional model in the order of its one chain.</summary>
    private List<(string Name, string ClassName, JsonElement Config, JsonElement Entry, string StorePath)> Chain(
        string place, JsonElement config, List<(string Name, string ClassName, JsonElement Config, JsonElement Entry, string StorePath)> entries)
    {
        string input = End(place, config, "input_layers");
        string at = End(place, config, "output_layers");
        var chain = new List<(string Name, string ClassName, JsonElement Config, JsonElement Entry, string StorePath)>();
        var byName = entries.ToDictionary(static entry => entry.Name, StringComparer.Ordinal);
        while (true)
        {
            if (!byName.Remove(at, out (string Name, string ClassName, JsonElement Config, JsonElement Entry, string StorePath) entry))
            {
                throw _source.Fault(at, "inbound_nodes", entries.Exists(other => other.Name == at) ? "the layers lead in a circle" : "there is no layer of this name");
            }

            chain.Add(entry);
            List<string> from = Inbound(entry.Name, entry.Entry);
            if (from.Count == 0)
            {
                break;
            }

            if (from.Count > 1)
            {
                throw _source.Fault(entry.Name, "inbound_nodes",
                    $"it takes {from.Count} tensors, {string.Join(" and ", from.Take(4).Select(static tensor => $"'{MessageText.Printable(tensor)}'"))}; a chain of layers is supported");
            }

            at = from[0];
        }

        if (chain[^1].Name != input)
        {
            throw _source.Fault(chain[^1].Name, "inbound_nodes", $"the chain begins here, not at the input '{MessageText.Printable(input)}'");
        }

        if (byName.Count > 0)
        {
            throw _source.Fault(byName.Keys.First(), "inbound_nodes", "this layer is not on the way from the input to the output; a chain of layers is supported");
        }

        chain.Reverse();
        return chain;
    }

    /// <summary>The one input or output layer.</summary>
    private string End(string place, JsonElement config, string property)
    {
        if (!config.TryGetProperty(property, out JsonElement list) || list.ValueKind != JsonValueKind.Array || list.GetArrayLength() == 0)
        {
            throw _source.Fault(place, property, "missing; one layer is needed");
        }

        // One layer may stand without a list around it.
        JsonElement[] ends = list[0].ValueKind == JsonValueKind.String ? [list] : [.. list.EnumerateArray()];
        string[] names = [.. ends.Select(end => end.ValueKind == JsonValueKind.Array && end.GetArrayLength() >= 3 && end[0].ValueKind == JsonValueKind.String
            ? end[0].GetString()! : throw _source.Fault(place, property, $"found {KerasLayer.Show(end)}, wanted a layer's name with two numbers"))];
        if (names.Length > 1)
        {
            throw _source.Fault(place, property, $"found {names.Length}: {string.Join(", ", names.Take(8).Select(static name => $"'{MessageText.Printable(name)}'"))}; one is supported");
        }

        NeedFirst(place, property, ends[0]);
        return names[0];
    }

    /// <summary>A tensor is the first of what its layer gives at its first call.</summary>
    private void NeedFirst(string place, string field, JsonElement tensor)
    {
        for (int i = 1; i <= 2; i++)
        {
            if (tensor[i].ValueKind != JsonValueKind.Number || !tensor[i].TryGetInt32(out int index) || index != 0)
            {
                throw _source.Fault(place, field, $"found {KerasLayer.Show(tensor)}: the layer is called more than once, or another of its outputs is taken; a chain of layers is supported");
            }
        }
    }

    /// <summary>What a layer takes, by the names of the layers that give it.</summary>
    private List<string> Inbound(string name, JsonElement entry)
    {
        var from = new List<string>();
        if (!entry.TryGetProperty("inbound_nodes", out JsonElement nodes) || nodes.ValueKind != JsonValueKind.Array || nodes.GetArrayLength() == 0)
        {
            return from;
        }

        if (nodes.GetArrayLength() > 1)
        {
            throw _source.Fault(name, "inbound_nodes", $"the layer is called {nodes.GetArrayLength()} times; a chain of layers is supported");
        }

        JsonElement node = nodes[0];
        if (node.ValueKind == JsonValueKind.Array)
        {
            // Keras 2: [["lstm", 0, 0, {}], ...].
            JsonElement[] tensors = node.GetArrayLength() > 0 && node[0].ValueKind == JsonValueKind.String ? [node] : [.. node.EnumerateArray()];
            foreach (JsonElement tensor in tensors)
            {
                AddTensor(name, tensor, from);
                if (tensor.GetArrayLength() > 3)
                {
                    NeedPlainArguments(name, tensor[3]);
                }
            }

            return from;
        }

        if (node.ValueKind != JsonValueKind.Object || !node.TryGetProperty("args", out JsonElement arguments) || arguments.ValueKind != JsonValueKind.Array)
        {
            throw _source.Fault(name, "inbound_nodes", $"found {KerasLayer.Show(node)}, wanted what the layer is called with");
        }

        foreach (JsonElement argument in arguments.EnumerateArray())
        {
            AddArgument(name, argument, from);
        }

        if (node.TryGetProperty("kwargs", out JsonElement named))
        {
            NeedPlainArguments(name, named);
        }

        return from;
    }

    private void AddArgument(string name, JsonElement argument, List<string> from)
    {
        if (argument.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement part in argument.EnumerateArray())
            {
                AddArgument(name, part, from);
            }

            return;
        }

        if (argument.ValueKind == JsonValueKind.Object && argument.TryGetProperty("config", out JsonElement config) && config.ValueKind == JsonValueKind.Object
            && config.TryGetProperty("keras_history", out JsonElement history))
        {
            AddTensor(name, history, from);
            return;
        }

        throw _source.Fault(name, "inbound_nodes", $"the layer is called with {KerasLayer.Show(argument)}; one tensor is supported");
    }

    private void AddTensor(string name, JsonElement tensor, List<string> from)
    {
        if (tensor.ValueKind != JsonValueKind.Array || tensor.GetArrayLength() < 3 || tensor[0].ValueKind != JsonValueKind.String)
        {
            throw _source.Fault(name, "inbound_nodes", $"found {KerasLayer.Show(tensor)}, wanted a layer's name with two numbers");
        }

        NeedFirst(name, "inbound_nodes", tensor);
        from.Add(tensor[0].GetString()!);
    }

    /// <summary>A layer is called with nothing but its input, as far as that changes what it gives.</summary>
    private void NeedPlainArguments(string name, JsonElement named)
    {
        if (named.ValueKind != JsonValueKind.Object)
        {
            throw _source.Fault(name, "inbound_nodes", $"found {KerasLayer.Show(named)}, wanted an object");
        }

        foreach (JsonProperty argument in named.EnumerateObject())
        {
            bool isPlain = argument.Value.ValueKind == JsonValueKind.Null || (argument.Name == "training" && argument.Value.ValueKind == JsonValueKind.False);
            if (!isPlain)
            {
                throw _source.Fault(name, argument.Name, $"the layer is called with {KerasLayer.Show(argument.Value)}, which is not supported");
            }
        }
    }
}
