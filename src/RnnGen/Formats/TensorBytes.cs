using System;
using System.Collections.Generic;
using System.IO;
using Microsoft.Win32.SafeHandles;

namespace RnnGen.Formats;

/// <summary>The bytes of a tensor file, wherever they are. Any number of threads may read at once.</summary>
internal abstract class TensorBytes : IDisposable
{
    /// <summary>How many there are, as far as is known.</summary>
    public abstract long Length { get; }

    /// <summary>Reads bytes.</summary>
    /// <param name="offset">Where the first is.</param>
    /// <param name="destination">Takes as many as it has room for, or as there are.</param>
    /// <returns>How many were read: fewer only where there are no more.</returns>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public abstract int Read(long offset, Span<byte> destination);

    /// <inheritdoc/>
    public abstract void Dispose();
}

/// <summary>Bytes of a file, which stays open. It may be cut short meanwhile: then there are fewer.</summary>
/// <param name="file">The file, owned.</param>
internal sealed class FileBytes(SafeFileHandle file) : TensorBytes
{
    /// <inheritdoc/>
    public override long Length { get; } = RandomAccess.GetLength(file);

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination)
    {
        int done = 0;
        while (done < destination.Length && RandomAccess.Read(file, destination[done..], offset + done) is var read and > 0)
        {
            done += read;
        }

        return done;
    }

    /// <inheritdoc/>
    public override void Dispose() => file.Dispose();
}

/// <summary>Bytes in memory, of the caller's.</summary>
/// <param name="memory">The memory.</param>
internal sealed class MemoryBytes(ReadOnlyMemory<byte> memory) : TensorBytes
{
    /// <inheritdoc/>
    public override long Length => memory.Length;

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination)
    {
        int count = (int)Math.Clamp(memory.Length - offset, 0, destination.Length);
        memory.Span.Slice((int)Math.Min(offset, memory.Length), count).CopyTo(destination);
        return count;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        // The memory is the caller's.
    }
}

/// <summary>What a stream gave, in segments: more than one array holds, and no more than has come.</summary>
internal sealed class StreamBytes : TensorBytes
{
    private const int SegmentBits = 20;
    private const int SegmentBytes = 1 << SegmentBits;

    private readonly List<byte[]> _segments = [];
    private long _length;

    /// <inheritdoc/>
    public override long Length => _length;

    /// <inheritdoc/>
    public override int Read(long offset, Span<byte> destination)
    {
        int count = (int)Math.Clamp(_length - offset, 0, destination.Length);
        for (int done = 0; done < count;)
        {
            long from = offset + done;
            int start = (int)(from & (SegmentBytes - 1));
            int part = Math.Min(count - done, SegmentBytes - start);
            _segments[(int)(from >> SegmentBits)].AsSpan(start, part).CopyTo(destination[done..]);
            done += part;
        }

        return count;
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        // Reads may be under way on other threads; the collector knows when they have ended.
    }

    /// <summary>Takes more from a stream.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="length">How many bytes there should be in all.</param>
    /// <returns>Whether there are so many: else the stream is at its end.</returns>
    public bool ReadTo(Stream stream, long length)
    {
        while (_length < length)
        {
            int start = (int)(_length & (SegmentBytes - 1));
            if (start == 0)
            {
                _segments.Add(GC.AllocateUninitializedArray<byte>(SegmentBytes));
            }

            int read = stream.Read(_segments[^1], start, (int)Math.Min(SegmentBytes - start, length - _length));
            if (read <= 0)
            {
                return false;
            }

            _length += read;
        }

        return true;
    }
}
