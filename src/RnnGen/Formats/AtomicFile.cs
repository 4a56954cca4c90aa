using System;
using System.IO;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RnnGen.Formats;

/// <summary>
/// Writes a file so that its path holds, whatever happens, either the old file or the whole new one: the new one is written beside it,
/// flushed to the disk, and renamed over it.
/// </summary>
/// <remarks>
/// A writer that is killed leaves its temporary file behind, whose name tells the target, and which the next save to the same target removes. A writer that is
/// alive holds a lock on its own (on Windows: has it open), so it is never taken for a dead one's, whichever machine or container it runs in.
/// </remarks>
internal static class AtomicFile
{
    private const int BufferSize = 1 << 16;
    private const int MaxAttempts = 4;

    /// <summary>Writes a file.</summary>
    /// <param name="path">
    /// The file to make or to replace. A link is followed: what it points to is replaced. A file that is replaced hands its mode on.
    /// </param>
    /// <param name="write">Writes the content. Whatever it throws leaves the old file in place.</param>
    /// <exception cref="IOException">The directory is not there, the disk is full, ...</exception>
    /// <exception cref="UnauthorizedAccessException">
    /// The directory may not be written, or <paramref name="path"/> is a directory.
    /// </exception>
    public static void Write(string path, Action<Stream> write)
    {
        string target = EndOfLinks(Path.GetFullPath(path));
        string directory = Path.GetDirectoryName(target) ?? "";
        // In the same directory, since only a rename within one file system is atomic; with a name of its own length, since the target's may already be as
        // long as names can be.
        string start = $".{Hash(Path.GetFileName(target)):x16}-";
        RemoveRemains(directory, start);
        UnixFileMode? mode = OperatingSystem.IsWindows() || !File.Exists(target) ? null : File.GetUnixFileMode(target);
        using FileStream stream = Create(Path.Combine(directory, start), isPrivate: mode is not null);
        try
        {
            write(stream);
            if (!OperatingSystem.IsWindows() && mode is { } old && File.GetUnixFileMode(stream.SafeFileHandle) != old)
            {
                File.SetUnixFileMode(stream.SafeFileHandle, old);
            }

            stream.Flush(flushToDisk: true);
            // While it is open and locked: a moment later nobody could tell that its writer is alive.
            File.Move(stream.Name, target, overwrite: true);
        }
        catch
        {
            DeleteIfPossible(stream.Name);
            throw;
        }

        UnixFiles.FlushDirectory(directory);
    }

    private static string EndOfLinks(string path) =>
        new FileInfo(path).LinkTarget is null ? path : File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path;

    /// <summary>
    /// Creates a temporary file and locks it. Another save to the same target may take it for a dead writer's between the two; then it is gone, and a new one
    /// is made.
    /// </summary>
    private static FileStream Create(string start, bool isPrivate)
    {
        var options = new FileStreamOptions
        {
            Mode = FileMode.CreateNew,
            Access = FileAccess.ReadWrite,
            Share = FileShare.Read | FileShare.Delete,
            BufferSize = BufferSize,
        };
        if (isPrivate && !OperatingSystem.IsWindows())
        {
            // The mode of the file that it replaces comes when it is whole: until then nobody else sees what may be secret.
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        for (int attempt = 1; ; attempt++)
        {
            string temporary = $"{start}{Guid.NewGuid():N}.tmp";
            FileStream? stream = null;
            try
            {
                stream = new FileStream(temporary, options);
                bool isLocked = UnixFiles.TryLockShared(stream.SafeFileHandle);
                // Some file systems have no locks; then nobody takes it for a dead writer's either.
                if ((isLocked && File.Exists(temporary)) || !UnixFiles.IsSupported || attempt == MaxAttempts)
                {
                    return stream;
                }

                stream.Dispose();
            }
            catch (IOException exception) when (exception is not DirectoryNotFoundException && attempt < MaxAttempts)
            {
                stream?.Dispose();
            }

            DeleteIfPossible(temporary);
        }
    }

    /// <summary>Removes the temporary files of writers that were killed.</summary>
    private static void RemoveRemains(string directory, string start)
    {
        try
        {
            foreach (string remains in Directory.EnumerateFiles(directory, $"{start}*.tmp", new EnumerationOptions { AttributesToSkip = 0 }))
            {
                RemoveIfDead(remains);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A directory that cannot be listed may still be written; what else is wrong with it, the write will say.
        }
    }

    private static void RemoveIfDead(string temporary)
    {
        try
        {
            // Whoever writes it has locked it, and on Windows shares it with nobody who would write.
            using SafeFileHandle file = File.OpenHandle(
                temporary, FileMode.Open, FileAccess.ReadWrite, OperatingSystem.IsWindows() ? FileShare.Delete : FileShare.ReadWrite | FileShare.Delete);
            if (OperatingSystem.IsWindows() || UnixFiles.TryLockExclusive(file))
            {
                File.Delete(temporary);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It is somebody's who is alive, or not ours to remove.
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

    /// <summary>FNV-1a of a file's name: the same for every version of this library.</summary>
    private static ulong Hash(string name)
    {
        ulong hash = 14695981039346656037;
        foreach (byte part in MemoryMarshal.AsBytes(name.AsSpan()))
        {
            hash = unchecked((hash ^ part) * 1099511628211);
        }

        return hash;
    }
}
