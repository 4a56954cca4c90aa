using System;

namespace RnnGen.Import.Onnx;

/// <summary>Reads ONNX graphs.</summary>
internal sealed class OnnxReader : IModelReader
{
    /// <inheritdoc/>
    public static bool Recognises(ReadOnlySpan<byte> start, ModelSource source) => false;

    /// <inheritdoc/>
    public static ImportedModel Read(ModelSource source) => throw source.Fault(null, null, "not yet");
}
