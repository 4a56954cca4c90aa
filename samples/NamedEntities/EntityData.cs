using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;

namespace NamedEntities;

/// <summary>Sentences from files, and made-up ones.</summary>
internal static class EntityData
{
    /// <summary>Tags, at most.</summary>
    public const int MaxTags = 24;

    private static readonly string[] People = ["Anna", "Boris Klein", "Ms. Okafor", "Jean Petit", "Wanda", "Omar Haddad", "Lucia Rossi", "Tom", "Ingrid Berg", "Ravi"];
    private static readonly string[] Places = ["Lisbon", "New Harbour", "Kyoto", "the Red Valley", "Oslo", "Port Elena", "Lima", "West Hill"];
    private static readonly string[] Firms = ["Acme Corp.", "Northwind", "Blue Star Ltd.", "Helix Labs", "Orion Foods", "Tailspin"];

    private static readonly string[] Templates =
    [
        "{P} works for {F} in {L} .", "Yesterday {P} left {L} .", "{F} has opened an office in {L} , said {P} .", "Nobody in {L} knows {P} .",
        "The head of {F} is {P} .", "{P} and {P} met in {L} .", "Shares of {F} fell .", "It rained in {L} again .", "She wrote to {F} and to {P} .",
        "Nobody in {L} works for {F} .", "{P} has left {L} for an office in {L} .", "Yesterday , {P} met {P} in {L} again .",
    ];

    /// <summary>Reads a file of a word and its tag a line, separated by a space or tab, with blank lines between sentences. Tags are turned to B- and I-.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="FormatException">A line is not like that.</exception>
    public static List<Sentence> Read(string path)
    {
        var sentences = new List<Sentence>();
        var words = new List<string>();
        var tags = new List<string>();
        foreach ((int number, string line) in File.ReadLines(path).Append("").Index())
        {
            if (string.IsNullOrWhiteSpace(line) || line.StartsWith("-DOCSTART-", StringComparison.Ordinal))
            {
                if (words.Count > 0)
                {
                    sentences.Add(new Sentence([.. words], Normalized(tags)));
                    words.Clear();
                    tags.Clear();
                }

                continue;
            }

            string[] fields = line.Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (fields.Length < 2 || (fields[^1] != "O" && fields[^1] is not ['B' or 'I', '-', _, ..]))
            {
                throw new FormatException($"{path}, line {number + 1}: is not a word and a tag (B-type, I-type or O)");
            }

            words.Add(fields[0]);
            tags.Add(fields[^1]);
        }

        return sentences;
    }

    /// <summary>Sentences of templates. The test data has templates and names of its own.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The same seed makes the same.</param>
    /// <param name="isTest">Whether of what is held out, or of all else.</param>
    public static List<Sentence> MakeUp(int count, int seed, bool isTest)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Fill(Draw(Templates, 3)))];

        string Draw(string[] from, int heldOut) => isTest ? from[^(random.Next(heldOut) + 1)] : from[random.Next(from.Length - heldOut)];

        Sentence Fill(string template)
        {
            var words = new List<string>();
            var tags = new List<string>();
            foreach (string part in template.Split(' '))
            {
                (string text, string type) = part switch
                {
                    "{P}" => (Draw(People, 3), "PER"),
                    "{L}" => (Draw(Places, 3), "LOC"),
                    "{F}" => (Draw(Firms, 2), "ORG"),
                    _ => (part, ""),
                };
                foreach ((int index, string word) in text.Split(' ').Index())
                {
                    words.Add(word);
                    tags.Add(type.Length == 0 ? "O" : $"{(index == 0 ? 'B' : 'I')}-{type}");
                }
            }

            return new Sentence([.. words], [.. tags]);
        }
    }

    // Where spans begin, whether or not the file says so.
    private static string[] Normalized(List<string> tags)
    {
        string[] normalized = [.. Enumerable.Repeat("O", tags.Count)];
        foreach ((int start, int end, string type) in Shared.SpanScore.Spans(tags))
        {
            for (int index = start; index < end; index++)
            {
                normalized[index] = $"{(index == start ? 'B' : 'I')}-{type}";
            }
        }

        return normalized;
    }
}
