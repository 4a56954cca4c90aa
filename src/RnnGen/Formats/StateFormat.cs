using System;
using System.Buffers.Binary;

namespace RnnGen.Formats;

/// <summary>
/// A state as bytes: <c>RnnS</c>, the format's version (a byte, 2), three zeros, the fingerprint of the declaration it is of (32 bits), the number of bytes that
/// follow (32 bits), then the values: h, and of an LSTM c, of every cell, as 32-bit floats; then of a network that pools over time (but for
/// <see cref="Pooling.FinalState"/>) the number of rows, a 64-bit integer, and what it keeps of them: 64-bit floats of <see cref="Pooling.Mean"/>, else 32-bit
/// ones. Floats are IEEE 754; everything is little-endian on every machine. Version 1 kept the sums of a mean as 32-bit floats and counted in 32 bits.
/// </summary>
internal static class StateFormat
{
    public const int HeaderBytes = 16;

    private const byte Version = 2;

    private static ReadOnlySpan<byte> Magic => "RnnS"u8;

    public static void WriteHeader(Span<byte> destination, int bytes, uint fingerprint)
    {
        int needed = HeaderBytes + bytes;
        if (destination.Length < needed)
        {
            throw new ArgumentException($"'{nameof(destination)}' has size {destination.Length}; it needs {needed}.", nameof(destination));
        }

        Magic.CopyTo(destination);
        destination[4] = Version;
        destination[5..8].Clear();
        BinaryPrimitives.WriteUInt32LittleEndian(destination[8..], fingerprint);
        BinaryPrimitives.WriteInt32LittleEndian(destination[12..], bytes);
    }

    public static void CheckHeader(ReadOnlySpan<byte> source, int bytes, uint fingerprint)
    {
        if (source.Length < HeaderBytes || !source.StartsWith(Magic))
        {
            throw new StateFormatException($"The bytes are not a state: they do not start with 'RnnS' and a header of {HeaderBytes} bytes.");
        }

        if (source[4] != Version || source[5..8].ContainsAnyExcept((byte)0))
        {
            throw new StateFormatException($"The state has format version {source[4]}; this library reads version {Version}.");
        }

        uint found = BinaryPrimitives.ReadUInt32LittleEndian(source[8..]);
        if (found != fingerprint)
        {
            throw new StateFormatException(
                $"The state is of another network or cell: its declaration has the fingerprint {found:X8}, the one that reads it has {fingerprint:X8}.");
        }

        if (source.Length != HeaderBytes + bytes || BinaryPrimitives.ReadInt32LittleEndian(source[12..]) != bytes)
        {
            throw new StateFormatException($"The state has {source.Length} bytes; it needs {HeaderBytes + bytes}.");
        }
    }
}
