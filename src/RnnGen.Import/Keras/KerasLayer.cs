using System.Text.Json;
using RnnGen.Formats;

namespace RnnGen.Import.Keras;

/// <summary>A layer of a Keras configuration.</summary>
/// <param name="source">Names the file in messages.</param>
/// <param name="name">Its name in Keras.</param>
/// <param name="className">Its class.</param>
/// <param name="config">Its options.</param>
internal sealed class KerasLayer(ModelSource source, string name, string className, JsonElement config)
{
    /// <summary>Its name in Keras.</summary>
    public string Name => name;

    /// <summary>Its class.</summary>
    public string ClassName => className;

    /// <summary>Its options.</summary>
    public JsonElement Config => config;

    /// <summary>Where the weights of a Keras 3 file are: <c>layers/lstm_1</c>.</summary>
    public string StorePath { get; init; } = "";

    /// <summary>The group that has the weights in a Keras 2 file: the layer's name, or that of the outermost model in which it is.</summary>
    public string Group { get; init; } = "";

    /// <summary>What is wrong with the layer, to be thrown.</summary>
    public ModelFormatException Fault(string? field, string problem) => source.Fault(name, field, problem);

    /// <summary>A layer inside this one, as that of a <c>Bidirectional</c>.</summary>
    /// <param name="option">The option that has it.</param>
    /// <exception cref="ModelFormatException">There is none, or it is none of Keras'.</exception>
    public KerasLayer Inner(string option)
    {
        if (!TryOption(option, out JsonElement value))
        {
            throw Fault(option, "missing; a layer is needed");
        }

        (string innerClass, JsonElement innerConfig) = KerasConfiguration.Open(source, name, value);
        return new KerasLayer(source, name, innerClass, innerConfig) { StorePath = StorePath, Group = Group };
    }

    /// <summary>An option, unless it is missing or null.</summary>
    public bool TryOption(string option, out JsonElement value) => config.TryGetProperty(option, out value) && value.ValueKind != JsonValueKind.Null;

    /// <summary>A yes or no.</summary>
    /// <param name="option">Its name.</param>
    /// <param name="otherwise">What it is where it is missing.</param>
    /// <exception cref="ModelFormatException">It is something else.</exception>
    public bool Flag(string option, bool otherwise)
    {
        if (!TryOption(option, out JsonElement value))
        {
            return otherwise;
        }

        return value.ValueKind switch
        {
            JsonValueKind.True => true,
            JsonValueKind.False => false,
            _ => throw Fault(option, $"found {Show(value)}, wanted true or false"),
        };
    }

    /// <summary>A size.</summary>
    /// <param name="option">Its name.</param>
    /// <param name="most">The largest that a declared layer can have.</param>
    /// <exception cref="ModelFormatException">It is missing, no number or too large.</exception>
    public int Size(string option, int most)
    {
        if (!TryOption(option, out JsonElement value))
        {
            throw Fault(option, "missing; a whole number is needed");
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int size) && size >= 1 && size <= most
            ? size : throw Fault(option, $"found {Show(value)}, wanted a whole number from 1 to {most}");
    }

    /// <summary>A text, or null where it is missing.</summary>
    /// <param name="option">Its name.</param>
    /// <exception cref="ModelFormatException">It is something else.</exception>
    public string? Text(string option) => !TryOption(option, out JsonElement value) ? null
        : value.ValueKind == JsonValueKind.String ? value.GetString() : throw Fault(option, $"found {Show(value)}, wanted a text");

    /// <summary>A number has one of some values, or is missing.</summary>
    /// <param name="option">Its name.</param>
    /// <param name="wanted">The value.</param>
    /// <exception cref="ModelFormatException">It has another.</exception>
    public void NeedNumber(string option, double wanted)
    {
        if (TryOption(option, out JsonElement value) && !(value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) && number.Equals(wanted)))
        {
            throw Fault(option, $"found {Show(value)}; only {wanted:R} is supported");
        }
    }

    /// <summary>An option that changes what the layer computes is missing, null or false.</summary>
    /// <param name="option">Its name.</param>
    /// <param name="why">What it does.</param>
    /// <exception cref="ModelFormatException">It is set.</exception>
    public void NeedUnset(string option, string why)
    {
        if (TryOption(option, out JsonElement value) && value.ValueKind != JsonValueKind.False)
        {
            throw Fault(option, $"found {Show(value)}: {why}, which is not supported");
        }
    }

    /// <summary>A value for people, short.</summary>
    public static string Show(JsonElement value)
    {
        string text = MessageText.Printable(value.GetRawText());
        return text.Length <= 80 ? text : text[..77] + "...";
    }
}
