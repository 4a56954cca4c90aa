using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;

namespace RnnGen.Import.PyTorch;

/// <summary>Makes what the calls and references in a pickle of <c>torch.save</c> stand for: values of this namespace, and nothing else.</summary>
/// <param name="budget">What the objects are charged to.</param>
internal sealed class TorchObjects(MemoryBudget budget)
{
    /// <summary>What users are told to do about a file that has more than a <c>state_dict</c>.</summary>
    public const string SaveStateDict = "save the state_dict instead: torch.save(model.state_dict(), \"model.pt\")";

    private const int MaxRank = 64;

    private readonly Dictionary<string, TorchStorage> _storages = new(StringComparer.Ordinal);

    /// <summary>The storages that the pickle refers to, by their keys.</summary>
    public IReadOnlyDictionary<string, TorchStorage> Storages => _storages;

    /// <summary>What a name stands for.</summary>
    /// <exception cref="ModelFormatException">It is none of the few that are read.</exception>
    public static TorchGlobal Global(string module, string name, PickleInput input)
    {
        if (TorchGlobal.Find(module, name) is { } known)
        {
            return known;
        }

        string what = name.Contains("sparse", StringComparison.Ordinal) ? "a sparse tensor: " : name.Contains("qtensor", StringComparison.Ordinal) ? "a quantized tensor: " : "";
        string asked = MessageText.Printable($"{module}.{name}");
        throw input.Fault($"{what}it asks for '{asked}', which is not run: only dense tensors, dictionaries, lists, tuples, numbers and texts are read; {SaveStateDict}");
    }

    /// <summary>What a call gives.</summary>
    public object? Call(object? function, object? arguments, PickleInput input)
    {
        if (function is not TorchGlobal global || arguments is not PickleTuple { Items: var items })
        {
            throw input.Fault($"{Describe(function)} is called with {Describe(arguments)}; a function and a tuple are wanted");
        }

        switch (global.Kind)
        {
            case TorchGlobalKind.Dictionary:
                return Dictionary(items, input);
            case TorchGlobalKind.RebuildTensor when items is [TorchStoragePart part, long offset, PickleTuple shape, PickleTuple strides, ..]:
                RefuseMetadata(items.ElementAtOrDefault(6), input);
                return Tensor(part, part.Storage.Type, offset, shape, strides, input);
            case TorchGlobalKind.RebuildTypedTensor
                when items is [TorchStoragePart part, long offset, PickleTuple shape, PickleTuple strides, _, _, TorchGlobal { Kind: TorchGlobalKind.DataType } type, ..]:
                RefuseMetadata(items.ElementAtOrDefault(7), input);
                return Tensor(part, type.Type!, offset, shape, strides, input);
            case TorchGlobalKind.RebuildParameter or TorchGlobalKind.TensorClass when items is [TorchTensor tensor, ..]:
                return tensor;
            case TorchGlobalKind.RebuildFromType
                when items is [TorchGlobal { Kind: TorchGlobalKind.RebuildTensor or TorchGlobalKind.RebuildTypedTensor or TorchGlobalKind.RebuildParameter } inner,
                    TorchGlobal { Kind: TorchGlobalKind.TensorClass }, PickleTuple innerItems, ..]:
                return Call(inner, innerItems, input);
            case TorchGlobalKind.Size:
                return items switch { [] => PickleTuple.Empty, [PickleTuple size] => size, _ => throw BadArguments(global, items, input) };
            case TorchGlobalKind.Opaque:
                budget.Charge(24, input.Name);
                return new PickleOpaque(global.Name);
            default:
                throw BadArguments(global, items, input);
        }
    }

    /// <summary>What a reference to something outside the pickle stands for: a storage.</summary>
    public TorchStoragePart Persistent(object? id, PickleInput input)
    {
        if (id is not PickleTuple { Items: [string kind, ..] } tuple)
        {
            throw input.Fault($"a reference is {Describe(id)}; a tuple of 'storage', type, key, location and size is wanted");
        }

        if (kind == "module")
        {
            throw input.Fault($"it holds a whole module with its source code; {SaveStateDict}");
        }

        if (kind != "storage" || tuple.Items is not [_, TorchGlobal { Kind: TorchGlobalKind.Storage, Type: { } type }, string key, _, long count, .. var rest] || count < 0)
        {
            throw input.Fault($"a reference is not 'storage', type, key, location and size: {string.Join(", ", tuple.Items.Take(8).Select(Describe))}");
        }

        budget.Charge(128, input.Name);
        if (!_storages.TryGetValue(key, out TorchStorage? storage))
        {
            storage = new TorchStorage(key, type, count);
            _storages.Add(key, storage);
        }
        else if (storage.Type != type || storage.Count != count)
        {
            throw input.Fault($"storage '{MessageText.Printable(key)}' is {storage.Count} of {storage.Type.Name}, and then {count} of {type.Name}");
        }

        return rest switch
        {
            [] or [null] => new TorchStoragePart(storage, 0, count),
            [PickleTuple { Items: [_, long offset, long size] }] when offset >= 0 && size >= 0 && offset <= count - size => new TorchStoragePart(storage, offset, size),
            _ => throw input.Fault($"a view of storage '{MessageText.Printable(key)}' is not inside it"),
        };
    }

    /// <summary>A value in words, without what it holds.</summary>
    public static string Describe(object? value) => value switch
    {
        null => "None",
        bool => "a truth value",
        long => "a whole number",
        double => "a number",
        string => "a text",
        PickleTuple => "a tuple",
        PickleList => "a list",
        PickleDictionary => "a dictionary",
        PickleOpaque opaque => opaque.Kind,
        TorchGlobal global => global.Name,
        TorchTensor => "a tensor",
        _ => "a storage",
    };

    private static ModelFormatException BadArguments(TorchGlobal global, object?[] items, PickleInput input) =>
        input.Fault($"{global.Name} is called with ({string.Join(", ", items.Take(8).Select(Describe))}), which is not what it takes");

    private static void RefuseMetadata(object? metadata, PickleInput input)
    {
        if (metadata is PickleDictionary dictionary && dictionary.Entries.FirstOrDefault(static entry => entry.Value is not (false or null)) is { Key: { } key })
        {
            string view = key is string text ? MessageText.Printable(text) : Describe(key);
            throw input.Fault($"a tensor is a {view} view, which is not read; save tensor.resolve_neg().resolve_conj()");
        }
    }

    private PickleDictionary Dictionary(object?[] items, PickleInput input)
    {
        budget.Charge(64, input.Name);
        var dictionary = new PickleDictionary();
        switch (items)
        {
            case []:
                return dictionary;
            case [PickleList pairs]:
                // As Python 2 wrote it.
                foreach (object? pair in pairs.Items)
                {
                    object?[]? both = pair is PickleList list ? [.. list.Items.Take(3)] : (pair as PickleTuple)?.Items;
                    if (both is not [var key, var value])
                    {
                        throw input.Fault($"an ordered dictionary is made of {Describe(pair)}; pairs are wanted");
                    }

                    budget.Charge(32, input.Name);
                    dictionary.Entries.Add(new(key, value));
                }

                return dictionary;
            default:
                throw input.Fault($"an ordered dictionary is made of {string.Join(", ", items.Take(8).Select(Describe))}; a list of pairs is wanted");
        }
    }

    private TorchTensor Tensor(TorchStoragePart part, TorchType type, long offset, PickleTuple shape, PickleTuple strides, PickleInput input)
    {
        if (shape.Items.Length > MaxRank || shape.Items.Length != strides.Items.Length || !shape.Items.Concat(strides.Items).All(static size => size is long))
        {
            throw input.Fault($"a tensor has {shape.Items.Length} dimensions and {strides.Items.Length} strides; as many whole numbers of each are wanted, at most {MaxRank}");
        }

        budget.Charge(192 + (16L * shape.Items.Length), input.Name);
        return new TorchTensor(part, type, offset, Array.ConvertAll(shape.Items, static size => (long)size!), Array.ConvertAll(strides.Items, static size => (long)size!));
    }
}
