using System;
using System.Collections.Generic;
using System.IO;
using System.Text;
using System.Text.Json;

namespace Quickstart;

/// <summary>The characters that the model knows, and their ids.</summary>
internal sealed class Vocabulary
{
    private readonly char[] _characters;
    private readonly Dictionary<char, int> _ids = [];

    private Vocabulary(char[] characters, string path)
    {
        _characters = characters;
        for (int id = 0; id < characters.Length; id++)
        {
            if (!_ids.TryAdd(characters[id], id))
            {
                throw new FormatException($"{path}: id {id} is the character of id {_ids[characters[id]]} again.");
            }
        }
    }

    /// <summary>Reads a JSON array of one-character strings, in the order of their ids.</summary>
    /// <param name="path">The file.</param>
    /// <param name="size">How many there must be.</param>
    /// <exception cref="FormatException">The file is something else.</exception>
    public static Vocabulary Load(string path, int size)
    {
        try
        {
            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            var characters = new List<char>();
            foreach (JsonElement element in document.RootElement.EnumerateArray())
            {
                characters.Add(element.GetString() is [char character]
                    ? character
                    : throw new FormatException($"{path}: id {characters.Count} is not one character."));
            }

            return characters.Count == size
                ? new Vocabulary([.. characters], path)
                : throw new FormatException($"{path}: has {characters.Count} characters; the model knows {size}.");
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            throw new FormatException($"{path}: is not a JSON array of strings.", problem);
        }
    }

    /// <summary>The ids of a text's characters.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="UnknownCharacterException">The model does not know one of its characters.</exception>
    public int[] Encode(string text)
    {
        int[] ids = new int[text.Length];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = _ids.TryGetValue(text[i], out int id) ? id : throw new UnknownCharacterException(text, i);
        }

        return ids;
    }

    /// <summary>The text of ids.</summary>
    /// <param name="ids">The ids.</param>
    public string Decode(ReadOnlySpan<int> ids)
    {
        var text = new StringBuilder(ids.Length);
        foreach (int id in ids)
        {
            text.Append(_characters[id]);
        }

        return text.ToString();
    }
}
