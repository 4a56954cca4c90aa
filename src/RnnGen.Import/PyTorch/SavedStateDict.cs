using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Import.StateDicts;

namespace RnnGen.Import.PyTorch;

/// <summary>The <c>state_dict</c> in what a file holds.</summary>
/// <param name="Path">The keys that lead to it, with a dot behind each; empty where the file holds nothing else.</param>
/// <param name="Tensors">Its tensors, in its order, each name once.</param>
/// <param name="Others">The names of what else it has.</param>
/// <param name="Beside">The paths of other dictionaries of tensors in the file, in words; empty where there are none.</param>
internal sealed record SavedStateDict(string Path, IReadOnlyList<KeyValuePair<string, TorchTensor>> Tensors, IReadOnlyList<string> Others, string Beside)
{
    private const int MaxDepth = 4;
    private const int MaxKeyLength = 256;
    private const int MaxShown = 8;

    // What checkpoints call the state_dict of the model. Others may stand beside it: of averaged weights, of a discriminator.
    private static readonly string[] UsualKeys = ["state_dict", "model_state_dict", "model_state", "model", "net", "network", "module", "weights", "params"];

    /// <summary>Finds it: the outermost dictionary, or the nested one under a usual key, or the only nested one.</summary>
    /// <param name="source">The file.</param>
    /// <param name="root">What it holds.</param>
    /// <exception cref="ModelFormatException">There is none, or more than one.</exception>
    public static SavedStateDict Find(ModelSource source, object? root)
    {
        if (root is not PickleDictionary outermost)
        {
            throw source.Fault(null, null, $"it holds {TorchObjects.Describe(root)}, where a dictionary of names and tensors is wanted; {TorchObjects.SaveStateDict}");
        }

        List<Place> nested = Nested(outermost);
        bool isRoot = HasTensors(outermost)
            && (nested.Count == 0 || outermost.Entries.Exists(static entry => entry.Key is string name && entry.Value is TorchTensor && IsNamedAsWeight(name)));
        if (isRoot)
        {
            return nested.Count == 0 ? Of("", outermost, "") : throw Ambiguous(source, "the outermost and " + Describe(nested));
        }

        List<Place> usual = nested.FindAll(static found => UsualKeys.Contains(found.Key));
        List<Place> candidates = usual.Count > 0 ? usual : nested;
        return candidates switch
        {
            [] => throw source.Fault(null, null, $"no dictionary in it maps names to tensors of floating-point numbers; {TorchObjects.SaveStateDict}"),
            [var only] => Of(only.Path + ".", only.Dictionary, Describe(nested.FindAll(found => found != only))),
            _ => throw Ambiguous(source, Describe(candidates)),
        };
    }

    private static ModelFormatException Ambiguous(ModelSource source, string places) =>
        source.Fault(
            null, null, $"it holds several dictionaries of tensors: {places}; save the one that is wanted by itself: torch.save(checkpoint[\"model\"], \"model.pt\")");

    private static string Describe(List<Place> places) => StateDict.List(places.Take(MaxShown).Select(static place => place.Path), places.Count);

    /// <summary>
    /// The dictionaries of tensors in another, from the outside to the inside, each once however often it is referred to. Lists and tuples are not looked into.
    /// </summary>
    private static List<Place> Nested(PickleDictionary outermost)
    {
        var found = new List<Place>();
        var seen = new HashSet<object>(ReferenceEqualityComparer.Instance) { outermost };
        List<Place> level = [new Place(null, "", outermost)];
        for (int depth = 0; depth < MaxDepth; depth++)
        {
            var next = new List<Place>();
            foreach (Place place in level)
            {
                foreach ((object? key, object? value) in place.Dictionary.Entries)
                {
                    // An optimizer's state has tensors of the same shapes, which are no weights.
                    if (key is string { Length: <= MaxKeyLength } name && value is PickleDictionary inner && !name.Contains("optim", StringComparison.OrdinalIgnoreCase)
                        && seen.Add(inner))
                    {
                        next.Add(new Place(depth == 0 ? null : place, name, inner));
                    }
                }
            }

            found.AddRange(next.FindAll(static inner => HasTensors(inner.Dictionary)));
            level = next;
        }

        return found;
    }

    private static bool HasTensors(PickleDictionary dictionary) =>
        dictionary.Entries.Exists(static entry => entry is { Key: string, Value: TorchTensor { Type.Float: not null, Shape.Length: > 0 } });

    private static bool IsNamedAsWeight(string name) =>
        name.Contains('.', StringComparison.Ordinal) || name.StartsWith("weight", StringComparison.Ordinal) || name.StartsWith("bias", StringComparison.Ordinal);

    private static SavedStateDict Of(string path, PickleDictionary dictionary, string beside)
    {
        // As in Python: of two values of one key the last counts, at the place of the first.
        var values = new Dictionary<string, object?>(StringComparer.Ordinal);
        var names = new List<string>();
        var others = new List<string>();
        foreach ((object? key, object? value) in dictionary.Entries)
        {
            if (key is not string name)
            {
                others.Add($"an entry of {TorchObjects.Describe(key)}");
                continue;
            }

            if (!values.ContainsKey(name))
            {
                names.Add(name);
            }

            values[name] = value;
        }

        others.AddRange(names.Where(name => values[name] is not TorchTensor));
        return new SavedStateDict(
            path, [.. names.Where(name => values[name] is TorchTensor).Select(name => KeyValuePair.Create(name, (TorchTensor)values[name]!))], others, beside);
    }

    /// <summary>Where a dictionary is. Paths are made when they are asked for: those of all would take the square of the file.</summary>
    private sealed class Place(Place? parent, string key, PickleDictionary dictionary)
    {
        public string Key => key;

        public PickleDictionary Dictionary => dictionary;

        public string Path => parent is null ? key : $"{parent.Path}.{key}";
    }
}
