using System;
using System.IO;
using System.Text.Json;
using RnnGen.Formats;

namespace RnnGen.Benchmarks.Reports;

/// <summary>A file of JSON: the old one or the whole new one, whatever happens.</summary>
internal static class JsonFile
{
    /// <summary>Why a file could not be written, or null if it can: asked before minutes of measuring, not found out after.</summary>
    /// <param name="path">The file.</param>
    public static string? WhyNotWritable(string path)
    {
        try
        {
            string full = Path.GetFullPath(path);
            string? folder = Path.GetDirectoryName(full);
            if (Directory.Exists(full) || folder is null || Path.EndsInDirectorySeparator(full))
            {
                return "it is a folder, not a file";
            }

            if (!Directory.Exists(folder))
            {
                return $"there is no folder {folder}";
            }

            // Nothing but writing shows whether one may.
            string trial = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
            using (File.Create(trial, bufferSize: 1, FileOptions.DeleteOnClose))
            {
                return null;
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            return error.Message;
        }
    }

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="write">Writes its one value.</param>
    public static void Write(string path, Action<Utf8JsonWriter> write) => AtomicFile.Write(path, stream =>
    {
        using var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n" });
        write(json);
    });
}
