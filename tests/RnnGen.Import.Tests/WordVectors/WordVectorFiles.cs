using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;

namespace RnnGen.Import.Tests.WordVectors;

/// <summary>Files of word vectors as the tools write them.</summary>
internal static class WordVectorFiles
{
    /// <summary>Some words, not all of them letters of one byte.</summary>
    public static readonly (string Word, float[] Vector)[] Some =
    [
        ("the", [0.5f, -1.25f, 3e-5f]), (",", [1, 2, 3]), ("naïve", [-0.125f, 0, 7]), ("Paris", [4, 5, 6]), ("日本", [1e10f, -1e-10f, 0.1f]), ("1999", [9, 8, 7]),
    ];

    /// <summary>As GloVe writes it.</summary>
    public static byte[] GloVe(params (string Word, float[] Vector)[] words) =>
        Encoding.UTF8.GetBytes(string.Concat(words.Select(static word => $"{word.Word} {string.Join(' ', word.Vector)}\n")));

    /// <summary>As fastText writes it, and gensim; the first word2vec had a space at the end of each line.</summary>
    public static byte[] Text(string end, params (string Word, float[] Vector)[] words) => Encoding.UTF8.GetBytes(
        $"{words.Length} {words[0].Vector.Length}\n" + string.Concat(words.Select(word => $"{word.Word} {string.Join(' ', word.Vector)}{end}")));

    /// <summary>word2vec's binary format.</summary>
    public static byte[] Binary(string end, params (string Word, float[] Vector)[] words)
    {
        var file = new MemoryStream();
        file.Write(Encoding.UTF8.GetBytes($"{words.Length} {words[0].Vector.Length}\n"));
        foreach ((string word, float[] vector) in words)
        {
            file.Write(Encoding.UTF8.GetBytes($"{word} "));
            byte[] number = new byte[sizeof(float)];
            foreach (float value in vector)
            {
                BinaryPrimitives.WriteSingleLittleEndian(number, value);
                file.Write(number);
            }

            file.Write(Encoding.UTF8.GetBytes(end));
        }

        return file.ToArray();
    }

    /// <summary>All of them, by names.</summary>
    public static Dictionary<string, byte[]> All(params (string Word, float[] Vector)[] words) => new(StringComparer.Ordinal)
    {
        ["GloVe"] = GloVe(words),
        ["GloVe of Windows"] = Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(GloVe(words)).Replace("\n", "\r\n", StringComparison.Ordinal)),
        ["GloVe without an end"] = GloVe(words)[..^1],
        ["GloVe with a mark"] = [0xEF, 0xBB, 0xBF, .. GloVe(words)],
        ["fastText"] = Text("\n", words),
        ["word2vec text"] = Text(" \n", words),
        ["word2vec"] = Binary("\n", words),
        ["gensim binary"] = Binary("", words),
    };

    /// <summary>Opens bytes.</summary>
    public static Import.WordVectors Read(byte[] bytes, string[] vocabulary, WordVectorOptions? options = null)
    {
        using var stream = new MemoryStream(bytes);
        return Import.WordVectors.Read(stream, "words", vocabulary, options ?? new WordVectorOptions());
    }

    /// <summary>A row.</summary>
    public static float[] Row(this Import.WordVectors vectors, int row)
    {
        float[] values = new float[vectors.Size];
        vectors.CopyRowTo(row, values);
        return values;
    }
}
