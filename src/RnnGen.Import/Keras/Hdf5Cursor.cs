using System;
using System.Buffers.Binary;
using System.IO;

namespace RnnGen.Import.Keras;

/// <summary>Reads little-endian fields of a part of an HDF5 file, one after the other, and never beyond that part.</summary>
internal ref struct Hdf5Cursor
{
    private ReadOnlySpan<byte> _rest;

    /// <summary>Starts at the first byte.</summary>
    public Hdf5Cursor(ReadOnlySpan<byte> part) => _rest = part;

    /// <summary>Bytes not read yet.</summary>
    public readonly int Remaining => _rest.Length;

    /// <summary>The next bytes.</summary>
    /// <exception cref="InvalidDataException">There are fewer.</exception>
    public ReadOnlySpan<byte> Take(ulong count)
    {
        if (count > (ulong)_rest.Length)
        {
            throw new InvalidDataException($"a field of {count} bytes begins {_rest.Length} bytes before the end of its block");
        }

        ReadOnlySpan<byte> taken = _rest[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }

    /// <summary>Leaves out bytes.</summary>
    public void Skip(ulong count) => Take(count);

    /// <summary>A byte.</summary>
    public byte Byte() => Take(1)[0];

    /// <summary>Two bytes.</summary>
    public ushort UInt16() => BinaryPrimitives.ReadUInt16LittleEndian(Take(2));

    /// <summary>Four bytes.</summary>
    public uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(4));

    /// <summary>Eight bytes.</summary>
    public ulong UInt64() => BinaryPrimitives.ReadUInt64LittleEndian(Take(8));

    /// <summary>A number of one to eight bytes.</summary>
    public ulong UInt(int bytes)
    {
        ulong value = 0;
        ReadOnlySpan<byte> taken = Take((ulong)bytes);
        for (int i = bytes - 1; i >= 0; i--)
        {
            value = (value << 8) | taken[i];
        }

        return value;
    }
}
