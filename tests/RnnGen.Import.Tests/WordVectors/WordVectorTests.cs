using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using RnnGen.Formats;
using Xunit;

namespace RnnGen.Import.Tests.WordVectors;

/// <summary>Word vectors of all formats, into rows of a vocabulary and into a network's embedding.</summary>
public sealed class WordVectorTests
{
    [Fact]
    public void Every_format_gives_the_same_rows()
    {
        string[] vocabulary = ["<pad>", "日本", "the", "absent", "naïve", "1999"];
        foreach ((string format, byte[] bytes) in WordVectorFiles.All(WordVectorFiles.Some))
        {
            Import.WordVectors vectors = WordVectorFiles.Read(bytes, vocabulary, new() { PaddingIndex = 0 });
            Assert.Equal(3, vectors.Size);
            Assert.Equal(4, vectors.Found);
            Assert.Equal(["absent"], vectors.Missing);
            Assert.Equal(vocabulary, vectors.Vocabulary);
            for (int row = 0; row < vocabulary.Length; row++)
            {
                float[] wanted = WordVectorFiles.Some.FirstOrDefault(word => word.Word == vocabulary[row]).Vector ?? new float[3];
                Assert.True(wanted.AsSpan().SequenceEqual(vectors.Row(row)), $"{format}, row {row}: {string.Join(' ', vectors.Row(row))}");
            }
        }
    }

    [Fact]
    public void Formats_may_be_named()
    {
        Dictionary<string, byte[]> files = WordVectorFiles.All(WordVectorFiles.Some);
        Assert.Equal(1, WordVectorFiles.Read(files["fastText"], ["the"], new() { Format = WordVectorFormat.Word2VecText }).Found);
        Assert.Equal(1, WordVectorFiles.Read(files["word2vec"], ["the"], new() { Format = WordVectorFormat.Word2VecBinary }).Found);
        Assert.Equal(1, WordVectorFiles.Read(files["GloVe"], ["the"], new() { Format = WordVectorFormat.GloVe, Size = 3 }).Found);

        // A first line of two numbers is a word where the caller says that there are no counts.
        Import.WordVectors one = WordVectorFiles.Read("5 1\n7 2\n"u8.ToArray(), ["5", "7"], new() { Format = WordVectorFormat.GloVe });
        Assert.Equal([1f], one.Row(0));
        Assert.Equal([2f], one.Row(1));
        Assert.Throws<ModelFormatException>(() => WordVectorFiles.Read(files["GloVe"], ["the"], new() { Format = WordVectorFormat.Word2VecText }));
        Assert.Throws<ModelFormatException>(() => WordVectorFiles.Read(files["fastText"], ["the"], new() { Format = WordVectorFormat.Word2VecBinary }));
        Assert.Throws<ModelFormatException>(() => WordVectorFiles.Read(files["word2vec"], ["the"], new() { Format = WordVectorFormat.Word2VecText }));
        Assert.Throws<ModelFormatException>(() => WordVectorFiles.Read(files["GloVe"], ["the"], new() { Size = 4 }));
    }

    [Fact]
    public void Words_are_listed_once_and_in_order()
    {
        using var folder = new Folder();
        foreach ((string format, byte[] bytes) in WordVectorFiles.All([.. WordVectorFiles.Some, ("the", [1, 1, 1])]))
        {
            string path = folder.Write(bytes);
            Assert.Equal(WordVectorFiles.Some.Select(static word => word.Word), Import.WordVectors.Words(path));
            Assert.Equal(["the", ","], Import.WordVectors.Words(path, most: 2));

            // The vocabulary of a file gives all of it; of words that are there twice the first one counts.
            Import.WordVectors vectors = Import.WordVectors.Read(path, Import.WordVectors.Words(path));
            Assert.Equal(WordVectorFiles.Some.Length, vectors.Found);
            Assert.Equal(WordVectorFiles.Some[0].Vector, vectors.Row(0));
            Assert.Equal(path, vectors.Name);
        }
    }

    [Fact]
    public void Words_may_have_spaces()
    {
        byte[] file = "the 1 2\n. . . 3 4\nat name@domain.com 5 6\n 7 8\n"u8.ToArray();
        Import.WordVectors vectors = WordVectorFiles.Read(file, [". . .", "at name@domain.com", ""]);
        Assert.Equal([3f, 4], vectors.Row(0));
        Assert.Equal([5f, 6], vectors.Row(1));
        Assert.Equal([7f, 8], vectors.Row(2));
        Assert.Equal([3f, 4], WordVectorFiles.Read(". . . 3 4\nthe 1 2\n"u8.ToArray(), [". . ."]).Row(0));
        Assert.Equal([1f, 2], WordVectorFiles.Read("12 1 2\n. . . 3 4\n"u8.ToArray(), ["12"]).Row(0));
        Assert.Equal([1f, 2], WordVectorFiles.Read("the\t1\t2\n"u8.ToArray(), ["the"]).Row(0));
        Assert.Equal([1f, 2], WordVectorFiles.Read("the 1  2\n\n\n"u8.ToArray(), ["the"]).Row(0));
    }

    [Fact]
    public void Case_is_ignored_where_that_is_wanted()
    {
        (string, float[])[] words = [("THE", [1]), ("the", [2]), ("The", [3]), ("USA", [4]), ("usA", [5])];
        foreach ((_, byte[] bytes) in WordVectorFiles.All(words))
        {
            var options = new WordVectorOptions { IgnoreCase = true };
            Import.WordVectors vectors = WordVectorFiles.Read(bytes, ["The", "thE", "usa", "Usa"], options);
            Assert.Equal([3f], vectors.Row(0));
            Assert.Equal([2f], vectors.Row(1));
            Assert.Equal([4f], vectors.Row(2));
            Assert.Equal([4f], vectors.Row(3));
            Assert.Equal(4, vectors.Found);
            Assert.Equal(1, WordVectorFiles.Read(bytes, ["The", "thE", "usa", "Usa"]).Found);
        }
    }

    [Fact]
    public void Missing_words_are_drawn_alike_on_every_run()
    {
        (string, float[])[] words = [.. Enumerable.Range(0, 200).Select(static word => ($"w{word}", (float[])[word % 2 == 0 ? 3 : -3, word % 3 == 0 ? 3 : -3]))];
        string[] vocabulary = [.. Enumerable.Range(0, 400).Select(static word => $"w{word}")];
        var options = new WordVectorOptions { Missing = MissingWords.Random, Seed = 7, PaddingIndex = 399 };
        byte[] bytes = WordVectorFiles.GloVe(words);
        Import.WordVectors vectors = WordVectorFiles.Read(bytes, vocabulary, options);
        float[] drawn = [.. Enumerable.Range(200, 199).SelectMany(vectors.Row)];
        double mean = drawn.Average(), deviation = Math.Sqrt(drawn.Average(static value => value * value));
        Assert.InRange(mean, -0.5, 0.5);
        Assert.InRange(deviation, 2.6, 3.4);
        Assert.Equal(drawn.Length, drawn.Distinct().Count());
        Assert.Equal([0f, 0], vectors.Row(399));
        Assert.Equal(drawn, Enumerable.Range(200, 199).SelectMany(WordVectorFiles.Read(bytes, vocabulary, options).Row));
        Assert.NotEqual(drawn, Enumerable.Range(200, 199).SelectMany(WordVectorFiles.Read(bytes, vocabulary, options with { Seed = 8 }).Row));
    }

    [Fact]
    public void The_unknown_token_is_the_mean_and_the_padding_zero()
    {
        byte[] bytes = WordVectorFiles.GloVe(("a", [1, 2]), ("b", [3, 6]), ("<pad>", [9, 9]), ("c", [50, 50]));
        string[] vocabulary = ["<pad>", "<unk>", "a", "b"];
        var options = new WordVectorOptions { PaddingIndex = 0, UnknownIndex = 1 };
        Import.WordVectors vectors = WordVectorFiles.Read(bytes, vocabulary, options);
        Assert.Equal([0f, 0], vectors.Row(0));
        Assert.Equal([2f, 4], vectors.Row(1));
        Assert.Equal(2, vectors.Found);
        Assert.Equal(["<unk>"], vectors.Missing);
        Import.WordVectors has = WordVectorFiles.Read([.. bytes, .. "<unk> 7 7\n"u8], vocabulary, options);
        Assert.Equal([7f, 7], has.Row(1));
        Assert.Empty(has.Missing);
        Assert.Equal(0, WordVectorFiles.Read(bytes, ["x", "y"], options).Found);
    }

    [Fact]
    public void A_network_takes_its_embedding_and_keeps_the_rest()
    {
        IModel network = DeclaredModels.Create(new Dictionary<string, string>
        {
            ["network"] = "[Network]\n[EmbeddingLayer(vocabulary: 4, size: 3, Name = \"words\")]\n[GruLayer(input: 3, hidden: 5)]\npublic sealed partial class Model;",
        })["network"];
        network.Initialize(3);
        TensorStore before = Saved(network);
        Import.WordVectors vectors = WordVectorFiles.Read(WordVectorFiles.GloVe(WordVectorFiles.Some), ["<pad>", "the", "Paris", "x"]);
        vectors.CopyTo(network, "words");
        TensorStore after = Saved(network);
        Assert.Equal([0, 0, 0, 0.5f, -1.25f, 3e-5f, 4, 5, 6, 0, 0, 0], after.Values("words.weight").ToArray());
        foreach (string name in before.Names.Where(static name => name != "words.weight"))
        {
            Assert.Equal(before.Values(name).ToArray(), after.Values(name).ToArray());
        }

        Assert.Contains("words.weight", Assert.Throws<ArgumentException>(() => vectors.CopyTo(network)).Message, StringComparison.Ordinal);
        Import.WordVectors other = WordVectorFiles.Read(WordVectorFiles.GloVe(WordVectorFiles.Some), ["the"]);
        Assert.Contains("vocabulary: 1, size: 3", Assert.Throws<ArgumentException>(() => other.CopyTo(network, "words")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => vectors.CopyTo(new float[11]));
        Assert.Throws<ArgumentException>(() => vectors.CopyRowTo(0, new float[2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => vectors.CopyRowTo(4, new float[3]));
    }

    [Theory]
    [InlineData("")]
    [InlineData(", TieTo = \"words\"")]
    public void Rows_that_are_not_found_may_stay_as_they_are(string tied)
    {
        IModel network = DeclaredModels.Create(new Dictionary<string, string>
        {
            ["network"] = $"""
                [Network]
                [InputLayer(2, Name = "shape")]
                [EmbeddingLayer(vocabulary: 4, size: 3, Name = "words")]
                [EmbeddingLayer(vocabulary: 4, size: 3, Name = "others")]
                [GruLayer(hidden: 5)]
                [DenseLayer(outputs: 3, Name = "middle")]
                [DenseLayer(outputs: 4{tied})]
                public sealed partial class Model;
                """,
        })["network"];
        network.Initialize(3);
        TensorStore before = Saved(network);
        var options = new WordVectorOptions { Missing = MissingWords.Keep, PaddingIndex = 0 };
        Import.WordVectors vectors = WordVectorFiles.Read(WordVectorFiles.GloVe(WordVectorFiles.Some), ["<pad>", "the", "Paris", "x"], options);
        vectors.CopyTo(network, "words");
        Assert.Equal((2, "x"), (vectors.Found, Assert.Single(vectors.Missing)));
        TensorStore after = Saved(network);
        Assert.Equal([0, 0, 0, 0.5f, -1.25f, 3e-5f, 4, 5, 6, .. before.Values("words.weight")[9..].ToArray()], after.Values("words.weight").ToArray());
        Assert.DoesNotContain(0f, after.Values("words.weight")[9..].ToArray());
        foreach (string name in before.Names.Where(static name => name != "words.weight"))
        {
            Assert.Equal(before.Values(name).ToArray(), after.Values(name).ToArray());
        }

        float[] row = [1, 2, 3];
        vectors.CopyRowTo(3, row);
        Assert.Equal([1f, 2, 3], row);
    }

    [Fact]
    public void Vocabularies_are_checked()
    {
        byte[] bytes = WordVectorFiles.GloVe(WordVectorFiles.Some);
        Assert.Contains("both 'a'", Assert.Throws<ArgumentException>(() => WordVectorFiles.Read(bytes, ["a", "b", "a"])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => WordVectorFiles.Read(bytes, []));
        Assert.Throws<ArgumentException>(() => WordVectorFiles.Read(bytes, ["a", null!]));
        Assert.Throws<ArgumentException>(() => WordVectorFiles.Read(bytes, ["a"], new() { PaddingIndex = 1 }));
        Assert.Throws<ArgumentException>(() => WordVectorFiles.Read(bytes, ["a"], new() { UnknownIndex = -1 }));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData("the\n", "line 1", "no word vectors")]
    [InlineData("the cat sat\n", "line 1", "no word vectors")]
    [InlineData("the 1 2\ncat 3\n", "line 2", "2 columns")]
    [InlineData("the 1 2\ncat\n", "line 2", "1 columns")]
    [InlineData("the 1 2\ncat 3 4 5\n", "line 2", "more than 2 numbers")]
    [InlineData("the 1 2\ncat 3 four\n", "line 2", "'four'")]
    [InlineData("the 1 2\nother 3 nan\n", "line 2", "'nan'")]
    [InlineData("the 1 2\nother 3 inf\n", "line 2", "'inf'")]
    [InlineData("the 1 2\ncat 3 1e39\n", "line 2", "number 2", "'1e39'")]
    [InlineData("the 1 2\ncat 3 1.2.3\n", "line 2", "number 2", "'1.2.3'")]
    [InlineData("the 1 2\n\ncat 3 4\n", "line 2", "empty")]
    [InlineData("1 2\nthe 1 2\ncat 3 4\n", "line 3", "1 words", "more")]
    [InlineData("3 2\nthe 1 2\ncat 3 4\n", "3 words", "there are 2")]
    [InlineData("99999999999 4096\nthe 1 2\n", "line 1", "99999999999 words")]
    [InlineData("2 4097\nthe 1 2\n", "line 1", "4097")]
    [InlineData("2 0\nthe\ncat\n", "line 1", "0 floats")]
    [InlineData("-1 2\nthe 1 2\n", "line 1", "-1 words")]
    public void Damaged_texts_are_refused(string text, params string[] said) => Refused(Encoding.UTF8.GetBytes(text), said);

    [Fact]
    public void Damaged_bytes_are_refused()
    {
        byte[] binary = WordVectorFiles.Binary("\n", ("the", [1, -2, 3]), ("cat", [4, -5, 6]));
        Refused(binary[..^2], "word 2", "ends");
        Refused([.. binary, .. "dog 1"u8], "behind the 2 words");
        Refused([(byte)'3', .. binary[1..]], "word 3", "3 words");
        Refused([(byte)'9', .. binary[1..]], "line 1", "9 words");
        Refused(WordVectorFiles.Binary("\n", ("the", [1, -2, 3]), ("other", [4, float.NaN, 6])), "word 2", "'other'", "not finite");
        Refused([.. "the 1 2\n"u8, 0xC3, 0x28, .. " 3 4\n"u8], "line 2", "UTF-8", "SkipInvalidWords");
        Assert.Equal(1, WordVectorFiles.Read([.. "the 1 2\n"u8, 0xC3, 0x28, .. " 3 4\ncat 1 2\n"u8], ["cat"], new() { SkipInvalidWords = true }).Found);
        Refused([0x1F, 0x8B, 8, 0], "gzip");
        Refused([(byte)'P', (byte)'K', 3, 4, 0], "zip");
        Refused([0xBA, 0x16, 0x4F, 0x2F, 12, 0, 0, 0], "fastText");
        Refused([.. "word "u8, .. new byte[1_000_000]], "line 1");
        Refused([.. "the 1 2\n"u8, .. Enumerable.Repeat((byte)'x', 1_000_000)], "line 2", "longer");
    }

    [Fact]
    public void Much_of_a_file_is_not_kept()
    {
        // 60 MB of words, of which two are wanted.
        using var stream = new RepeatingStream(Encoding.UTF8.GetBytes($"word {string.Join(' ', Enumerable.Repeat("0.1234", 100))}\n"), 85_000, "last 1"u8.ToArray(), " 0.5"u8.ToArray(), 99);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Import.WordVectors vectors = Import.WordVectors.Read(stream, "many", ["word", "last"], new WordVectorOptions());
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Equal(2, vectors.Found);
        Assert.Equal(0.5f, vectors.Row(1)[99]);
    }

    private static void Refused(byte[] bytes, params string[] said)
    {
        ModelFormatException refused = Assert.Throws<ModelFormatException>(() => WordVectorFiles.Read(bytes, ["the", "cat"]));
        Assert.StartsWith("words: ", refused.Message, StringComparison.Ordinal);
        foreach (string part in said)
        {
            Assert.Contains(part, refused.Message, StringComparison.Ordinal);
        }
    }

    private static TensorStore Saved(IModel network)
    {
        var store = new TensorStore();
        network.Save(store);
        return store;
    }

    private sealed class Folder : IDisposable
    {
        private readonly string _path = Directory.CreateTempSubdirectory("rnngen-words-").FullName;

        public string Write(byte[] bytes)
        {
            string path = Path.Combine(_path, "words.vec");
            File.WriteAllBytes(path, bytes);
            return path;
        }

        public void Dispose() => Directory.Delete(_path, recursive: true);
    }

    /// <summary>A line over and over, then a last one of a start and repeated ends.</summary>
    private sealed class RepeatingStream(byte[] line, int lines, byte[] start, byte[] end, int ends) : Stream
    {
        private readonly IEnumerator<byte[]> _pieces =
            Enumerable.Repeat(line, lines).Append(start).Concat(Enumerable.Repeat(end, ends)).GetEnumerator();

        private int _left;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(byte[] buffer, int offset, int count)
        {
            if (_left == 0)
            {
                if (!_pieces.MoveNext())
                {
                    return 0;
                }

                _left = _pieces.Current.Length;
            }

            int read = Math.Min(count, _left);
            _pieces.Current.AsSpan(_pieces.Current.Length - _left, read).CopyTo(buffer.AsSpan(offset));
            _left -= read;
            return read;
        }

        public override void Flush() => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        protected override void Dispose(bool disposing)
        {
            _pieces.Dispose();
            base.Dispose(disposing);
        }
    }
}
