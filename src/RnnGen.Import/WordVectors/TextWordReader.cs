using System;
using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using RnnGen.Formats;

namespace RnnGen.Import.WordFiles;

/// <summary>
/// Reads word vectors in text: a line a word, its numbers behind it. The numbers are the last columns: a word may have spaces in it, as some of GloVe's have.
/// </summary>
internal sealed class TextWordReader : WordReader
{
    /// <summary>The longest line: a word, and as many numbers as a vector may have, each of 32 characters.</summary>
    private const int MaxLineLength = MaxWordLength + (MaxSize * 32);

    private static readonly SearchValues<byte> OfNumbers = SearchValues.Create("0123456789+-.eE \t"u8);

    private readonly long? _words;
    private readonly int[] _columns;
    private long _line;
    private long _read;
    private int _lineLength;
    private int _skip;

    /// <summary>Creates the reader.</summary>
    /// <param name="name">The path, or what the caller called it.</param>
    /// <param name="window">The file, at the first word.</param>
    /// <param name="words">Words that there are, or null where the file does not say.</param>
    /// <param name="size">Floats a word.</param>
    /// <param name="firstLine">The number of the first word's line.</param>
    public TextWordReader(string name, ByteWindow window, long? words, int size, int firstLine)
        : base(name, window, size)
    {
        _words = words;
        _line = firstLine - 1;
        _columns = new int[size + 1];
    }

    /// <inheritdoc/>
    public override string Place => string.Create(CultureInfo.InvariantCulture, $"line {_line}");

    /// <summary>Floats a word of a file that does not say: as many as there are behind the first word, which has no spaces as a rule.</summary>
    public static int SizeOfFirstLine(ByteWindow window, Func<string?, string, ModelFormatException> fault)
    {
        int length = window.Find((byte)'\n', MaxLineLength);
        ReadOnlySpan<byte> line = window.Bytes[..length].TrimEnd(" \t\r"u8);
        int columns = 1, numbers = 0;
        bool isTail = true;
        for (ReadOnlySpan<byte> left = line; left.LastIndexOfAny((byte)' ', (byte)'\t') is var end and >= 0; left = left[..end].TrimEnd(" \t"u8))
        {
            columns++;
            isTail = isTail && IsNumber(left[(end + 1)..]);
            numbers += isTail ? 1 : 0;
        }

        // A first word that has spaces and ends with a number cannot be told from a vector that is longer by one.
        int size = Math.Min(numbers, columns - 1);
        return size switch
        {
            < 1 => throw fault("line 1", "no word vectors: wanted a word and its numbers, with spaces between them"),
            > MaxSize => throw fault("line 1", $"found {size} numbers, at most {MaxSize} are read"),
            _ => size,
        };
    }

    /// <inheritdoc/>
    public override bool Next()
    {
        Window.Skip(_skip);
        _skip = 0;
        do
        {
            if (!Window.Have(1))
            {
                return _words is null || _read == _words
                    ? false
                    : throw Fault(null, $"the first line says that there are {_words} words, and there are {_read}");
            }

            NextLine();
        }
        while (_lineLength == 0 && IsRestEmpty());

        if (_read++ == _words)
        {
            throw Fault(Place, $"the first line says that there are {_words} words, and there are more");
        }

        FindColumns(Window.Bytes[.._lineLength]);
        SetWord(Window.Bytes[..Math.Max(0, _columns[0] - 1)]);
        return true;
    }

    /// <inheritdoc/>
    public override void Read(Span<float> vector)
    {
        for (int index = 0; index < Size; index++)
        {
            ReadOnlySpan<byte> text = Window.Bytes[_columns[index]..(index + 1 == Size ? _lineLength : _columns[index + 1])].TrimEnd(" \t"u8);
            vector[index] = Utf8Parser.TryParse(text, out float value, out int used) && used == text.Length && float.IsFinite(value)
                ? value
                : throw Fault(Place, $"number {index + 1} is '{Text(text)}'; it must be a finite float");
        }
    }

    private static bool IsNumber(ReadOnlySpan<byte> text) =>
        !text.ContainsAnyExcept(OfNumbers) && Utf8Parser.TryParse(text, out double _, out int used) && used == text.Length;

    private static string Text(ReadOnlySpan<byte> bytes) => MessageText.Printable(System.Text.Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, 200)]));

    private void NextLine()
    {
        _line++;
        int length = Window.Find((byte)'\n', MaxLineLength);
        if (length == MaxLineLength)
        {
            throw Fault(Place, $"longer than {MaxLineLength} bytes");
        }

        _lineLength = Window.Bytes[..length].TrimEnd(" \t\r"u8).Length;
        _skip = Math.Min(length + 1, Window.Bytes.Length);
    }

    // Empty lines may stand at the end, and nowhere else.
    private bool IsRestEmpty()
    {
        Window.Skip(_skip);
        _skip = 0;
        return !Window.Have(1) || Window.Bytes[0] is (byte)'\n' or (byte)'\r' or (byte)' ' ? true : throw Fault(Place, "empty");
    }

    // From the end: where each number starts. What stands before the first is the word, with one separator behind it.
    private void FindColumns(ReadOnlySpan<byte> line)
    {
        int end = line.Length;
        for (int index = Size - 1; index >= 0; index--)
        {
            int before = line[..end].LastIndexOfAny((byte)' ', (byte)'\t');
            if (before < 0)
            {
                throw Fault(Place, $"found {Size - index} columns, wanted a word and {Size} numbers");
            }

            _columns[index] = before + 1;
            end = index == 0 ? before : line[..before].TrimEnd(" \t"u8).Length;
        }

        ReadOnlySpan<byte> word = line[..end];
        ReadOnlySpan<byte> numbers = line[_columns[0]..];
        if (numbers.IndexOfAnyExcept(OfNumbers) is var wrong and >= 0)
        {
            int start = numbers[..wrong].LastIndexOfAny((byte)' ', (byte)'\t') + 1;
            ReadOnlySpan<byte> text = numbers[start..];
            text = text.IndexOfAny((byte)' ', (byte)'\t') is var length and >= 0 ? text[..length] : text;
            throw Fault(Place, $"found '{Text(text)}' among its last {Size} columns, which must be finite numbers");
        }

        if (word.LastIndexOfAny((byte)' ', (byte)'\t') is var last and >= 0 && IsNumber(word[(last + 1)..]))
        {
            throw Fault(Place, $"found more than {Size} numbers behind '{Text(word[..last])}'");
        }
    }
}
