using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using System.Text.Json;
using Xunit;

namespace RnnGen.Benchmarks.Tests;

/// <summary>The rows of <c>compare --json</c>: what they must look like, whatever the numbers are.</summary>
internal static class ComparisonSchema
{
    private static readonly string[] Properties =
    [
        "table", "cell", "input", "hidden", "layers", "steps", "batch", "threads", "accuracy", "peer", "ours_ns", "peer_ns", "ratio", "allocated_bytes",
        "percent_of_limit", "machine",
    ];

    /// <summary>Reads a file and checks each of its rows.</summary>
    /// <param name="path">The file.</param>
    /// <param name="threads">The threads of all rows.</param>
    public static IReadOnlyList<JsonElement> Read(string path, int threads = 1)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        Assert.Equal(JsonValueKind.Array, document.RootElement.ValueKind);
        JsonElement[] rows = [.. document.RootElement.EnumerateArray().Select(static row => row.Clone())];
        Assert.All(rows, Check);
        Assert.All(rows, row => Assert.Equal(threads, row.GetProperty("threads").GetInt32()));
        return rows;
    }

    private static void Check(JsonElement row)
    {
        Assert.Equal(Properties, row.EnumerateObject().Select(static property => property.Name));
        Assert.Contains(row.GetProperty("table").GetString(), (string[])["step", "network", "sequence", "batch", "training", "startup"]);
        Assert.Contains(row.GetProperty("cell").GetString(), (string[])["lstm", "gru", "rnn"]);
        Assert.Contains(row.GetProperty("peer").GetString(), (string[])["onnxruntime", "torchsharp", "onednn", "rtneural", "rtneural-fast", "neuralaudio"]);
        Assert.Contains(row.GetProperty("accuracy").GetString(), (string[])["standard", "precise", "fast"]);
        Assert.Contains(RuntimeInformation.FrameworkDescription, row.GetProperty("machine").GetString());
        Assert.All(
            (string[])["input", "hidden", "layers", "steps", "batch"],
            name => Assert.True(row.GetProperty(name).GetInt32() > 0, $"{name} is {row.GetProperty(name)}"));
        Assert.All(
            (string[])["ours_ns", "peer_ns", "ratio", "percent_of_limit"],
            name => Assert.True(row.GetProperty(name).GetDouble() > 0, $"{name} is {row.GetProperty(name)}"));
        Assert.True(row.GetProperty("allocated_bytes").GetInt64() >= 0);
        Assert.Equal(row.GetProperty("ours_ns").GetDouble() / row.GetProperty("peer_ns").GetDouble(), row.GetProperty("ratio").GetDouble(), 1e-12);
    }
}
