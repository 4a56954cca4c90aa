using System;
using System.Buffers.Binary;
using System.IO;
using RnnGen.Formats;

namespace RnnGen.Import.Keras;

/// <content>What messages of an object's header say of data: shape, type, layout, filters, attributes.</content>
internal sealed partial class Hdf5Structure
{
    private static long[]? ReadShape(ref Hdf5Cursor message)
    {
        int version = message.Byte();
        Need(version is 1 or 2, $"a shape of version {version}; 1 and 2 are known");
        int rank = message.Byte();
        int flags = message.Byte();
        int kind = version == 1 ? rank > 0 ? 1 : 0 : message.Byte();
        message.Skip(version == 1 ? 5u : 0);
        Need(rank <= 32 && kind <= 2 && (kind == 1 || rank == 0) && (flags & 2) == 0, "a shape is damaged");
        var shape = new long[rank];
        ulong count = 1;
        for (int i = 0; i < rank; i++)
        {
            ulong dimension = message.UInt64();
            Need(dimension <= int.MaxValue, $"a dimension of {dimension}");
            shape[i] = (long)dimension;
            count *= Math.Max(dimension, 1);
            Need(count <= int.MaxValue, "a shape of more elements than an array holds");
        }

        message.Skip((flags & 1) != 0 ? (ulong)rank * 8 : 0);
        return kind == 2 ? null : shape;
    }

    private static Hdf5Type ReadType(ref Hdf5Cursor message, int depth)
    {
        int classAndVersion = message.Byte();
        int kind = classAndVersion & 15;
        int version = classAndVersion >> 4;
        Need(version is >= 1 and <= 5, $"a type of version {version}");
        uint bits = (uint)message.UInt(3);
        uint size = message.UInt32();
        Need(size is > 0 and <= 1 << 26, $"a type of {size} bytes");
        switch (kind)
        {
            case 0:
                message.Skip(4);
                return new($"{((bits & 8) != 0 ? "" : "unsigned ")}{size * 8}-bit integers", (int)size);
            case 1:
                return ReadFloat(ref message, bits, (int)size);
            case 3:
                Need((bits & 15) <= 2, "a text is padded in an unknown way");
                return new("texts", (int)size) { IsFixedText = true };
            case 4:
                message.Skip(4);
                return new($"{size * 8}-bit fields", (int)size);
            case 5:
                message.Skip(bits & 255);
                return new("opaque bytes", (int)size);
            case 7:
                return new("references", (int)size);
            case 8:
                Need(depth == 0, "a type of types");
                Hdf5Type of = ReadType(ref message, depth + 1);
                Need(of.Size <= 16 && of.Class.EndsWith("integers", StringComparison.Ordinal), "an enumeration of no integers");
                return new("an enumeration", (int)size);
            case 9:
                Need(depth == 0 && size == 16, "a type of types");
                Hdf5Type element = ReadType(ref message, depth + 1);
                return (bits & 15) == 1 ? new("texts", 16) { IsText = true } : new($"lists of {element.Class}", 16);
            default:
                throw new InvalidDataException($"a type of class {kind}; Keras writes numbers and texts");
        }
    }

    private static Hdf5Type ReadFloat(ref Hdf5Cursor message, uint bits, int size)
    {
        ushort offset = message.UInt16();
        ushort precision = message.UInt16();
        byte exponentAt = message.Byte();
        byte exponent = message.Byte();
        byte mantissaAt = message.Byte();
        byte mantissa = message.Byte();
        uint bias = message.UInt32();
        ElementType? type = (size, exponent, mantissa, bias) switch
        {
            (2, 5, 10, 15) => ElementType.F16,
            (2, 8, 7, 127) => ElementType.BF16,
            (4, 8, 23, 127) => ElementType.F32,
            (8, 11, 52, 1023) => ElementType.F64,
            _ => null,
        };
        bool isPlain = offset == 0 && precision == size * 8 && mantissaAt == 0 && exponentAt == mantissa && (bits & 0x40) == 0 && ((bits >> 8) & 255) == (size * 8) - 1
            && ((bits >> 4) & 3) == 2;
        return new($"{precision}-bit floats{(type is null || isPlain ? "" : " of an unusual layout")}", size) { Float = isPlain ? type : null, BigEndian = (bits & 1) != 0 };
    }

    private static void ReadFillValue(ref Hdf5Cursor message)
    {
        int version = message.Byte();
        Need(version is >= 1 and <= 3, $"a fill value of version {version}");
        bool isDefined;
        if (version == 3)
        {
            isDefined = (message.Byte() & 0x20) != 0;
        }
        else
        {
            message.Skip(2);
            isDefined = message.Byte() != 0 || version == 1;
        }

        if (isDefined)
        {
            Need(message.UInt32() <= (uint)message.Remaining, "the fill value is longer than its message");
        }
    }

    private static void ReadLayout(ref Hdf5Cursor message, Header header)
    {
        Need(header.Layout == 0, "the dataset has two layouts");
        int version = message.Byte();
        Need(version is 3 or 4, $"a layout of version {version}; 3 and 4 are known");
        int kind = message.Byte();
        switch (kind)
        {
            case 0:
                header.Layout = Layout.Compact;
                header.DataSize = message.UInt16();
                message.Skip(header.DataSize);
                break;
            case 1:
                header.Layout = Layout.Contiguous;
                header.DataAddress = message.UInt64();
                header.DataSize = message.UInt64();
                break;
            case 2:
                header.Layout = Layout.Chunked;
                if (version == 3)
                {
                    int rank = message.Byte();
                    header.DataAddress = message.UInt64();
                    header.Chunks = new uint[rank];
                    for (int i = 0; i < rank; i++)
                    {
                        header.Chunks[i] = message.UInt32();
                    }
                }

                break;
            case 3:
                throw new InvalidDataException("a virtual dataset, whose values are in other files; no other file is opened");
            default:
                throw new InvalidDataException($"a layout of class {kind}");
        }
    }

    private static void ReadFilters(ref Hdf5Cursor message, Header header)
    {
        int version = message.Byte();
        Need(version is 1 or 2, $"filters of version {version}");
        int count = message.Byte();
        message.Skip(version == 1 ? 6u : 0);
        for (int i = 0; i < count; i++)
        {
            ushort id = message.UInt16();
            int nameLength = version == 1 || id >= 256 ? message.UInt16() : 0;
            message.Skip(2);
            uint values = message.UInt16();
            Need(version == 2 || nameLength % 8 == 0, "the name of a filter is damaged");
            message.Skip((ulong)nameLength);
            ReadOnlySpan<byte> parameters = message.Take(values * 4);
            if (id == ShuffleFilter && values > 0)
            {
                header.ShuffledBytes = BinaryPrimitives.ReadUInt32LittleEndian(parameters);
            }

            message.Skip(version == 1 && values % 2 == 1 ? 4u : 0);
            header.Filters.Add(id);
        }
    }

    private static void ReadAttribute(ref Hdf5Cursor message, int offset, Header header)
    {
        int total = message.Remaining;
        int version = message.Byte();
        Need(version is >= 1 and <= 3, $"an attribute of version {version}");
        int flags = message.Byte();
        Need(version == 1 || flags == 0, "an attribute has a type shared with other objects; Keras writes none");
        ushort nameSize = message.UInt16();
        ushort typeSize = message.UInt16();
        ushort shapeSize = message.UInt16();
        message.Skip(version == 3 ? 1u : 0);
        ulong Padded(ushort size) => version == 1 ? (size + 7u) & ~7u : size;
        ReadOnlySpan<byte> name = message.Take(Padded(nameSize));
        Need(nameSize > 0 && name.IndexOf((byte)0) == nameSize - 1, "an attribute has a name without an end");
        string text = Text(name[..(nameSize - 1)]);
        var type = new Hdf5Cursor(message.Take(Padded(typeSize)));
        var shape = new Hdf5Cursor(message.Take(Padded(shapeSize)));
        Hdf5Type elements = ReadType(ref type, 0);
        long[]? dimensions = ReadShape(ref shape);
        var attribute = new Hdf5Array(elements, dimensions) { DataOffset = offset + total - message.Remaining };
        Need(attribute.Count * elements.Size <= message.Remaining, $"attribute '{MessageText.Printable(text)}' is larger than its message");

        // PureHDF goes on where the type and the shape ended for it, so they must fill what is theirs.
        Need(type.Remaining < 8 && shape.Remaining < 8 && (version == 1 || (type.Remaining == 0 && shape.Remaining == 0)), $"attribute '{MessageText.Printable(text)}' is damaged");
        Need(header.Item.Attributes.TryAdd(text, attribute), $"it has two attributes '{MessageText.Printable(text)}'");
    }
}
