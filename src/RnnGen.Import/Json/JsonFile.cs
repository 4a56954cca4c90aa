using System;
using System.Collections.Generic;
using System.Text.Json;
using System.Text.Unicode;
using RnnGen.Formats;

namespace RnnGen.Import.Json;

/// <summary>Model files that are JSON.</summary>
internal static class JsonFile
{
    /// <summary>Lists and objects in each other: far more than any model has, and few enough for the stack.</summary>
    private const int MaxDepth = 32;

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Whether a file starts as JSON does: with an object or a list.</summary>
    /// <param name="start">The first bytes of the file.</param>
    public static bool IsJson(ReadOnlySpan<byte> start) => WithoutMark(start).TrimStart(" \t\r\n"u8) is [(byte)'{' or (byte)'[', ..];

    /// <summary>The names in a file's outermost object, as far as it can be read.</summary>
    /// <param name="source">The file.</param>
    public static IReadOnlySet<string> Names(ModelSource source)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(WithoutMark(source.ReadAll()), new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
                {
                    names.Add(reader.GetString()!);
                }
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            // The rest is damaged. The reader whose file it is says where.
        }

        return names;
    }

    /// <summary>Parses a file.</summary>
    /// <param name="source">The file.</param>
    /// <returns>The document, to be disposed.</returns>
    /// <exception cref="ModelFormatException">It is no JSON, or has a name twice in an object.</exception>
    public static JsonDocument Parse(ModelSource source)
    {
        byte[] bytes = source.ReadAll();
        int mark = bytes.Length - WithoutMark(bytes).Length;
        if (!Utf8.IsValid(bytes))
        {
            throw source.Fault(null, null, "the file is no valid JSON: it is not UTF-8");
        }

        try
        {
            return JsonDocument.Parse(bytes.AsMemory(mark), new JsonDocumentOptions { MaxDepth = MaxDepth, AllowDuplicateProperties = false });
        }
        catch (JsonException fault)
        {
            throw source.Fault(null, null, $"the file is no valid JSON: {MessageText.Printable(fault.Message)}", fault);
        }
    }

    private static ReadOnlySpan<byte> WithoutMark(ReadOnlySpan<byte> bytes) => bytes.StartsWith(ByteOrderMark) ? bytes[ByteOrderMark.Length..] : bytes;
}
