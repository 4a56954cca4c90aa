using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Shared;

namespace TextClassification;

/// <summary>Chapters of Jane Austen's novels, each with the novel it is of. Every fifth is held out, as the test data.</summary>
internal static partial class Novels
{
    private const int ChaptersPerTest = 5;

    /// <summary>Characters that are read of each, so that there is about as much of one as of another.</summary>
    private const int MaxLength = 440_000;

    /// <summary>Reads their chapters.</summary>
    /// <param name="directory">Where they are: texts, some compressed.</param>
    public static (LabelledText[] Training, LabelledText[] Test) Read(string directory)
    {
        var training = new List<LabelledText>();
        var test = new List<LabelledText>();
        foreach (string path in Directory.GetFiles(directory).Order(StringComparer.Ordinal))
        {
            string novel = Path.GetFileName(path).Split('.')[0];
            string text = ReadText(path);
            foreach ((int number, string chapter) in ChapterHeading().Split(text[..Math.Min(text.Length, MaxLength)]).Skip(1).Index())
            {
                (number % ChaptersPerTest == ChaptersPerTest - 1 ? test : training).Add(new LabelledText(novel, chapter));
            }
        }

        return ([.. training], [.. test]);
    }

    private static string ReadText(string path)
    {
        using FileStream file = File.OpenRead(path);
        using var reader = new StreamReader(path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file);
        return reader.ReadToEnd();
    }

    /// <summary>Cuts a chapter into passages of whole words; what is left at its end is not used.</summary>
    /// <param name="chapter">The chapter.</param>
    /// <param name="length">Characters of a passage, at least.</param>
    /// <param name="random">Where the first begins, or null for the beginning.</param>
    public static IEnumerable<string> Cut(string chapter, int length, Random? random)
    {
        const int CharactersOfWord = 5;
        var passage = new StringBuilder();
        foreach (string word in chapter.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Skip(random?.Next(length / CharactersOfWord) ?? 0))
        {
            passage.Append(passage.Length == 0 ? "" : " ").Append(word);
            if (passage.Length >= length)
            {
                yield return passage.ToString();
                passage.Clear();
            }
        }
    }

    [GeneratedRegex(@"^chapter +\w+ *\r?$", RegexOptions.IgnoreCase | RegexOptions.Multiline | RegexOptions.CultureInvariant)]
    private static partial Regex ChapterHeading();
}
