using System;

namespace RnnGen.Import;

/// <summary>Reads the model files of one format.</summary>
internal interface IModelReader
{
    /// <summary>Whether a file is of this format, as far as its content tells. Readers are asked in a fixed order; the first that says yes reads the file.</summary>
    /// <param name="start">The first bytes of the file, up to <see cref="ModelFile.StartLength"/>.</param>
    /// <param name="source">The whole file.</param>
    static abstract bool Recognises(ReadOnlySpan<byte> start, ModelSource source);

    /// <summary>Reads a file.</summary>
    /// <param name="source">The file.</param>
    /// <exception cref="ModelFormatException">It is damaged, or holds what RnnGen cannot run.</exception>
    static abstract ImportedModel Read(ModelSource source);
}
