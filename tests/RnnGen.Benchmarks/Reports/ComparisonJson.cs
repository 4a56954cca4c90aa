using System;
using System.Collections.Generic;
using System.Text.Json;
using RnnGen.Benchmarks.Cases;

namespace RnnGen.Benchmarks.Reports;

/// <summary>The rows as a JSON array, for programs; times are the minimum.</summary>
internal static class ComparisonJson
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="machine">Where they were measured.</param>
    /// <param name="rows">The rows.</param>
    public static void Write(string path, string machine, IEnumerable<ComparisonRow> rows) => JsonFile.Write(path, json =>
    {
        json.WriteStartArray();
        foreach (ComparisonRow row in rows)
        {
            json.WriteStartObject();
            json.WriteString("table", row.Table);
            WriteCell(json, row.Shape);
            json.WriteNumber("steps", row.Shape.Steps);
            json.WriteNumber("batch", row.Shape.Batch);
            json.WriteNumber("threads", row.Threads);
            json.WriteString("accuracy", Name(row.Accuracy));
            json.WriteString("peer", row.Peer);
            json.WriteNumber("ours_ns", row.Ours.Minimum);
            json.WriteNumber("peer_ns", row.Theirs.Minimum);
            json.WriteNumber("ratio", row.Ratio);
            json.WriteNumber("allocated_bytes", row.AllocatedBytes);
            json.WriteNumber("percent_of_limit", row.PercentOfLimit);
            json.WriteString("machine", machine);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>Writes the properties that say which cell a row is about.</summary>
    /// <param name="json">Where to: an object that is open.</param>
    /// <param name="shape">The cell.</param>
    public static void WriteCell(Utf8JsonWriter json, CaseShape shape)
    {
        json.WriteString("cell", shape.Cell.JsonName());
        json.WriteNumber("input", shape.Input);
        json.WriteNumber("hidden", shape.Hidden);
        json.WriteNumber("layers", shape.Layers);
    }

    private static string Name(Accuracy accuracy) => accuracy switch
    {
        Accuracy.Standard => "standard",
        Accuracy.Precise => "precise",
        Accuracy.Fast => "fast",
        _ => throw new ArgumentOutOfRangeException(nameof(accuracy), accuracy, null),
    };
}
