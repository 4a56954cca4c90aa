using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using PureHDF;
using PureHDF.VOL.Native;
using RnnGen.Formats;

namespace RnnGen.Import.Keras;

/// <summary>An HDF5 file of Keras: its structure, checked, and its values, which PureHDF reads.</summary>
internal sealed class Hdf5File : IDisposable
{
    private const long BudgetPerByte = 16;

    private const long FixedBudget = 32 * 1024 * 1024;

    private readonly ModelSource _source;
    private readonly byte[] _bytes;
    private readonly CheckedStream _stream;
    private readonly NativeFile _file;

    /// <summary>Opens a file.</summary>
    /// <param name="source">Names the file in messages.</param>
    /// <param name="bytes">The HDF5 file.</param>
    /// <exception cref="ModelFormatException">It is damaged, or has what Keras does not write.</exception>
    public Hdf5File(ModelSource source, byte[] bytes)
    {
        Hdf5NativeCode.Keep();
        _source = source;
        _bytes = bytes;
        Root = Hdf5Structure.Read(source, bytes);
        _stream = new CheckedStream(bytes, (BudgetPerByte * bytes.Length) + FixedBudget);
        _file = Guard(null, null, () => H5File.Open(_stream, leaveOpen: true));
    }

    /// <summary>The root group.</summary>
    public Hdf5Object Root { get; }

    /// <summary>Reads the texts of an attribute; null if there is none of the name.</summary>
    /// <param name="item">The group or dataset.</param>
    /// <param name="attribute">The attribute's name.</param>
    /// <exception cref="ModelFormatException">The attribute holds something else, or is damaged.</exception>
    public string[]? ReadTexts(Hdf5Object item, string attribute)
    {
        if (!item.Attributes.TryGetValue(attribute, out Hdf5Array? array))
        {
            return null;
        }

        if (array.Count == 0)
        {
            // An empty list is stored as no numbers at all.
            return [];
        }

        if (!array.Type.IsText && !array.Type.IsFixedText)
        {
            throw _source.Fault(item.Path, attribute, $"found {array.Type.Class}, wanted texts");
        }

        if (array.Type.IsText)
        {
            Hdf5Structure.CheckHeaps(_source, _bytes, item.Path, attribute, array);
        }

        string[] texts = new string[array.Count];
        Guard(item.Path, attribute, () =>
        {
            ((NativeAttribute)((NativeObject)_file.Get(item.Path)).Attribute(attribute)).Read<string>(texts.AsSpan());
            return true;
        });
        return [.. texts.Select(static text => text ?? "")];
    }

    /// <summary>Reads an attribute of one text; null if there is none of the name.</summary>
    /// <inheritdoc cref="ReadTexts"/>
    public string? ReadText(Hdf5Object item, string attribute) => ReadTexts(item, attribute) switch
    {
        null => null,
        [string text] => text,
        string[] texts => throw _source.Fault(item.Path, attribute, $"found {texts.Length} texts, wanted one"),
    };

    /// <summary>Reads a list of texts that Keras spreads over attributes with a number behind the name where it is too long for one; null if there is none.</summary>
    /// <inheritdoc cref="ReadTexts"/>
    public IReadOnlyList<string>? ReadList(Hdf5Object item, string attribute)
    {
        if (ReadTexts(item, attribute) is { } whole)
        {
            return whole;
        }

        List<string>? texts = null;
        for (int part = 0; ReadTexts(item, $"{attribute}{part}") is { } more; part++)
        {
            (texts ??= []).AddRange(more);
        }

        return texts;
    }

    /// <summary>The shape of a tensor.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <exception cref="ModelFormatException">It is no array of numbers.</exception>
    public int[] ShapeOf(Hdf5Object dataset) => dataset.Array is { Shape: { } shape }
        ? [.. shape.Select(static dimension => (int)dimension)]
        : throw _source.Fault(dataset.Path, null, dataset.Array is null ? "found a group, wanted a dataset" : "it has no values at all (a null dataspace)");

    /// <summary>Reads a tensor.</summary>
    /// <param name="dataset">The dataset.</param>
    /// <exception cref="ModelFormatException">It is no array of floating-point numbers, or damaged.</exception>
    public float[] ReadFloats(Hdf5Object dataset)
    {
        ShapeOf(dataset);
        Hdf5Array array = dataset.Array!;
        ElementType? type = array.Type.Float;
        if (type is null && array.Type is { Class: "opaque bytes", Size: 2 } && ReadText(dataset, "dtype") == "bfloat16")
        {
            type = ElementType.BF16;
        }

        if (type is null)
        {
            throw _source.Fault(dataset.Path, "dtype", $"found {array.Type.Class}; weights need to be floats of 16, 32 or 64 bits");
        }

        if (dataset.Unreadable is { } reason)
        {
            throw _source.Fault(dataset.Path, null, reason);
        }

        if (array.Count == 0)
        {
            return [];
        }

        byte[] bytes = new byte[array.Count * array.Type.Size];
        Guard(dataset.Path, null, () =>
        {
            ((NativeDataset)_file.Get(dataset.Path)).Read(bytes.AsSpan());
            return true;
        });
        if (array.Type.BigEndian)
        {
            for (int at = 0; at < bytes.Length; at += array.Type.Size)
            {
                bytes.AsSpan(at, array.Type.Size).Reverse();
            }
        }

        float[] values = new float[array.Count];
        int tooLarge = ElementDecoder.ToSingles(bytes, type.Value, values);
        return tooLarge < 0 ? values : throw _source.Fault(dataset.Path, "values", $"element {tooLarge} is too large for a float of 32 bits");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _file.Dispose();
        _stream.Dispose();
    }

    /// <summary>Lets the library read, whose exceptions are of many kinds.</summary>
    private T Guard<T>(string? place, string? field, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception fault) when (fault is not (ModelFormatException or OutOfMemoryException))
        {
            string reason = (fault as InvalidDataException ?? fault.InnerException as InvalidDataException ?? fault).Message;
            throw _source.Fault(place, field, $"it cannot be read: {MessageText.Printable(reason)}", fault);
        }
    }
}
