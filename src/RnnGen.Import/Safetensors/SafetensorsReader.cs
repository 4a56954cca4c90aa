using System;

namespace RnnGen.Import.Safetensors;

/// <summary>Reads safetensors files.</summary>
internal sealed class SafetensorsReader : IModelReader
{
    /// <inheritdoc/>
    public static bool Recognises(ReadOnlySpan<byte> start, ModelSource source) => false;

    /// <inheritdoc/>
    public static ImportedModel Read(ModelSource source) => throw source.Fault(null, null, "not yet");
}
