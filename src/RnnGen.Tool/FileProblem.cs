using System;
using System.IO;
using System.Security;
using RnnGen.Import;

namespace RnnGen.Tool;

/// <summary>Files that are not there, or cannot be read or written.</summary>
internal static class FileProblem
{
    /// <summary>Whether an exception is about a file, not about what is in it.</summary>
    public static bool IsOne(Exception problem) => problem is IOException or UnauthorizedAccessException or SecurityException;

    /// <summary>Opens a model file.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="ModelFormatException">The file is refused.</exception>
    /// <exception cref="IOException">It is not there or cannot be read; the message says which, and names it.</exception>
    public static ModelFile Open(string path)
    {
        if (Directory.Exists(path))
        {
            throw new IOException($"{path}: it is a folder, not a file");
        }

        try
        {
            return ModelFile.Open(path);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new IOException($"{path}: there is no such file", problem);
        }
        catch (Exception problem) when (IsOne(problem))
        {
            throw new IOException($"{path}: it cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>Checks that a result may be written to a path, before any work.</summary>
    /// <param name="path">The file.</param>
    /// <param name="replace">Whether a file that is there may be replaced.</param>
    /// <exception cref="IOException">It cannot; the message says why.</exception>
    public static void CheckOutput(string path, bool replace)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full) || Path.EndsInDirectorySeparator(path))
        {
            throw new IOException($"{path}: it is a folder, not a file");
        }

        if (Path.GetDirectoryName(full) is { } folder && !Directory.Exists(folder))
        {
            throw new IOException($"{path}: there is no folder {folder}");
        }

        if (!replace && File.Exists(full))
        {
            throw new IOException($"{path}: it is there already; --force replaces it");
        }
    }

    /// <summary>Writes a result. Whatever happens, the path holds what it held or all of the result.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes it.</param>
    /// <exception cref="IOException">It cannot be written; the message names it.</exception>
    public static void Write(string path, Action<string> write)
    {
        try
        {
            write(path);
        }
        catch (Exception problem) when (IsOne(problem))
        {
            throw new IOException($"{path}: it cannot be written: {problem.Message}", problem);
        }
    }

    /// <summary>Writes a text, as <see cref="Write(string, Action{string})"/> does.</summary>
    /// <param name="path">The file.</param>
    /// <param name="text">The text.</param>
    /// <exception cref="IOException">It cannot be written; the message names it.</exception>
    public static void Write(string path, string text) => Write(path, target =>
    {
        string beside = $"{Path.GetFullPath(target)}.{Guid.NewGuid():N}.tmp";
        try
        {
            File.WriteAllText(beside, text);
            File.Move(beside, target, overwrite: true);
        }
        finally
        {
            File.Delete(beside);
        }
    });
}
