using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Import.StateDicts;

/// <summary>A module of a <c>state_dict</c>: the tensors whose names are the same up to the last dot.</summary>
/// <param name="name">The module's name, without the dot; or empty.</param>
internal sealed class StateDictModule(string name)
{
    private readonly Dictionary<string, long[]> _shapes = new(StringComparer.Ordinal);

    /// <summary>The module's name, without the dot behind it; or empty.</summary>
    public string Name => name;

    /// <summary>The names that its tensors have in it.</summary>
    public IReadOnlyCollection<string> Tensors => _shapes.Keys;

    /// <summary>The modules of tensors, in the order of their first ones.</summary>
    public static IReadOnlyList<StateDictModule> Of(IReadOnlyList<(string Name, long[] Shape)> tensors)
    {
        var modules = new Dictionary<string, StateDictModule>(StringComparer.Ordinal);
        var inOrder = new List<StateDictModule>();
        foreach ((string tensor, long[] shape) in tensors)
        {
            (string prefix, string local) = StateDictNaming.Split(tensor);
            if (!modules.TryGetValue(prefix, out StateDictModule? module))
            {
                module = new StateDictModule(prefix.Length == 0 ? "" : prefix[..^1]);
                modules.Add(prefix, module);
                inOrder.Add(module);
            }

            module._shapes[local] = shape;
        }

        return inOrder;
    }

    /// <summary>Whether it has a tensor.</summary>
    public bool Has(string local) => _shapes.ContainsKey(local);

    /// <summary>The shape of a tensor of so many dimensions, or null where it has no such tensor.</summary>
    public long[]? Find(string local, int rank) => _shapes.TryGetValue(local, out long[]? shape) && shape.Length == rank ? shape : null;

    /// <summary>A tensor's shape in words.</summary>
    public string Describe(string local) => _shapes.TryGetValue(local, out long[]? shape) ? $"{local} is [{string.Join(", ", shape)}]" : $"{local} is missing";

    /// <summary>What is wrong with a tensor, or null if it is there and of the wanted shape.</summary>
    public string? ProblemOf(string local, params ReadOnlySpan<long> wanted) => _shapes.TryGetValue(local, out long[]? shape) && wanted.SequenceEqual(shape)
        ? null
        : $"{Describe(local)}; wanted [{string.Join(", ", wanted.ToArray())}]";
}
