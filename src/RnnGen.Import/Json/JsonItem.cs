using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using RnnGen.Formats;

namespace RnnGen.Import.Json;

/// <summary>A value in a JSON file, which knows where it stands: what is wrong with it names file, place and field.</summary>
/// <param name="Source">The file.</param>
/// <param name="Place">The layer or tensor that it belongs to, or null for the file.</param>
/// <param name="Field">Its path from there, or empty.</param>
/// <param name="Value">The value.</param>
internal readonly record struct JsonItem(ModelSource Source, string? Place, string Field, JsonElement Value)
{
    /// <summary>
    /// Bytes of a number. The longest that a float or double is written with has fewer than 1,100 digits.
    /// </summary>
    private const int MaxNumberLength = 1200;

    /// <summary>Dimensions of a tensor.</summary>
    private const int MaxRank = 8;

    /// <summary>Whether it is a list.</summary>
    public bool IsList => Value.ValueKind == JsonValueKind.Array;

    /// <summary>Whether it is null, or false.</summary>
    public bool IsNullOrFalse => Value.ValueKind is JsonValueKind.Null or JsonValueKind.False;

    /// <summary>The members of an object.</summary>
    /// <exception cref="ModelFormatException">It is no object.</exception>
    public IEnumerable<(string Name, JsonItem Value)> Members()
    {
        JsonItem item = this;
        return Value.ValueKind == JsonValueKind.Object
            ? Value.EnumerateObject().Select(member => (member.Name, item.Member(member.Name, member.Value)))
            : throw Fault("an object");
    }

    /// <summary>The items of a list.</summary>
    /// <param name="most">The most that there may be.</param>
    /// <exception cref="ModelFormatException">It is no list, or a longer one.</exception>
    public JsonItem[] Items(int most)
    {
        JsonItem item = this;
        return IsList && Value.GetArrayLength() <= most
            ? [.. Value.EnumerateArray().Select((element, index) => item with { Field = $"{item.Field}[{index}]", Value = element })]
            : throw Fault($"a list of at most {most}");
    }

    /// <summary>A member of an object, or null where it has none of the name.</summary>
    /// <param name="name">The member's name.</param>
    /// <exception cref="ModelFormatException">It is no object.</exception>
    public JsonItem? Find(string name)
    {
        if (Value.ValueKind != JsonValueKind.Object)
        {
            throw Fault("an object");
        }

        return Value.TryGetProperty(name, out JsonElement member) ? Member(name, member) : null;
    }

    /// <summary>A member of an object.</summary>
    /// <param name="name">The member's name.</param>
    /// <exception cref="ModelFormatException">It is no object, or has none of the name.</exception>
    public JsonItem Get(string name) => Find(name) ?? throw Source.Fault(Place, Path(name), "missing");

    /// <summary>A text.</summary>
    /// <exception cref="ModelFormatException">It is no text.</exception>
    public string Text() => Value.ValueKind == JsonValueKind.String ? Value.GetString()! : throw Fault("a text");

    /// <summary>A finite number.</summary>
    /// <exception cref="ModelFormatException">It is no number, or beyond double.</exception>
    public double Number() => IsNumber(Value) && Value.TryGetDouble(out double number) && double.IsFinite(number) ? number : throw Fault("a number");

    /// <summary>Yes or no: true, false, or one of the numbers 1 and 0.</summary>
    /// <exception cref="ModelFormatException">It is something else.</exception>
    public bool Truth() => Value.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => Number() switch { 0 => false, 1 => true, _ => throw Fault("true or false") },
    };

    /// <summary>A whole number.</summary>
    /// <param name="least">The least that it may be.</param>
    /// <param name="most">The most that it may be.</param>
    /// <exception cref="ModelFormatException">It is none, or out of range.</exception>
    public int Count(int least, int most) =>
        IsNumber(Value) && Value.TryGetInt64(out long count) && count >= least && count <= most ? (int)count : throw Fault($"a whole number from {least} to {most}");

    /// <summary>The numbers of a list of lists of ... numbers, row-major, which must have a shape.</summary>
    /// <param name="shape">The shape.</param>
    /// <exception cref="ModelFormatException">It has another shape, or a number is none or beyond float.</exception>
    public float[] Floats(params ReadOnlySpan<int> shape)
    {
        // Nothing is allocated before the file is known to have as many numbers.
        CheckShape(Value, shape, 0, shape);
        float[] values = new float[(int)TensorShape.CountElements(shape)];
        int count = 0;
        Read(Value, shape.Length, values, ref count);
        return values;
    }

    /// <summary>The numbers of a list of lists of ... numbers, with the shape that they have.</summary>
    /// <param name="shape">The shape.</param>
    /// <exception cref="ModelFormatException">Lists have different lengths, or a number is none or beyond float.</exception>
    public float[] Floats(out int[] shape)
    {
        var sizes = new List<int>();
        for (JsonElement inner = Value; inner.ValueKind == JsonValueKind.Array; inner = inner[0])
        {
            sizes.Add(inner.GetArrayLength());
            if (sizes.Count > MaxRank)
            {
                throw Fault($"a tensor of at most {MaxRank} dimensions");
            }

            if (sizes[^1] == 0)
            {
                break;
            }
        }

        shape = [.. sizes];
        return Floats(shape);
    }

    /// <summary>What is wrong with the value, to be thrown.</summary>
    /// <param name="wanted">What it would have to be, in words.</param>
    public ModelFormatException Fault(string wanted) => Problem($"found {Describe(Value)}, wanted {wanted}");

    /// <summary>What is wrong with the value, to be thrown.</summary>
    /// <param name="problem">What was found, and what was wanted.</param>
    public ModelFormatException Problem(string problem) => Source.Fault(Place, Field.Length == 0 ? null : Field, problem);

    /// <summary>A value for a message.</summary>
    public static string Describe(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => $"a list of {value.GetArrayLength()}",
        JsonValueKind.String => $"the text '{MessageText.Printable(value.GetString()!)}'",
        _ => MessageText.Printable(value.GetRawText()),
    };

    private static bool IsNumber(JsonElement value) =>
        value.ValueKind == JsonValueKind.Number && JsonMarshal.GetRawUtf8Value(value).Length <= MaxNumberLength;

    private string Path(string name) => Field.Length == 0 ? name : $"{Field}.{name}";

    private JsonItem Member(string name, JsonElement value) => this with { Field = Path(name), Value = value };

    private void CheckShape(JsonElement value, ReadOnlySpan<int> left, long first, ReadOnlySpan<int> shape)
    {
        if (left.IsEmpty)
        {
            return;
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() != left[0])
        {
            string rows = left.Length == shape.Length ? "" : $" at row {first}";
            throw Problem($"found {Describe(value)}{rows}, wanted a list of {left[0]}: the shape is to be {TensorShape.Describe(shape)}");
        }

        if (left.Length == 1)
        {
            return;
        }

        long row = first * left[0];
        foreach (JsonElement inner in value.EnumerateArray())
        {
            CheckShape(inner, left[1..], row++, shape);
        }
    }

    private void Read(JsonElement value, int rank, float[] values, ref int count)
    {
        if (rank > 0)
        {
            foreach (JsonElement inner in value.EnumerateArray())
            {
                Read(inner, rank - 1, values, ref count);
            }

            return;
        }

        if (!IsNumber(value) || !value.TryGetSingle(out float number) || !float.IsFinite(number))
        {
            throw Problem(string.Create(CultureInfo.InvariantCulture, $"number {count} is {Describe(value)}; it must be a finite float"));
        }

        values[count++] = number;
    }
}
