using System;
using System.Buffers.Binary;

namespace RnnGen.Formats;

/// <summary>
/// A state as bytes: <c>RnnS</c>, the format's version (a byte, 1), three zeros, a number that says which network it is of (little-endian, 32 bits), the number
/// of values (likewise), then the values: IEEE 754 floats, and where pooling counts its rows an integer, 32 bits each, little-endian on every machine.
/// </summary>
internal static class StateFormat
{
    public const int HeaderBytes = 16;

    private const byte Version = 1;

    private static ReadOnlySpan<byte> Magic => "RnnS"u8;

    public static int ByteCount(int values) => HeaderBytes + (sizeof(float) * values);

    public static void WriteHeader(Span<byte> destination, int values, uint network)
    {
        int needed = ByteCount(values);
        if (destination.Length < needed)
        {
            throw new ArgumentException($"'{nameof(destination)}' has size {destination.Length}; it needs {needed}.", nameof(destination));
        }

        Magic.CopyTo(destination);
        destination[4] = Version;
        destination[5..8].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], network);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], values);
    }

    public static void CheckHeader(ReadOnlySpan<byte> source, int values, uint network)
    {
        if (source.Length < HeaderBytes || !source.StartsWith(Magic))
        {
            throw new StateFormatException("The bytes are not a state: they do not start with 'RnnS' and a header of 16 bytes.");
        }

        if (source[4] != Version || source[5..8].ContainsAnyExcept((byte)0))
        {
            throw new StateFormatException($"The state has format version {source[4]}; this one reads version {Version}.");
        }

        int found = BinaryPrimitives.ReadInt32LittleEndian(source[12..]);
        if (BinaryPrimitives.ReadUInt32LittleEndian(source[8..]) != network || found != values)
        {
            throw new StateFormatException($"The state is of another network: it has {found} values of other layers; this network's has {values}.");
        }

        if (source.Length != ByteCount(values))
        {
            throw new StateFormatException($"The state has {source.Length} bytes; it needs {ByteCount(values)}.");
        }
    }
}
