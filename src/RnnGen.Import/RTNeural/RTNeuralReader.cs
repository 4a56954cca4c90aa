using System;

namespace RnnGen.Import.RTNeural;

/// <summary>Reads RTNeural's JSON.</summary>
internal sealed class RTNeuralReader : IModelReader
{
    /// <inheritdoc/>
    public static bool Recognises(ReadOnlySpan<byte> start, ModelSource source) => false;

    /// <inheritdoc/>
    public static ImportedModel Read(ModelSource source) => throw source.Fault(null, null, "not yet");
}
