using System;
using System.Collections.Generic;
using System.IO.Compression;
using System.Linq;
using RnnGen.Import.StateDicts;

namespace RnnGen.Import.PyTorch;

/// <summary>
/// Reads what <c>torch.save</c> wrote, as a zip archive or the stream before it: a <c>state_dict</c>, or a checkpoint that holds one. No Python code in a file
/// is run; a whole module, which needs its code, is refused.
/// </summary>
internal sealed class PyTorchReader : IModelReader
{
    /// <inheritdoc/>
    public static bool Recognises(ReadOnlySpan<byte> start, ModelSource source) => TorchLegacyFile.Recognises(start) || TorchArchive.Recognises(start, source);

    /// <inheritdoc/>
    public static ImportedModel Read(ModelSource source)
    {
        var budget = new MemoryBudget(source);
        var objects = new TorchObjects(budget);
        if (TorchLegacyFile.Recognises(source.Start(2)))
        {
            var file = new TorchLegacyFile(source, budget);
            return Read(source, file.Read(objects), objects, file, budget);
        }

        using ZipArchive zip = TorchArchive.Open(source);
        TorchArchive archive = TorchArchive.Of(source, zip, budget);
        object? root = new Unpickler(archive.OpenPickle(), objects, budget).Read();
        return Read(source, root, objects, archive, budget);
    }

    private static ImportedModel Read(ModelSource source, object? root, TorchObjects objects, ITorchStorages storages, MemoryBudget budget)
    {
        foreach (TorchStorage storage in objects.Storages.Values)
        {
            storages.Check(storage);
        }

        SavedStateDict saved = SavedStateDict.Find(source, root);
        ImportedTensors tensors = StateDictTensors.Of(new TorchTensorReader(source, storages, budget).Read(saved.Tensors), saved.Path);
        ModelDescription description = StateDict.Describe(source, StateDictTensors.ShapesOf(tensors));
        string[] integers = [.. saved.Tensors.Where(static tensor => tensor.Value.Type.Float is null).Select(static tensor => tensor.Key)];
        return new ImportedModel(
            ModelFormat.PyTorch,
            description with
            {
                Unsaid =
                [
                    .. description.Unsaid,
                    .. integers.Length > 0 ? (string[])[$"Not read, since they are no floating-point numbers: {StateDict.List(integers)}."] : [],
                    .. saved.Others.Count > 0 ? (string[])[$"Not read, since they are no tensors: {StateDict.List(saved.Others)}."] : [],
                    .. saved.Beside.Length > 0
                        ? (string[])[$"The layers are those of {StateDict.List([saved.Path[..^1]])}. There are tensors beside it, which are not read: {saved.Beside}."]
                        : [],
                ],
            },
            tensors);
    }
}
