using System;
using System.Collections.Generic;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using System.Text.RegularExpressions;
using Shared;

namespace TextClassification;

/// <summary>Passages of Jane Austen's novels, each with the novel it is of. Every fifth chapter is held out whole, as the test data.</summary>
internal static partial class Novels
{
    private const int ChaptersPerTest = 5;

    /// <summary>Characters that are read of each, so that there is about as much of one as of another.</summary>
    private const int MaxLength = 440_000;

    /// <summary>Reads them.</summary>
    /// <param name="directory">Where they are: texts, some compressed.</param>
    /// <param name="length">Characters of a passage, about.</param>
    public static (LabelledText[] Training, LabelledText[] Test) Read(string directory, int length)
    {
        var training = new List<LabelledText>();
        var test = new List<LabelledText>();
        foreach (string path in Directory.GetFiles(directory).Order(StringComparer.Ordinal))
        {
            string novel = Path.GetFileName(path).Split('.')[0];
            string text = ReadText(path);
            foreach ((int number, string chapter) in ChapterHeading().Split(text[..Math.Min(text.Length, MaxLength)]).Skip(1).Index())
            {
                (number % ChaptersPerTest == ChaptersPerTest - 1 ? test : training).AddRange(Cut(chapter, length).Select(passage => new LabelledText(novel, passage)));
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

    // Whole words, in pieces of at least so many characters; what is left at a chapter's end is not used.
    private static IEnumerable<string> Cut(string chapter, int length)
    {
        var passage = new StringBuilder();
        foreach (string word in chapter.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))
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
