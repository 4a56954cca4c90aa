using System;
using System.Buffers;

namespace RnnGen.Formats;

/// <summary>The rows of a tensor, one after the other, some at a time: as many as stay in the second-level cache on their way to their places.</summary>
internal sealed class TensorRows : IDisposable
{
    private const int BufferFloats = 64 * 1024;

    private readonly ITensorParts? _parts;
    private readonly string _name;
    private readonly int _columns;
    private readonly int _count;
    private readonly float[] _buffer;
    private readonly int _capacity;

    // Of the buffer [_start, _end) is still to be given; _fetched elements of the tensor have been read in all.
    private int _start;
    private int _end;
    private int _fetched;

    /// <summary>Rows of a tensor that was checked, or (where the source gives no parts) is read here as a whole.</summary>
    /// <param name="source">Where from.</param>
    /// <param name="name">The tensor's full name.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="columns">Elements a row.</param>
    /// <param name="mostRows">The most rows that are asked for at once.</param>
    public TensorRows(ITensorSource source, string name, int[] shape, int columns, int mostRows)
    {
        _parts = source as ITensorParts;
        _name = name;
        _columns = columns;
        _count = checked((int)TensorShape.CountElements(shape));
        _capacity = _parts is null ? _count : (int)Math.Min(_count, Math.Max(BufferFloats, (long)mostRows * columns));
        _buffer = ArrayPool<float>.Shared.Rent(_capacity);
        if (_parts is null)
        {
            try
            {
                source.Read(name, shape, _buffer.AsSpan(0, _count));
            }
            catch
            {
                Dispose();
                throw;
            }

            _fetched = _end = _count;
        }
    }

    /// <summary>The next rows: [rows, columns], good until the next call.</summary>
    /// <param name="rows">How many.</param>
    public ReadOnlySpan<float> Next(int rows)
    {
        int wanted = rows * _columns;
        if (_end - _start < wanted)
        {
            int left = _end - _start;
            _buffer.AsSpan(_start, left).CopyTo(_buffer);
            int more = Math.Min(_capacity - left, _count - _fetched);
            _parts!.ReadPart(_name, _fetched, _buffer.AsSpan(left, more));
            (_start, _end, _fetched) = (0, left + more, _fetched + more);
        }

        ReadOnlySpan<float> next = _buffer.AsSpan(_start, wanted);
        _start += wanted;
        return next;
    }

    /// <inheritdoc/>
    public void Dispose() => ArrayPool<float>.Shared.Return(_buffer);
}
