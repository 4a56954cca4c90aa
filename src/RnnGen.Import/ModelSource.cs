using System;
using System.IO;

namespace RnnGen.Import;

/// <summary>The bytes of a model file while it is read.</summary>
/// <param name="name">The path, or what the caller called it: for messages.</param>
/// <param name="stream">The bytes: seekable, from the start.</param>
/// <param name="directory">Where other files of the same model may lie, or null where the bytes are no file.</param>
internal sealed class ModelSource(string name, Stream stream, string? directory)
{
    /// <summary>The path, or what the caller called it: for messages.</summary>
    public string Name => name;

    /// <summary>The bytes, seekable. Readers seek to where they start.</summary>
    public Stream Stream => stream;

    /// <summary>Bytes of the file.</summary>
    public long Length => stream.Length;

    /// <summary>Where other files of the same model may lie, or null where the bytes are no file.</summary>
    public string? Directory => directory;

    /// <summary>The first bytes of the file: as many as there are, at most <paramref name="count"/>.</summary>
    public byte[] Start(int count)
    {
        byte[] start = new byte[(int)Math.Min(count, Length)];
        stream.Position = 0;
        stream.ReadExactly(start);
        return start;
    }

    /// <summary>All bytes.</summary>
    /// <exception cref="ModelFormatException">There are more than an array holds.</exception>
    public byte[] ReadAll()
    {
        if (Length > Array.MaxLength)
        {
            throw Fault(null, null, $"the file has {Length} bytes; this format is read up to {Array.MaxLength}");
        }

        return Start((int)Length);
    }

    /// <summary>What is wrong with the file, to be thrown.</summary>
    /// <param name="place">The node, layer or tensor at fault, or null.</param>
    /// <param name="field">The attribute or field at fault, or null.</param>
    /// <param name="problem">What was found, and what was wanted.</param>
    /// <param name="cause">What led to it, if anything.</param>
    public ModelFormatException Fault(string? place, string? field, string problem, Exception? cause = null) => new(name, place, field, problem, cause);
}
