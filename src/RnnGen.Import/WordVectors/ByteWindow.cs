using System;
using System.IO;

namespace RnnGen.Import.WordFiles;

/// <summary>The part of a long file that is being read: it grows to the longest piece that is asked for, and no more.</summary>
/// <param name="stream">The file, from its position.</param>
internal sealed class ByteWindow(Stream stream)
{
    private const int FirstLength = 1 << 16;

    private byte[] _bytes = new byte[FirstLength];
    private int _start;
    private int _end;
    private bool _isAtEnd;

    /// <summary>The bytes that are in memory, from the current position.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(_start, _end - _start);

    /// <summary>Goes on.</summary>
    /// <param name="count">Bytes; they are in memory.</param>
    public void Skip(int count) => _start += count;

    /// <summary>Reads until so many bytes are in memory.</summary>
    /// <param name="count">Bytes.</param>
    /// <returns>Whether the file has so many.</returns>
    public bool Have(int count)
    {
        while (_end - _start < count && !_isAtEnd)
        {
            ReadMore(count);
        }

        return _end - _start >= count;
    }

    /// <summary>Where a byte first stands.</summary>
    /// <param name="value">The byte.</param>
    /// <param name="most">Bytes that are searched.</param>
    /// <returns>Its place from the current position; where it is not among these bytes, their count.</returns>
    public int Find(byte value, int most)
    {
        int searched = 0;
        while (true)
        {
            int length = Math.Min(Bytes.Length, most);
            int found = Bytes[searched..length].IndexOf(value);
            if (found >= 0)
            {
                return searched + found;
            }

            searched = length;
            if (searched == most || !Have(searched + 1))
            {
                return searched;
            }
        }
    }

    private void ReadMore(int count)
    {
        if (_start > 0 && _start + count > _bytes.Length)
        {
            Bytes.CopyTo(_bytes);
            _end -= _start;
            _start = 0;
        }

        if (_start + count > _bytes.Length)
        {
            Array.Resize(ref _bytes, Math.Max(count, 2 * _bytes.Length));
        }

        int read = stream.Read(_bytes, _end, _bytes.Length - _end);
        _end += read;
        _isAtEnd = read == 0;
    }
}
