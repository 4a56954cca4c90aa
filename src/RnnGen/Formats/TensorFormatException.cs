using System;

namespace RnnGen.Formats;

/// <summary>A tensor file, or a tensor in it, is not what it should be. Whatever was being loaded is as it was before.</summary>
public sealed class TensorFormatException : FormatException
{
    /// <summary>
    /// Creates the exception; its message names all that is known, on one line, with long or unprintable names shortened.
    /// </summary>
    /// <param name="file">The file (or other source) at fault.</param>
    /// <param name="tensor">The tensor at fault, or null where it is the file as a whole.</param>
    /// <param name="field">
    /// The field at fault (<c>header</c>, <c>dtype</c>, <c>shape</c>, <c>data_offsets</c>, <c>name</c>, <c>__metadata__</c>), or null.
    /// </param>
    /// <param name="problem">What is wrong: what was found and what was wanted.</param>
    /// <param name="innerException">What led to it, if anything.</param>
    public TensorFormatException(string file, string? tensor, string? field, string problem, Exception? innerException = null)
        : base(Describe(file, tensor, field, problem), innerException)
    {
        File = file;
        Tensor = tensor;
        Field = field;
        Problem = problem;
    }

    /// <summary>The file (or other source) at fault.</summary>
    public string File { get; }

    /// <summary>The tensor at fault, or null where it is the file as a whole.</summary>
    public string? Tensor { get; }

    /// <summary>The field at fault, or null.</summary>
    public string? Field { get; }

    /// <summary>What is wrong, without file, tensor and field.</summary>
    internal string Problem { get; }

    private static string Describe(string file, string? tensor, string? field, string problem)
    {
        string tensorPart = tensor is null ? "" : $"tensor '{MessageText.Printable(tensor)}': ";
        string fieldPart = field is null ? "" : $"{MessageText.Printable(field)}: ";
        return $"{file}: {tensorPart}{fieldPart}{problem}";
    }
}
