using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Import.WordFiles;
using RnnGen.Numerics;

namespace RnnGen.Import;

/// <summary>
/// Word vectors for an embedding, from files of word2vec (text and binary), GloVe or fastText (<c>.vec</c>): of each word of a vocabulary its row.
/// </summary>
/// <remarks>
/// The file is read once from its start to its end, and only the rows of wanted words are kept: files may be larger than memory. Words are compared as they are, letter
/// by letter (see <see cref="WordVectorOptions.IgnoreCase"/>); of words that stand twice in the file the first one counts.
/// <code>
/// string[] vocabulary = ["&lt;pad&gt;", "&lt;unk&gt;", "the", "cat", ...];   // row i of the embedding is word i
/// var vectors = WordVectors.Read("glove.6B.100d.txt", vocabulary, new() { PaddingIndex = 0, UnknownIndex = 1, IgnoreCase = true });
/// Console.WriteLine($"{vectors.Found} words, without {string.Join(", ", vectors.Missing)}");
///
/// [Network, EmbeddingLayer(vocabulary: 20000, size: 100), LstmLayer(100, 64), DenseLayer(64, 2)]
/// public sealed partial class Sentiment;
///
/// var network = new Sentiment();
/// network.Initialize(seed: 1);
/// vectors.CopyTo(network);                                          // the embedding only; the other layers stay as they are
/// </code>
/// </remarks>
public sealed class WordVectors
{
    private readonly float[]?[] _rows;
    private readonly WordVectorOptions _options;
    private readonly double _deviation;

    private WordVectors(string name, IReadOnlyList<string> vocabulary, int size, float[]?[] rows, WordVectorOptions options)
    {
        Name = name;
        Vocabulary = vocabulary;
        Size = size;
        _rows = rows;
        _options = options;
        Found = rows.Count(static row => row is not null);
        Missing = [.. Enumerable.Range(0, rows.Length).Where(row => rows[row] is null && row != options.PaddingIndex).Select(row => vocabulary[row])];
        (float[] mean, _deviation) = Statistics();
        if (options.UnknownIndex is { } unknown && Found > 0)
        {
            rows[unknown] ??= mean;
        }
    }

    /// <summary>The path, or what the caller called the bytes.</summary>
    public string Name { get; }

    /// <summary>The words: row i is the vector of word i.</summary>
    public IReadOnlyList<string> Vocabulary { get; }

    /// <summary>Floats a word.</summary>
    public int Size { get; }

    /// <summary>Words of the vocabulary that the file has.</summary>
    public int Found { get; }

    /// <summary>Words of the vocabulary that the file does not have, in its order. The one at <see cref="WordVectorOptions.PaddingIndex"/> is not among them.</summary>
    public IReadOnlyList<string> Missing { get; }

    /// <summary>Reads the vectors of a vocabulary.</summary>
    /// <param name="path">The file.</param>
    /// <param name="vocabulary">The words, each once: row i of the result is word i.</param>
    /// <exception cref="ArgumentException">The vocabulary is empty or has a word twice.</exception>
    /// <exception cref="ModelFormatException">The file has no word vectors, or is damaged.</exception>
    /// <exception cref="IOException">The file is not there, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    public static WordVectors Read(string path, IReadOnlyList<string> vocabulary) => Read(path, vocabulary, new WordVectorOptions());

    /// <summary>Reads the vectors of a vocabulary.</summary>
    /// <param name="path">The file.</param>
    /// <param name="vocabulary">The words, each once: row i of the result is word i.</param>
    /// <param name="options">How they are read.</param>
    /// <exception cref="ArgumentException">The vocabulary is empty or has a word twice, or an option does not fit it.</exception>
    /// <exception cref="ModelFormatException">The file has no word vectors, or is damaged.</exception>
    /// <exception cref="IOException">The file is not there, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    public static WordVectors Read(string path, IReadOnlyList<string> vocabulary, WordVectorOptions options)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        using FileStream stream = OpenFile(path);
        return Read(stream, path, vocabulary, options);
    }

    /// <summary>Reads the vectors of a vocabulary.</summary>
    /// <param name="stream">The bytes, from its position to its end. It stays open, and need not be seekable.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="vocabulary">The words, each once: row i of the result is word i.</param>
    /// <param name="options">How they are read.</param>
    /// <exception cref="ArgumentException">The vocabulary is empty or has a word twice, or an option does not fit it.</exception>
    /// <exception cref="ModelFormatException">The stream has no word vectors, or is damaged.</exception>
    /// <exception cref="IOException">The stream cannot be read.</exception>
    public static WordVectors Read(Stream stream, string name, IReadOnlyList<string> vocabulary, WordVectorOptions options)
    {
        ArgumentNullException.ThrowIfNull(stream);
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(options);
        CheckIndex(options.PaddingIndex, vocabulary, nameof(options.PaddingIndex));
        CheckIndex(options.UnknownIndex, vocabulary, nameof(options.UnknownIndex));
        string[] words = [.. vocabulary];
        var wanted = new WantedWords(words, options.IgnoreCase);
        WordReader reader = Open(stream, name, options);
        float[]?[] rows = new float[words.Length][];
        while (reader.Next())
        {
            if (!IsValid(reader, options))
            {
                continue;
            }

            float[]? vector = null;
            foreach (int row in wanted.Take(reader.Word))
            {
                if (vector is null)
                {
                    vector = new float[reader.Size];
                    reader.Read(vector);
                }

                rows[row] = vector;
            }
        }

        if (options.PaddingIndex is { } padding)
        {
            rows[padding] = null;
        }

        return new WordVectors(name, words, reader.Size, rows, options);
    }

    /// <summary>The words of a file, each once, in its order (the most frequent ones first, as a rule): for those who have no vocabulary yet.</summary>
    /// <param name="path">The file.</param>
    /// <param name="most">The most words that are wanted; the rest of the file is not read.</param>
    /// <param name="options">How the file is read.</param>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty, or <paramref name="most"/> is not above 0.</exception>
    /// <exception cref="ModelFormatException">The file has no word vectors, or is damaged.</exception>
    /// <exception cref="IOException">The file is not there, or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file must not be read.</exception>
    public static IReadOnlyList<string> Words(string path, int most = int.MaxValue, WordVectorOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(most, 1);
        options ??= new WordVectorOptions();
        using FileStream stream = OpenFile(path);
        WordReader reader = Open(stream, path, options);
        var words = new List<string>();
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> seen = new HashSet<string>(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        while (words.Count < most && reader.Next())
        {
            if (IsValid(reader, options) && !seen.Contains(reader.Word))
            {
                string word = reader.Word.ToString();
                seen.Set.Add(word);
                words.Add(word);
            }
        }

        return words;
    }

    /// <summary>Writes one row; of a word that was not found and whose row is kept (<see cref="MissingWords.Keep"/>) nothing.</summary>
    /// <param name="row">The row: the place of its word in the vocabulary.</param>
    /// <param name="destination">[<see cref="Size"/>]</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There is no such row.</exception>
    public void CopyRowTo(int row, Span<float> destination)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, _rows.Length);
        CheckLength(destination.Length, Size);
        if (_rows[row] is { } found)
        {
            found.CopyTo(destination);
        }
        else if (_options.Missing == MissingWords.Zero || row == _options.PaddingIndex)
        {
            destination.Clear();
        }
        else if (_options.Missing == MissingWords.Random)
        {
            Draw(row, destination);
        }
    }

    /// <summary>Writes the table of an embedding; rows that are kept (<see cref="MissingWords.Keep"/>) stay as they are.</summary>
    /// <param name="table">[vocabulary, <see cref="Size"/>]</param>
    /// <exception cref="ArgumentException"><paramref name="table"/> has another length.</exception>
    public void CopyTo(Span<float> table)
    {
        CheckLength(table.Length, (long)_rows.Length * Size);
        for (int row = 0; row < _rows.Length; row++)
        {
            CopyRowTo(row, table.Slice(row * Size, Size));
        }
    }

    /// <summary>Puts the table into one of a network's embeddings. All other parameters stay as they are.</summary>
    /// <param name="network">The network, of any number of layers and inputs.</param>
    /// <param name="layer">The name of the embedding.</param>
    /// <exception cref="ArgumentException">The network has no embedding of this name, or one of another size.</exception>
    public void CopyTo(IModel network, string layer = "embedding")
    {
        ArgumentNullException.ThrowIfNull(network);
        ArgumentNullException.ThrowIfNull(layer);
        string name = layer.Length == 0 ? "weight" : $"{layer}.weight";
        var parameters = new TensorStore();
        network.Save(parameters);
        if (!parameters.Contains(name))
        {
            throw new ArgumentException($"'{network.GetType().Name}' has no layer '{layer}': {SimilarNames.Describe(name, "it", parameters.Names)}.", nameof(layer));
        }

        if (!parameters.Shape(name).SequenceEqual((ReadOnlySpan<int>)[_rows.Length, Size]))
        {
            string needed = $"[EmbeddingLayer(vocabulary: {_rows.Length}, size: {Size})]";
            throw new ArgumentException(
                $"'{network.GetType().Name}' has a '{name}' {TensorShape.Describe(parameters.Shape(name))}; these vectors need {needed}.", nameof(network));
        }

        CopyTo(parameters.Values(name));
        network.Load(parameters, [layer]);
    }

    private static FileStream OpenFile(string path) => new(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);

    private static WordReader Open(Stream stream, string name, WordVectorOptions options)
    {
        WordReader reader = WordReader.Open(stream, name, options);
        return options.Size == 0 || options.Size == reader.Size ? reader : throw reader.Fault(null, $"found {reader.Size} floats a word, wanted {options.Size}");
    }

    private static bool IsValid(WordReader reader, WordVectorOptions options) => reader.IsValidWord || options.SkipInvalidWords
        ? reader.IsValidWord
        : throw reader.Fault(reader.Place, "the word is not valid UTF-8; SkipInvalidWords passes over such words");

    private static void CheckIndex(int? index, IReadOnlyList<string> vocabulary, string option)
    {
        if (index is { } row && (row < 0 || row >= vocabulary.Count))
        {
            throw new ArgumentException($"{option} is {row}; the vocabulary has {vocabulary.Count} words.", nameof(vocabulary));
        }
    }

    private static float Finite(double value) => (float)Math.Clamp(value, -float.MaxValue, float.MaxValue);

    private static void CheckLength(int length, long wanted)
    {
        if (length != wanted)
        {
            throw new ArgumentException($"The destination has size {length}; it needs {wanted}.");
        }
    }

    private (float[] Mean, double Deviation) Statistics()
    {
        double[] sums = new double[Size];
        double squares = 0;
        foreach (float[] row in _rows.OfType<float[]>())
        {
            for (int index = 0; index < Size; index++)
            {
                sums[index] += row[index];
                squares += (double)row[index] * row[index];
            }
        }

        double rows = Math.Max(1, Found);
        double mean = sums.Sum() / (rows * Size);
        return ([.. sums.Select(sum => (float)(sum / rows))], Math.Sqrt(Math.Max(0, (squares / (rows * Size)) - (mean * mean))));
    }

    // By the polar method of Marsaglia and Bray, as the embedding's own first numbers are drawn.
    private void Draw(int row, Span<float> destination)
    {
        var random = new SplitMix64(new SplitMix64((uint)_options.Seed | ((ulong)row << 32)).Next());
        for (int index = 0; index < destination.Length; index += 2)
        {
            double u, v, square;
            do
            {
                u = random.NextUniform(1f);
                v = random.NextUniform(1f);
                square = (u * u) + (v * v);
            }
            while (square is >= 1 or 0);
            double scale = _deviation * Math.Sqrt(-2 * Math.Log(square) / square);
            destination[index] = Finite(u * scale);
            if (index + 1 < destination.Length)
            {
                destination[index + 1] = Finite(v * scale);
            }
        }
    }
}
