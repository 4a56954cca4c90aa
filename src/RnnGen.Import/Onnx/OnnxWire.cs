using System;
using System.IO;

namespace RnnGen.Import.Onnx;

/// <summary>
/// Goes through a file's bytes before they are parsed: what is no ONNX model is told apart, and what would take far more memory than the file (a message takes two
/// bytes in a file, and some hundred as an object) is refused.
/// </summary>
internal static class OnnxWire
{
    /// <summary>Bytes that a message takes as an object.</summary>
    private const long MessageBytes = 200;

    private const long LeastMemory = 24 << 20;

    private const int MaxDepth = 60;

    /// <summary>Messages of the schema, as far as their fields are messages or lists of numbers.</summary>
    private enum Message
    {
        None,
        Model,
        Graph,
        Node,
        Attribute,
        Tensor,
        Sparse,
        ValueInfo,
        Type,
        TypeOfElements,
        TypeOfTensor,
        Shape,
        Function,
        Training,
        Annotation,
        Device,
        Sharding,
        Leaf,
        Numbers,
        Text,
    }

    /// <summary>Whether bytes may be an ONNX model. The format has no signature.</summary>
    /// <param name="start">The first bytes.</param>
    /// <param name="length">Bytes of the file.</param>
    public static bool LooksLikeModel(ReadOnlySpan<byte> start, long length)
    {
        bool hasGraph = false;
        long at = 0;
        while (at < start.Length)
        {
            int position = (int)at;
            if (!TryVarint(start, ref position, out ulong tag) || !IsModelField(tag))
            {
                return false;
            }

            // The version of the format comes first, as a rule.
            if (!TryVarint(start, ref position, out ulong value))
            {
                return hasGraph;
            }

            if (tag == 8)
            {
                return value is > 0 and < 1000;
            }

            hasGraph |= tag >> 3 == 7;
            at = position;
            if ((tag & 7) == 2)
            {
                if (value > (ulong)(length - position))
                {
                    return false;
                }

                at += (long)value;
            }
        }

        return hasGraph && (at == length || length > start.Length);
    }

    /// <summary>Refuses a file that would take too much memory, or too deep a stack.</summary>
    /// <exception cref="OnnxFault">It would.</exception>
    public static void Check(ModelSource source)
    {
        var cursor = new Cursor(source.Stream, source.Length);
        Walk(cursor, Message.Model, source.Length, 0);
    }

    private static bool IsModelField(ulong tag) => (tag >> 3, tag & 7) is (1 or 5, 0) or (2 or 3 or 4 or 6 or 7 or 8 or 14 or 20 or 25 or 26, 2);

    private static Message FieldOf(Message message, ulong field) => (message, field) switch
    {
        (Message.Model, 7) => Message.Graph,
        (Message.Model, 8 or 14 or 26) => Message.Leaf,
        (Message.Model, 20) => Message.Training,
        (Message.Model, 25) => Message.Function,
        (Message.Graph, 1) => Message.Node,
        (Message.Graph, 5) => Message.Tensor,
        (Message.Graph, 11 or 12 or 13) => Message.ValueInfo,
        (Message.Graph, 14) => Message.Annotation,
        (Message.Graph, 15) => Message.Sparse,
        (Message.Graph, 16) => Message.Leaf,
        (Message.Node, 1 or 2) => Message.Text,
        (Message.Node, 5) => Message.Attribute,
        (Message.Node, 9) => Message.Leaf,
        (Message.Node, 10) => Message.Device,
        (Message.Device, 2) => Message.Sharding,
        (Message.Sharding, 3 or 4) => Message.Leaf,
        (Message.Sharding, 2) => Message.Numbers,
        (Message.Attribute, 5 or 10) => Message.Tensor,
        (Message.Attribute, 6 or 11) => Message.Graph,
        (Message.Attribute, 14 or 15) => Message.Type,
        (Message.Attribute, 22 or 23) => Message.Sparse,
        (Message.Attribute, 8) => Message.Numbers,
        (Message.Attribute, 9) => Message.Text,
        (Message.Tensor, 3 or 13 or 16) => Message.Leaf,
        (Message.Tensor, 1 or 5 or 7 or 11) => Message.Numbers,
        (Message.Tensor, 6) => Message.Text,
        (Message.Sparse, 1 or 2) => Message.Tensor,
        (Message.Sparse, 3) => Message.Numbers,
        (Message.ValueInfo, 2) => Message.Type,
        (Message.ValueInfo, 4) => Message.Leaf,
        (Message.Type, 1 or 8) => Message.TypeOfTensor,
        (Message.Type, 4 or 5 or 9) => Message.TypeOfElements,
        (Message.Type, 7) => Message.Leaf,
        (Message.TypeOfElements, 1 or 2) => Message.Type,
        (Message.TypeOfTensor, 2) => Message.Shape,
        (Message.Shape, 1) => Message.Leaf,
        (Message.Function, 4 or 5 or 6) => Message.Text,
        (Message.Function, 7) => Message.Node,
        (Message.Function, 9 or 14) => Message.Leaf,
        (Message.Function, 11) => Message.Attribute,
        (Message.Function, 12) => Message.ValueInfo,
        (Message.Training, 1 or 2) => Message.Graph,
        (Message.Training, 3 or 4) => Message.Leaf,
        (Message.Annotation, 2) => Message.Leaf,
        (Message.Leaf, _) => Message.Text,
        _ => Message.None,
    };

    private static void Walk(Cursor cursor, Message message, long end, int depth)
    {
        if (depth > MaxDepth)
        {
            throw new OnnxFault(null, null, $"messages stand within messages more than {MaxDepth} deep");
        }

        while (cursor.Position < end)
        {
            ulong tag = cursor.Varint(end);
            Message field = FieldOf(message, tag >> 3);
            switch (tag & 7)
            {
                case 0:
                    _ = cursor.Varint(end);
                    cursor.Take(sizeof(long));
                    break;
                case 1:
                    cursor.Skip(sizeof(long), end);
                    cursor.Take(sizeof(long));
                    break;
                case 5:
                    cursor.Skip(sizeof(int), end);
                    cursor.Take(sizeof(int));
                    break;
                case 2:
                    ulong length = cursor.Varint(end);
                    if (length > (ulong)(end - cursor.Position))
                    {
                        throw new OnnxFault(null, null, $"the file is damaged: a field of {length} bytes where {end - cursor.Position} are left");
                    }

                    switch (field)
                    {
                        case Message.None:
                            cursor.Skip((long)length, end);
                            break;
                        case Message.Text:
                            cursor.Take(48);
                            cursor.Skip((long)length, end);
                            break;
                        case Message.Numbers:
                            cursor.Take((long)length * sizeof(long));
                            cursor.Skip((long)length, end);
                            break;
                        default:
                            cursor.Take(MessageBytes);
                            Walk(cursor, field, cursor.Position + (long)length, depth + 1);
                            break;
                    }

                    break;
                default:
                    throw new OnnxFault(null, null, $"the file is damaged, or no ONNX model: a field of wire type {tag & 7}, which the format does not have");
            }
        }
    }

    private static bool TryVarint(ReadOnlySpan<byte> bytes, ref int position, out ulong value)
    {
        value = 0;
        for (int shift = 0; shift < 64 && position < bytes.Length; shift += 7)
        {
            byte next = bytes[position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Reads forward through a file with little memory, and adds up what its messages will take.</summary>
    private sealed class Cursor(Stream stream, long length)
    {
        private readonly byte[] _buffer = new byte[1 << 14];

        private readonly long _limit = LeastMemory + (3 * length);

        private long _memory;

        private long _start;

        private int _count;

        public long Position { get; private set; }

        public void Take(long bytes)
        {
            _memory += bytes;
            if (_memory > _limit)
            {
                throw new OnnxFault(null, null, $"the file would take more than {_limit} bytes of memory for its {length}: it has too many small messages or numbers");
            }
        }

        public void Skip(long bytes, long end) =>
            Position = bytes <= end - Position ? Position + bytes : throw new OnnxFault(null, null, "the file is damaged: it ends within a field");

        public ulong Varint(long end)
        {
            ulong value = 0;
            for (int shift = 0; shift < 70; shift += 7)
            {
                byte next = Next(end);
                value |= shift < 64 ? (ulong)(next & 0x7F) << shift : 0;
                if (next < 0x80)
                {
                    return value;
                }
            }

            throw new OnnxFault(null, null, "the file is damaged: a number of more than ten bytes");
        }

        private byte Next(long end)
        {
            if (Position >= end)
            {
                throw new OnnxFault(null, null, "the file is damaged: it ends within a field");
            }

            if (Position < _start || Position >= _start + _count)
            {
                stream.Position = _start = Position;
                _count = stream.ReadAtLeast(_buffer, 1, throwOnEndOfStream: false);
                if (_count == 0)
                {
                    throw new OnnxFault(null, null, "the file is damaged: it ends within a field");
                }
            }

            return _buffer[(int)(Position++ - _start)];
        }
    }
}
