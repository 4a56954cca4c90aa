using System;
using System.IO;

namespace Shared;

/// <summary>Why a path cannot be used: asked before minutes of work, not found out after.</summary>
public static class PathProblem
{
    /// <summary>Why a file cannot be read, or null if it can.</summary>
    /// <param name="path">The file.</param>
    public static string? OfInput(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                return "it is a folder, not a file";
            }

            using FileStream file = File.OpenRead(path);
            return null;
        }
        catch (FileNotFoundException)
        {
            return "there is no such file";
        }
        catch (DirectoryNotFoundException)
        {
            return "there is no such file";
        }
        catch (Exception error) when (IsOfPath(error))
        {
            return error.Message;
        }
    }

    /// <summary>Why a file cannot be written, or replaced, or null if it can.</summary>
    /// <param name="path">The file.</param>
    public static string? OfOutput(string path)
    {
        try
        {
            string full = Path.GetFullPath(path);
            string? folder = Path.GetDirectoryName(full);
            if (Directory.Exists(full) || folder is null || Path.EndsInDirectorySeparator(full))
            {
                return "it is a folder, not a file";
            }

            return Directory.Exists(folder) ? OfTrial(folder) : $"there is no folder {folder}";
        }
        catch (Exception error) when (IsOfPath(error))
        {
            return error.Message;
        }
    }

    /// <summary>Why a folder cannot be created or written to, or null if it can. Nothing is created.</summary>
    /// <param name="path">The folder.</param>
    public static string? OfOutputFolder(string path)
    {
        try
        {
            string? folder = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
            while (folder is not null && !Directory.Exists(folder))
            {
                if (File.Exists(folder))
                {
                    return $"{folder} is a file, not a folder";
                }

                folder = Path.GetDirectoryName(folder);
            }

            return folder is null ? "there is no such drive" : OfTrial(folder);
        }
        catch (Exception error) when (IsOfPath(error))
        {
            return error.Message;
        }
    }

    /// <summary>Why files cannot be written to a folder, or null if they can. The folder is created.</summary>
    /// <param name="path">The folder.</param>
    /// <param name="files">The files' names.</param>
    public static string? OfOutputs(string path, params ReadOnlySpan<string> files)
    {
        try
        {
            Directory.CreateDirectory(path);
            foreach (string file in files)
            {
                string full = Path.Combine(path, file);
                if (Directory.Exists(full))
                {
                    return $"{full} is a folder, not a file";
                }

                if (File.Exists(full))
                {
                    File.Open(full, FileMode.Open, FileAccess.Write).Dispose();
                }
            }

            return OfTrial(path);
        }
        catch (Exception error) when (IsOfPath(error))
        {
            return error.Message;
        }
    }

    // Nothing but writing shows whether one may.
    private static string? OfTrial(string folder)
    {
        string trial = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
        using (File.Create(trial, bufferSize: 1, FileOptions.DeleteOnClose))
        {
            return null;
        }
    }

    private static bool IsOfPath(Exception error) => error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException;
}
