using System;
using System.Collections.Generic;
using RnnGen.Formats;

namespace RnnGen.Import.Keras;

/// <summary>A group or dataset of an HDF5 file, as far as its header says.</summary>
/// <param name="path">The path by which it was found first.</param>
internal sealed class Hdf5Object(string path)
{
    /// <summary>The path by which it was found first.</summary>
    public string Path => path;

    /// <summary>Of a group, what it holds by name. A file may hold an object by several names, and groups that hold each other.</summary>
    public Dictionary<string, Hdf5Object> Children { get; } = new(StringComparer.Ordinal);

    /// <summary>The attributes.</summary>
    public Dictionary<string, Hdf5Array> Attributes { get; } = new(StringComparer.Ordinal);

    /// <summary>Of a dataset, its type and shape; null of a group.</summary>
    public Hdf5Array? Array { get; set; }

    /// <summary>What keeps a dataset from being read, or null.</summary>
    public string? Unreadable { get; set; }
}

/// <summary>Type and shape of a dataset or attribute.</summary>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its dimensions, or null of one that has no elements at all (a null dataspace).</param>
internal sealed record Hdf5Array(Hdf5Type Type, long[]? Shape)
{
    /// <summary>Of an attribute, its bytes: where they begin in the file.</summary>
    public int DataOffset { get; init; }

    /// <summary>Elements.</summary>
    public long Count
    {
        get
        {
            long count = Shape is null ? 0 : 1;
            foreach (long dimension in Shape ?? [])
            {
                count *= dimension;
            }

            return count;
        }
    }
}

/// <summary>A type of elements.</summary>
/// <param name="Class">What it is, in words for messages.</param>
/// <param name="Size">Bytes of an element.</param>
internal sealed record Hdf5Type(string Class, int Size)
{
    /// <summary>The floating-point type, or null of another.</summary>
    public ElementType? Float { get; init; }

    /// <summary>Whether a number's first byte is its highest.</summary>
    public bool BigEndian { get; init; }

    /// <summary>Whether it is a text of a fixed number of bytes.</summary>
    public bool IsFixedText { get; init; }

    /// <summary>Whether it is a text whose bytes lie in a heap.</summary>
    public bool IsText { get; init; }
}
