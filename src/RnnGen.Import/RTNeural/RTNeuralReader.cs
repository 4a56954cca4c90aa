using System;
using System.Text.Json;
using RnnGen.Import.Json;

namespace RnnGen.Import.RTNeural;

/// <summary>Reads RTNeural's JSON: models from Keras, and PyTorch's <c>state_dict</c>s, alone or with what GuitarML's trainer says of the model.</summary>
internal sealed class RTNeuralReader : IModelReader
{
    /// <inheritdoc/>
    public static bool Recognises(ReadOnlySpan<byte> start, ModelSource source) => JsonFile.IsJson(start);

    /// <inheritdoc/>
    public static ImportedModel Read(ModelSource source)
    {
        using JsonDocument document = JsonFile.Parse(source);
        var root = new JsonItem(source, null, "", document.RootElement);
        if (document.RootElement.ValueKind != JsonValueKind.Object)
        {
            throw root.Fault("an object, as RTNeural and Neural Amp Modeler write it");
        }

        return root.Find("layers") is not null || root.Find("in_shape") is not null ? new KerasExport(root).Read()
            : root.Find("model_data") is { } model ? GuitarMLExport.Read(root, model)
            : TorchExport.Read(root.Find("state_dict") ?? root);
    }
}
