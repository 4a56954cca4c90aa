using System;

namespace RnnGen.Import.PyTorch;

/// <summary>Reads PyTorch checkpoints.</summary>
internal sealed class PyTorchReader : IModelReader
{
    /// <inheritdoc/>
    public static bool Recognises(ReadOnlySpan<byte> start, ModelSource source) => false;

    /// <inheritdoc/>
    public static ImportedModel Read(ModelSource source) => throw source.Fault(null, null, "not yet");
}
