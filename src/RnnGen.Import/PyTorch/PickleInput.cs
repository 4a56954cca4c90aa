using System;
using System.IO;
using System.Text;

namespace RnnGen.Import.PyTorch;

/// <summary>The bytes of one or more pickles, read from front to back. No length is believed that goes beyond their end.</summary>
/// <param name="source">The file, for messages.</param>
/// <param name="name">The pickle's name, for messages.</param>
/// <param name="stream">The bytes; nobody else reads it meanwhile.</param>
/// <param name="end">Where they end in the stream; they start at 0.</param>
internal sealed class PickleInput(ModelSource source, string name, Stream stream, long end)
{
    private const int BufferSize = 8192;

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly byte[] _buffer = new byte[BufferSize];
    private int _next;
    private int _filled;
    private long _bufferStart;

    /// <summary>The pickle's name, for messages.</summary>
    public string Name => name;

    /// <summary>Where the next byte is.</summary>
    public long Position => _bufferStart + _next;

    /// <summary>Bytes that are left.</summary>
    public long Remaining => end - Position;

    /// <summary>What is wrong at this place, to be thrown.</summary>
    public ModelFormatException Fault(string problem, Exception? cause = null) => source.Fault(name, $"byte {Position}", problem, cause);

    /// <summary>The next byte.</summary>
    public byte ReadByte() => Read(1)[0];

    /// <summary>A few bytes, valid until the next call.</summary>
    /// <param name="count">How many; at most the buffer's size.</param>
    public ReadOnlySpan<byte> Read(int count)
    {
        if (_filled - _next < count)
        {
            Need(count);
            _bufferStart += _next;
            _next = 0;
            _filled = (int)Math.Min(_buffer.Length, end - _bufferStart);
            stream.Position = _bufferStart;
            stream.ReadExactly(_buffer, 0, _filled);
        }

        _next += count;
        return _buffer.AsSpan(_next - count, count);
    }

    /// <summary>A text in UTF-8.</summary>
    /// <param name="length">Its bytes, as the file says.</param>
    /// <param name="budget">What the text is charged to.</param>
    public string ReadText(ulong length, MemoryBudget budget)
    {
        Need(length);
        budget.Charge(32 + (2 * (long)length), name);
        try
        {
            if (length <= BufferSize)
            {
                return StrictUtf8.GetString(Read((int)length));
            }

            budget.Charge((long)length, name);
            byte[] bytes = new byte[length];
            for (int done = 0; done < bytes.Length;)
            {
                int count = Math.Min(BufferSize, bytes.Length - done);
                Read(count).CopyTo(bytes.AsSpan(done));
                done += count;
            }

            return StrictUtf8.GetString(bytes);
        }
        catch (DecoderFallbackException fault)
        {
            throw Fault("a text is not valid UTF-8", fault);
        }
    }

    /// <summary>A text up to the end of its line.</summary>
    /// <param name="limit">The most bytes that it may have.</param>
    public string ReadLine(int limit)
    {
        var line = new StringBuilder();
        for (byte next = ReadByte(); next != (byte)'\n'; next = ReadByte())
        {
            if (line.Length == limit)
            {
                throw Fault($"a name has more than {limit} characters");
            }

            line.Append((char)next);
        }

        return line.ToString();
    }

    /// <summary>Leaves bytes out.</summary>
    /// <param name="length">How many, as the file says.</param>
    public void Skip(ulong length)
    {
        Need(length);
        if (length <= (ulong)(_filled - _next))
        {
            _next += (int)length;
            return;
        }

        _bufferStart = Position + (long)length;
        _next = _filled = 0;
    }

    /// <summary>Refuses a length that goes beyond the end.</summary>
    public void Need(ulong length)
    {
        if (length > (ulong)Remaining)
        {
            throw Fault($"{length} bytes are wanted, {Remaining} are left: the file is damaged or cut short");
        }
    }

    private void Need(int count) => Need((ulong)count);
}
