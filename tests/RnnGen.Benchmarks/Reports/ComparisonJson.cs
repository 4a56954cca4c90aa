using System.Collections.Generic;
using System.IO;
using System.Text.Json;
using RnnGen.Benchmarks.Cases;

namespace RnnGen.Benchmarks.Reports;

/// <summary>The rows as a JSON array, for programs; times are the minimum.</summary>
internal static class ComparisonJson
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="rows">The rows.</param>
    public static void Write(string path, IEnumerable<ComparisonRow> rows)
    {
        using FileStream file = File.Create(path);
        using var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        json.WriteStartArray();
        foreach (ComparisonRow row in rows)
        {
            json.WriteStartObject();
            json.WriteString("table", row.Table);
            json.WriteString("cell", row.Shape.Cell.JsonName());
            json.WriteNumber("input", row.Shape.Input);
            json.WriteNumber("hidden", row.Shape.Hidden);
            json.WriteNumber("layers", row.Shape.Layers);
            json.WriteNumber("steps", row.Shape.Steps);
            json.WriteNumber("batch", row.Shape.Batch);
            json.WriteString("peer", row.Peer);
            json.WriteNumber("ours_ns", row.Ours.Minimum);
            json.WriteNumber("peer_ns", row.Theirs.Minimum);
            json.WriteNumber("ratio", row.Ratio);
            json.WriteNumber("allocated_bytes", row.AllocatedBytes);
            json.WriteNumber("percent_of_limit", row.PercentOfLimit);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
