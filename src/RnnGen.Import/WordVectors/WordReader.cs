using System;
using System.Buffers.Text;
using System.IO;
using System.Text;
using System.Text.Unicode;

namespace RnnGen.Import.WordFiles;

/// <summary>Reads a file of word vectors, one word after the other.</summary>
internal abstract class WordReader
{
    /// <summary>The most floats a word: the generator's limit of an embedding.</summary>
    protected const int MaxSize = 4096;

    /// <summary>The longest word, in bytes.</summary>
    protected const int MaxWordLength = 1 << 16;

    private const int MaxHeaderLength = 64;

    private readonly string _name;
    private char[] _word = new char[256];
    private int _length;

    /// <summary>Creates the reader.</summary>
    protected WordReader(string name, ByteWindow window, int size)
    {
        _name = name;
        Window = window;
        Size = size;
    }

    /// <summary>Floats a word.</summary>
    public int Size { get; }

    /// <summary>The current word.</summary>
    public ReadOnlySpan<char> Word => _word.AsSpan(0, _length);

    /// <summary>Whether the current word is valid UTF-8.</summary>
    public bool IsValidWord { get; private set; }

    /// <summary>Where the current word stands, for messages.</summary>
    public abstract string Place { get; }

    /// <summary>The file.</summary>
    protected ByteWindow Window { get; }

    /// <summary>Goes to the next word. The whole record is checked.</summary>
    /// <returns>Whether there is one.</returns>
    public abstract bool Next();

    /// <summary>The vector of the current word.</summary>
    /// <param name="vector">[size]</param>
    public abstract void Read(Span<float> vector);

    /// <summary>What is wrong with the file, to be thrown.</summary>
    public ModelFormatException Fault(string? place, string problem) => new(_name, place, null, problem);

    /// <summary>Opens a file.</summary>
    /// <param name="stream">The file, from its position.</param>
    /// <param name="name">The path, or what the caller called it.</param>
    /// <param name="options">How it is read.</param>
    /// <exception cref="ModelFormatException">It is no file of word vectors.</exception>
    public static WordReader Open(Stream stream, string name, WordVectorOptions options)
    {
        long? length = stream.CanSeek ? stream.Length - stream.Position : null;
        var window = new ByteWindow(stream);
        window.Have(4);
        ModelFormatException Fault(string? place, string problem) => new(name, place, null, problem);
        string? packed = window.Bytes switch
        {
            [0x1F, 0x8B, ..] => "the file is packed with gzip; unpack it, or open it as a GZipStream",
            [(byte)'P', (byte)'K', 3, 4, ..] => "the file is a zip archive; unpack it, or open the stream of its entry",
            [0xBA, 0x16, 0x4F, 0x2F, ..] => "the file is fastText's own .bin; use the .vec beside it, or write its words with 'fasttext print-word-vectors'",
            _ => null,
        };
        if (packed is not null)
        {
            throw Fault(null, packed);
        }

        if (window.Bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            window.Skip(3);
        }

        if (!window.Have(1))
        {
            throw Fault(null, "the file is empty");
        }

        int line = window.Find((byte)'\n', MaxHeaderLength);
        (long Words, long Size)? header = options.Format == WordVectorFormat.GloVe ? null : Header(window.Bytes[..line]);
        if (header is not { } counts)
        {
            return options.Format is WordVectorFormat.Word2VecText or WordVectorFormat.Word2VecBinary
                ? throw Fault("line 1", "wanted two whole numbers: how many words there are, and floats a word")
                : new TextWordReader(name, window, null, TextWordReader.SizeOfFirstLine(window, Fault), firstLine: 1);
        }

        if (counts.Size is < 1 or > MaxSize)
        {
            throw Fault("line 1", $"found {counts.Size} floats a word, wanted 1 to {MaxSize}");
        }

        // The shortest record has no letter, and of each float a digit and what separates it.
        if (counts.Words < 1 || (length is { } bytes && counts.Words > bytes / (2 * counts.Size)))
        {
            throw Fault("line 1", $"found {counts.Words} words of {counts.Size} floats, which the file cannot have");
        }

        window.Skip(Math.Min(line + 1, window.Bytes.Length));
        return options.Format == WordVectorFormat.Word2VecBinary || (options.Format == WordVectorFormat.Detect && BinaryWordReader.IsBinary(window, (int)counts.Size))
            ? new BinaryWordReader(name, window, counts.Words, (int)counts.Size)
            : new TextWordReader(name, window, counts.Words, (int)counts.Size, firstLine: 2);
    }

    /// <summary>Takes the bytes of the current word.</summary>
    protected void SetWord(ReadOnlySpan<byte> bytes)
    {
        if (_word.Length < bytes.Length)
        {
            _word = new char[Math.Max(bytes.Length, 2 * _word.Length)];
        }

        IsValidWord = Utf8.IsValid(bytes);
        _length = IsValidWord ? Encoding.UTF8.GetChars(bytes, _word) : 0;
    }

    // Two whole numbers and nothing else.
    private static (long Words, long Size)? Header(ReadOnlySpan<byte> line)
    {
        line = line.TrimEnd(" \t\r"u8);
        return Utf8Parser.TryParse(line, out long words, out int first) && first < line.Length && line[first] is (byte)' ' or (byte)'\t'
            && Utf8Parser.TryParse(line[(first + 1)..].TrimStart(" \t"u8), out long size, out int second)
            && second == line[(first + 1)..].TrimStart(" \t"u8).Length
            ? (words, size)
            : null;
    }
}
