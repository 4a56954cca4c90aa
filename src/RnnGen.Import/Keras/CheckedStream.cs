using System;
using System.IO;
using System.Runtime.CompilerServices;

namespace RnnGen.Import.Keras;

/// <summary>
/// The bytes of a file for a library that trusts what it reads: it may read only so much in all (or a loop in the file would go on for ever), and it is stopped before its
/// recursion overflows the stack, which no caller could catch.
/// </summary>
/// <param name="bytes">The file.</param>
/// <param name="budget">Bytes that may be read in all; each read costs some more.</param>
internal sealed class CheckedStream(byte[] bytes, long budget) : Stream
{
    private const int CostOfRead = 8;

    private long _position;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => true;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => bytes.Length;

    /// <inheritdoc/>
    public override long Position
    {
        get => _position;
        set => Seek(value, SeekOrigin.Begin);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        budget -= buffer.Length + CostOfRead;
        if (budget < 0)
        {
            throw new InvalidDataException("reading it goes on without an end");
        }

        if (_position >= bytes.Length)
        {
            return 0;
        }

        int count = (int)Math.Min(buffer.Length, bytes.Length - _position);
        bytes.AsSpan((int)_position, count).CopyTo(buffer);
        _position += count;
        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin)
    {
        long from = origin switch
        {
            SeekOrigin.Begin => 0,
            SeekOrigin.Current => _position,
            _ => bytes.Length,
        };
        long position = unchecked(from + offset);
        return position >= 0 && position <= bytes.Length
            ? _position = position
            : throw new InvalidDataException($"an address is outside the file, which has {bytes.Length} bytes");
    }

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
