using System;
using System.IO;
using System.Text;
using System.Text.Json.Nodes;
using Xunit;

namespace RnnGen.Import.Tests.Json;

/// <summary>Model files in JSON, made and changed by tests.</summary>
internal static class ChangedJson
{
    /// <summary>Opens a text.</summary>
    public static ModelFile Open(string text)
    {
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(text));
        return ModelFile.Open(stream, "changed");
    }

    /// <summary>Changes a text, and expects a refusal that says what is wrong.</summary>
    /// <param name="text">A file that is read.</param>
    /// <param name="path">Members and indices to what is changed, with slashes between them.</param>
    /// <param name="value">What it becomes, as JSON; nothing takes it away.</param>
    /// <param name="said">Parts of the message.</param>
    public static void Refused(string text, string path, string? value, params string[] said)
    {
        ModelFormatException refused = Assert.Throws<ModelFormatException>(() => Open(Change(text, path, value)));
        Assert.StartsWith("changed: ", refused.Message, StringComparison.Ordinal);
        foreach (string part in said)
        {
            Assert.Contains(part, refused.Message, StringComparison.Ordinal);
        }
    }

    /// <summary>Changes a text.</summary>
    public static string Change(string text, string path, string? value)
    {
        JsonNode root = JsonNode.Parse(text)!;
        string[] steps = path.Split('/');
        JsonNode parent = root;
        foreach (string step in steps[..^1])
        {
            parent = parent is JsonArray list ? list[int.Parse(step)]! : parent[step]!;
        }

        // Values that no tree can hold, such as numbers out of range, are put into the text afterwards.
        const string Mark = "@changed@";
        JsonNode? replacement = value is null ? null : JsonValue.Create(Mark);
        if (parent is JsonArray items)
        {
            int index = int.Parse(steps[^1]);
            if (index == items.Count)
            {
                items.Add(replacement);
            }
            else if (value is null)
            {
                items.RemoveAt(index);
            }
            else
            {
                items[index] = replacement;
            }
        }
        else if (value is null)
        {
            Assert.True(parent.AsObject().Remove(steps[^1]));
        }
        else
        {
            parent[steps[^1]] = replacement;
        }

        return root.ToJsonString().Replace($"\"{Mark}\"", value, StringComparison.Ordinal);
    }
}
