using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Import.StateDicts;

/// <summary>
/// The names that tensors of a <c>state_dict</c> have here: those in the file, but for what wrappers put before all of them, and for the names of single cells.
/// </summary>
internal static class StateDictNaming
{
    private const string FirstLayer = "_l0";

    // nn.DataParallel and DistributedDataParallel; torch.compile.
    private static readonly string[] Wrappers = ["module.", "_orig_mod."];

    /// <summary>The names here, in the order of those in the file; no two are the same.</summary>
    /// <param name="names">The names in the file, each once.</param>
    public static string[] Of(IReadOnlyCollection<string> names)
    {
        string[] inner = [.. names];
        while (inner.Length > 0 && Array.Find(Wrappers, wrapper => Array.TrueForAll(inner, name => IsWrapped(name, wrapper))) is { } common)
        {
            inner = Array.ConvertAll(inner, name => name[common.Length..]);
        }

        // An nn.LSTMCell, GRUCell or RNNCell: its tensors are named as those of a layer, without the layer's number.
        var taken = new HashSet<string>(inner, StringComparer.Ordinal);
        HashSet<string> numbered = inner.Select(Split).Where(static name => name.Local.Contains(FirstLayer, StringComparison.Ordinal))
            .Select(static name => name.Prefix).ToHashSet(StringComparer.Ordinal);
        return Array.ConvertAll(inner, name =>
        {
            (string prefix, string local) = Split(name);
            bool isOfCell = IsOfCell(local) && taken.Contains(prefix + "weight_ih") && taken.Contains(prefix + "weight_hh") && !numbered.Contains(prefix);
            return isOfCell ? name + FirstLayer : name;
        });
    }

    /// <summary>Splits a name at its last dot.</summary>
    /// <returns>The module's name with its dot, or nothing; and the tensor's name in it.</returns>
    public static (string Prefix, string Local) Split(string name)
    {
        int dot = name.LastIndexOf('.');
        return (name[..(dot + 1)], name[(dot + 1)..]);
    }

    private static bool IsWrapped(string name, string wrapper) => name.Length > wrapper.Length && name.StartsWith(wrapper, StringComparison.Ordinal);

    private static bool IsOfCell(string local) =>
        local is "weight_ih" or "weight_hh" or "bias_ih" or "bias_hh" or "weight_hr" or "weight_peephole" or "initial_h" or "initial_c";
}
