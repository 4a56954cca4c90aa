using System.Collections.Generic;
using RnnGen.Benchmarks.Reports;

namespace RnnGen.Benchmarks.Latency;

/// <summary>The rows as a JSON array, for programs; times are whole nanoseconds.</summary>
internal static class LatencyJson
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="rows">The rows.</param>
    public static void Write(string path, IEnumerable<LatencyRow> rows) => JsonFile.Write(path, json =>
    {
        json.WriteStartArray();
        foreach (LatencyRow row in rows)
        {
            json.WriteStartObject();
            json.WriteString("table", "latency");
            ComparisonJson.WriteCell(json, row.Shape);
            json.WriteNumber("steps", row.Steps);
            json.WriteString("contestant", row.Contestant);
            json.WriteString("condition", row.Condition);
            json.WriteNumber("p50_ns", row.Times.Median);
            json.WriteNumber("p99_ns", row.Times.P99);
            json.WriteNumber("p99_9_ns", row.Times.P999);
            json.WriteNumber("p99_99_ns", row.Times.P9999);
            json.WriteNumber("max_ns", row.Times.Maximum);
            json.WriteNumber("gen0", row.Collections.Gen0);
            json.WriteNumber("gen1", row.Collections.Gen1);
            json.WriteNumber("gen2", row.Collections.Gen2);
            json.WriteNumber("pause_ns", (long)row.Collections.Pause.TotalNanoseconds);
            json.WriteStartArray("histogram");
            for (int bucket = 0; bucket < row.Times.Counts.Count; bucket++)
            {
                if (row.Times.Counts[bucket] > 0)
                {
                    json.WriteStartObject();
                    json.WriteNumber("from_ns", LatencyBuckets.Start(bucket));
                    json.WriteNumber("to_ns", LatencyBuckets.Ends[bucket]);
                    json.WriteNumber("steps", row.Times.Counts[bucket]);
                    json.WriteEndObject();
                }
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });
}
