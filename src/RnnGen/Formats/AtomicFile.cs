using System;
using System.IO;

namespace RnnGen.Formats;

/// <summary>
/// Writes a file so that its path holds, whatever happens, either the old file or the whole new one: the new one is written beside it,
/// flushed to the disk, and renamed over it.
/// </summary>
internal static class AtomicFile
{
    private const int BufferSize = 1 << 16;

    /// <summary>Writes a file.</summary>
    /// <param name="path">The file to make or to replace. A link there is replaced, not followed.</param>
    /// <param name="write">Writes the content. Whatever it throws leaves the old file in place.</param>
    /// <exception cref="IOException">The directory is not there, the disk is full, ...</exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The directory may not be written, or <paramref name="path"/> is a directory.
    /// </exception>
    public static void Write(string path, Action<Stream> write)
    {
        string target = Path.GetFullPath(path);
        // In the same directory, since only a rename within one file system is atomic; with a name of its own, since the target's may
        // already be as long as names can be.
        string temporary = Path.Combine(Path.GetDirectoryName(target) ?? "", $".{Guid.NewGuid():N}.tmp");
        try
        {
            using (var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None, BufferSize))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, target, overwrite: true);
        }
        catch
        {
            DeleteIfPossible(temporary);
            throw;
        }
    }

    private static void DeleteIfPossible(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // What kept the file from being written matters to the caller, not that its remains could not be removed either.
        }
    }
}
