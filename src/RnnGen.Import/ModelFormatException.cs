using System;
using RnnGen.Formats;

namespace RnnGen.Import;

/// <summary>
/// A model file is damaged, or holds what RnnGen cannot run. Nothing was loaded, run, written, or opened elsewhere. The message is one line that names the file, the
/// place in it, the field, what is there and what would be needed.
/// </summary>
public sealed class ModelFormatException : FormatException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="file">The file (or other source) at fault.</param>
    /// <param name="place">The node, layer or tensor at fault, or null where it is the file as a whole.</param>
    /// <param name="field">The attribute or field at fault, or null.</param>
    /// <param name="problem">What is wrong: what was found, and what was wanted.</param>
    /// <param name="innerException">What led to it, if anything.</param>
    public ModelFormatException(string file, string? place, string? field, string problem, Exception? innerException = null)
        : base(Describe(file, place, field, problem), innerException)
    {
        File = file;
        Place = place;
        Field = field;
    }

    /// <summary>The file (or other source) at fault.</summary>
    public string File { get; }

    /// <summary>The node, layer or tensor at fault, or null where it is the file as a whole.</summary>
    public string? Place { get; }

    /// <summary>The attribute or field at fault, or null.</summary>
    public string? Field { get; }

    private static string Describe(string file, string? place, string? field, string problem)
    {
        string placePart = place is null ? "" : $"'{MessageText.Printable(place)}': ";
        string fieldPart = field is null ? "" : $"{MessageText.Printable(field)}: ";
        return $"{file}: {placePart}{fieldPart}{problem}";
    }
}
