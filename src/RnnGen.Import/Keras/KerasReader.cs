using System;

namespace RnnGen.Import.Keras;

/// <summary>Reads Keras models.</summary>
internal sealed class KerasReader : IModelReader
{
    /// <inheritdoc/>
    public static bool Recognises(ReadOnlySpan<byte> start, ModelSource source) => false;

    /// <inheritdoc/>
    public static ImportedModel Read(ModelSource source) => throw source.Fault(null, null, "not yet");
}
