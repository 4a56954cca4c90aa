using System;
using System.IO;
using System.Text.Json;
using RnnGen.Formats;

namespace RnnGen.Benchmarks.Reports;

/// <summary>A file of JSON: the old one or the whole new one, whatever happens.</summary>
internal static class JsonFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="write">Writes its one value.</param>
    public static void Write(string path, Action<Utf8JsonWriter> write) => AtomicFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        write(json);
    });
}
