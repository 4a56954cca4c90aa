using System;

namespace RnnGen.Import.NeuralAmpModeler;

/// <summary>Reads captures of Neural Amp Modeler.</summary>
internal sealed class NamReader : IModelReader
{
    /// <inheritdoc/>
    public static bool Recognises(ReadOnlySpan<byte> start, ModelSource source) => false;

    /// <inheritdoc/>
    public static ImportedModel Read(ModelSource source) => throw source.Fault(null, null, "not yet");
}
