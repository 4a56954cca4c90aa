using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Import.StateDicts;

/// <summary>Makes the tensors of a <c>state_dict</c> those of a model file.</summary>
internal static class StateDictTensors
{
    private const string Weight = "weight";

    /// <summary>The tensors under our names; those in the file are other names of the same.</summary>
    /// <param name="tensors">The tensors under the names in the <c>state_dict</c>, in its order; each name once.</param>
    /// <param name="path">What leads to the <c>state_dict</c> in the file, with its dot; or empty.</param>
    public static ImportedTensors Of(IReadOnlyCollection<ImportedTensor> tensors, string path = "")
    {
        var imported = new ImportedTensors();
        string[] names = StateDictNaming.Of([.. tensors.Select(static tensor => tensor.Name)]);
        foreach ((ImportedTensor tensor, string name) in tensors.Zip(names))
        {
            imported.Add(name, tensor.Shape, tensor.Values);
            AddAliases(imported, name, tensor.Name, path);
        }

        // An nn.Linear without a bias: a DenseLayer always has one.
        Dictionary<string, int> missing = StateDictModule.Of(ShapesOf(imported)).Where(static module => StateDict.MissingBias(module) > 0)
            .ToDictionary(static module => module.Name, StateDict.MissingBias);
        foreach ((ImportedTensor tensor, string name) in tensors.Zip(names))
        {
            (string prefix, string local) = StateDictNaming.Split(name);
            if (local == Weight && missing.TryGetValue(prefix.Length == 0 ? "" : prefix[..^1], out int count))
            {
                string bias = prefix + "bias";
                imported.AddImplied(bias, [count], new float[count]);
                AddAliases(imported, bias, tensor.Name[..^Weight.Length] + "bias", path);
            }
        }

        return imported;
    }

    /// <summary>Names and shapes, as <see cref="StateDict.Describe"/> takes them.</summary>
    public static IReadOnlyList<(string Name, long[] Shape)> ShapesOf(ImportedTensors tensors) =>
        [.. tensors.All.Select(static tensor => (tensor.Name, tensor.Shape.Select(static size => (long)size).ToArray()))];

    private static void AddAliases(ImportedTensors imported, string name, string inStateDict, string path)
    {
        foreach (string alias in (string[])[inStateDict, path + inStateDict, path + name])
        {
            if (alias != name)
            {
                imported.AddAlias(alias, name);
            }
        }
    }
}
