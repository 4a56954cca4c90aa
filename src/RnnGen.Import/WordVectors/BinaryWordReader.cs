using System;
using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace RnnGen.Import.WordFiles;

/// <summary>Reads word2vec's binary format: of each word its letters, a space, and its floats, little-endian; a line feed may follow.</summary>
/// <param name="name">The path, or what the caller called it.</param>
/// <param name="window">The file, at the first word.</param>
/// <param name="words">Words that there are.</param>
/// <param name="size">Floats a word.</param>
internal sealed class BinaryWordReader(string name, ByteWindow window, long words, int size) : WordReader(name, window, size)
{
    private long _read;
    private int _skip;
    private int _vector;

    /// <inheritdoc/>
    public override string Place => string.Create(CultureInfo.InvariantCulture, $"word {_read}");

    /// <summary>Whether what follows the first word is no text.</summary>
    /// <param name="window">The file, at the first word.</param>
    /// <param name="size">Floats a word.</param>
    public static bool IsBinary(ByteWindow window, int size)
    {
        int word = window.Find((byte)' ', MaxWordLength);
        window.Have(word + 1 + (size * sizeof(float)));
        ReadOnlySpan<byte> vector = window.Bytes[Math.Min(word + 1, window.Bytes.Length)..];
        vector = vector[..Math.Min(vector.Length, size * sizeof(float))];
        foreach (byte value in vector)
        {
            if (value == '\n')
            {
                // The end of a line of short numbers, or a byte of a float: text has digits before it.
                break;
            }

            if (value is not ((>= 0x20 and <= 0x7E) or (byte)'\t' or (byte)'\r'))
            {
                return true;
            }
        }

        return vector is [(byte)'\n', ..];
    }

    /// <inheritdoc/>
    public override bool Next()
    {
        Window.Skip(_skip);
        _skip = 0;
        while (Window.Have(1) && Window.Bytes[0] == '\n')
        {
            Window.Skip(1);
        }

        if (_read == words)
        {
            return !Window.Have(1) ? false : throw Fault(null, $"there are bytes behind the {words} words that the first line says there are");
        }

        _read++;
        int length = Window.Find((byte)' ', MaxWordLength);
        if (length == MaxWordLength)
        {
            throw Fault(Place, $"longer than {MaxWordLength} bytes");
        }

        if (!Window.Have(length + 1 + (Size * sizeof(float))))
        {
            throw Fault(Place, $"the file ends in it; the first line says that there are {words} words of {Size} floats");
        }

        SetWord(Window.Bytes[..length]);
        _vector = length + 1;
        _skip = _vector + (Size * sizeof(float));
        foreach (int bits in MemoryMarshal.Cast<byte, int>(Window.Bytes[_vector.._skip]))
        {
            // All bits of the exponent: infinite, or no number. They are in the last two bytes.
            if (((BitConverter.IsLittleEndian ? bits : BinaryPrimitives.ReverseEndianness(bits)) & 0x7F80_0000) == 0x7F80_0000)
            {
                throw Fault(Place, $"'{RnnGen.Formats.MessageText.Printable(Word.ToString())}' has a number that is not finite");
            }
        }

        return true;
    }

    /// <inheritdoc/>
    public override void Read(Span<float> vector)
    {
        ReadOnlySpan<byte> bytes = Window.Bytes[_vector.._skip];
        for (int index = 0; index < Size; index++)
        {
            vector[index] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(index * sizeof(float))..]);
        }
    }
}
