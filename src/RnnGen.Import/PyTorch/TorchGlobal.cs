using System;
using System.Collections.Frozen;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Import.PyTorch;

/// <summary>What a pickle may ask for by name. None of it is Python code that runs: what a call would give is made here, or is left out as opaque.</summary>
/// <param name="Name">Its full name.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Type">Of a storage class or a <c>dtype</c>, the type of elements.</param>
internal sealed record TorchGlobal(string Name, TorchGlobalKind Kind, TorchType? Type = null)
{
    private static readonly FrozenDictionary<string, TorchGlobal> Known = List().ToFrozenDictionary(static known => known.Name, StringComparer.Ordinal);

    /// <summary>What a name stands for, or null for all that is not read.</summary>
    public static TorchGlobal? Find(string module, string name)
    {
        if (Known.TryGetValue($"{module}.{name}", out TorchGlobal? known))
        {
            return known;
        }

        if (module is "torch" or "torch.cuda" or "torch.storage" && TorchType.OfStorage(name) is { } storage)
        {
            return new TorchGlobal($"{module}.{name}", TorchGlobalKind.Storage, storage);
        }

        return module == "torch" && TorchType.OfDataType(name) is { } type ? new TorchGlobal($"{module}.{name}", TorchGlobalKind.DataType, type) : null;
    }

    private static IEnumerable<TorchGlobal> List()
    {
        IEnumerable<TorchGlobal> all =
        [
            new("collections.OrderedDict", TorchGlobalKind.Dictionary),
            new("torch._utils._rebuild_tensor", TorchGlobalKind.RebuildTensor),
            new("torch._utils._rebuild_tensor_v2", TorchGlobalKind.RebuildTensor),
            new("torch._utils._rebuild_tensor_v3", TorchGlobalKind.RebuildTypedTensor),
            new("torch._utils._rebuild_parameter", TorchGlobalKind.RebuildParameter),
            new("torch._utils._rebuild_parameter_with_state", TorchGlobalKind.RebuildParameter),
            new("torch._tensor._rebuild_from_type_v2", TorchGlobalKind.RebuildFromType),
            new("torch.nn.parameter.Parameter", TorchGlobalKind.TensorClass),
            new("torch.nn.parameter.Buffer", TorchGlobalKind.TensorClass),
            new("torch.Tensor", TorchGlobalKind.TensorClass),
            new("torch.Size", TorchGlobalKind.Size),
        ];

        // Counters and the like stand beside a state_dict, in optimizers and learning rate schedules.
        string[] opaque =
        [
            "collections.Counter", "collections.defaultdict", "_codecs.encode", "torch.device", "torch.serialization._get_layout",
            .. from module in (string[])["builtins", "__builtin__"]
               from name in (string[])["set", "frozenset", "bytearray", "complex", "dict", "list", "int", "long", "float", "str"]
               select $"{module}.{name}",
            .. from module in (string[])["numpy.core", "numpy._core"]
               from name in (string[])["multiarray.scalar", "multiarray._reconstruct", "numeric._frombuffer"]
               select $"{module}.{name}",
            "numpy.ndarray", "numpy.dtype",
        ];
        return all.Concat(opaque.Select(static name => new TorchGlobal(name, TorchGlobalKind.Opaque)));
    }
}

/// <summary>What a <see cref="TorchGlobal"/> is.</summary>
internal enum TorchGlobalKind
{
    /// <summary>Makes an ordered dictionary.</summary>
    Dictionary,

    /// <summary>Makes a tensor of a typed storage.</summary>
    RebuildTensor,

    /// <summary>Makes a tensor that says its own type.</summary>
    RebuildTypedTensor,

    /// <summary>Makes a parameter of a tensor.</summary>
    RebuildParameter,

    /// <summary>Calls another of these for a tensor with attributes of its own.</summary>
    RebuildFromType,

    /// <summary>The class of tensors or parameters.</summary>
    TensorClass,

    /// <summary>Makes a shape of a tuple.</summary>
    Size,

    /// <summary>The class of a storage.</summary>
    Storage,

    /// <summary>A type of elements.</summary>
    DataType,

    /// <summary>Makes what nothing here reads.</summary>
    Opaque,
}
