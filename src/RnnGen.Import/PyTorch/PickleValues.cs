using System.Collections.Generic;

namespace RnnGen.Import.PyTorch;

/// <summary>A tuple of a pickle. None, truth values, whole numbers of 64 bits, doubles and texts are .NET's own.</summary>
/// <param name="Items">What it holds.</param>
internal sealed record PickleTuple(object?[] Items)
{
    /// <summary>The tuple of nothing.</summary>
    public static PickleTuple Empty { get; } = new([]);
}

/// <summary>A list of a pickle.</summary>
internal sealed class PickleList
{
    /// <summary>What it holds; it may hold itself.</summary>
    public List<object?> Items { get; } = [];
}

/// <summary>A dictionary of a pickle, ordered or not.</summary>
internal sealed class PickleDictionary
{
    /// <summary>Keys and values as they were set: of two with the same key the last counts. It may hold itself.</summary>
    public List<KeyValuePair<object?, object?>> Entries { get; } = [];
}

/// <summary>
/// What a pickle holds and nothing here reads: bytes, sets, numbers above 64 bits, devices, NumPy's numbers and arrays. Its content is not kept.
/// </summary>
/// <param name="Kind">What it is, in words.</param>
internal sealed record PickleOpaque(string Kind);
