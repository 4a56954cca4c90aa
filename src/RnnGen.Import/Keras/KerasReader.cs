using System;
using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using RnnGen.Formats;

namespace RnnGen.Import.Keras;

/// <summary>
/// Reads Keras models: <c>.keras</c> (a zip), whole models as HDF5 of Keras 2 and 3, and the weights alone of both. Which of them a file is, its content tells: Keras 2 wrote
/// HDF5 by any name.
/// </summary>
internal sealed class KerasReader : IModelReader
{
    /// <inheritdoc/>
    public static bool Recognises(ReadOnlySpan<byte> start, ModelSource source) => start.StartsWith(Hdf5Structure.Signature) || KerasArchive.Recognises(start, source);

    /// <inheritdoc/>
    public static ImportedModel Read(ModelSource source) => source.Start(8).AsSpan().SequenceEqual(Hdf5Structure.Signature) ? ReadHdf5(source) : ReadArchive(source);

    private static ImportedModel ReadArchive(ModelSource source)
    {
        using var archive = new KerasArchive(source);
        var configuration = KerasConfiguration.Read(source, archive.ReadConfiguration());
        ImmutableSortedDictionary<string, string> metadata = ReadMetadata(source, archive.ReadMetadata());
        using var file = new Hdf5File(source, archive.ReadWeights());
        return KerasModelReader.Read(source, file, new KerasStore(source, file.Root), configuration, metadata);
    }

    private static ImportedModel ReadHdf5(ModelSource source)
    {
        using var file = new Hdf5File(source, source.ReadAll());
        Hdf5Object group = file.Root.Children.TryGetValue("model_weights", out Hdf5Object? weights) ? weights : file.Root;
        ImmutableSortedDictionary<string, string> metadata = ImmutableSortedDictionary<string, string>.Empty;
        foreach (string name in (string[])["keras_version", "backend"])
        {
            if ((file.ReadText(file.Root, name) ?? file.ReadText(group, name)) is { } text)
            {
                metadata = metadata.SetItem(name, MessageText.Printable(text));
            }
        }

        if (file.ReadText(file.Root, "model_config") is { } config)
        {
            var configuration = KerasConfiguration.Read(source, Encoding.UTF8.GetBytes(config));
            return KerasModelReader.Read(source, file, new KerasLayerWeights(source, file, group), configuration, metadata);
        }

        return KerasWeightsReader.Read(source, file, group, metadata);
    }

    private static ImmutableSortedDictionary<string, string> ReadMetadata(ModelSource source, byte[]? json)
    {
        ImmutableSortedDictionary<string, string> metadata = ImmutableSortedDictionary<string, string>.Empty;
        if (json is null)
        {
            return metadata;
        }

        try
        {
            using var document = JsonDocument.Parse(json);
            foreach (string name in (string[])["keras_version", "date_saved"])
            {
                if (document.RootElement.TryGetProperty(name, out JsonElement value))
                {
                    metadata = metadata.SetItem(name, MessageText.Printable(value.GetString() ?? ""));
                }
            }
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            throw source.Fault(null, "metadata.json", $"it is damaged: {MessageText.Printable(fault.Message)}", fault);
        }

        return metadata;
    }
}
