using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Shared.Tagging;

namespace NamedEntities;

/// <summary>Sentences from files.</summary>
internal static class EntityData
{
    private const string DocumentMark = "-DOCSTART-";
    private const string NumberedMark = "# newdoc";

    /// <summary>
    /// Reads a file of a word and its tag a line (columns between are left out), separated by tabs or spaces, with blank lines between sentences; or of Universal
    /// NER: a number, a word, a tag and others, separated by tabs, with comments.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <returns>The documents that the file marks, or each sentence as one.</returns>
    /// <exception cref="FormatException">A line is not like that, or there is none.</exception>
    public static List<Sentence[]> Read(string path)
    {
        List<Sentence[]> documents = [];
        List<Sentence> sentences = [];
        List<string> words = [], tags = [];
        bool hasMarks = false;
        foreach ((int index, string line) in File.ReadLines(path).Index())
        {
            // "# key = value", or the mark alone: a word may be "#", too.
            bool isComment = line.StartsWith("# ", StringComparison.Ordinal) && (line.Contains(" = ", StringComparison.Ordinal) || line == NumberedMark);
            bool isMark = line.StartsWith(DocumentMark, StringComparison.Ordinal) || (isComment && line.StartsWith(NumberedMark, StringComparison.Ordinal));
            if (isMark || isComment || string.IsNullOrWhiteSpace(line))
            {
                EndSentence();
                hasMarks |= isMark;
                if (isMark)
                {
                    EndDocument();
                }

                continue;
            }

            string[] fields = line.Split(line.Contains('\t', StringComparison.Ordinal) ? '\t' : ' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
            if (fields is [_, _, "O" or ['B' or 'I', '-', _, ..], _, _] && int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out _))
            {
                fields = fields[1..3];
            }

            if (fields.Length < 2 || (fields[^1] != "O" && fields[^1] is not ['B' or 'I', '-', _, ..]))
            {
                throw new FormatException($"{path}, line {index + 1}: is not a word and a tag (B-type, I-type or O): '{line.Trim()}'");
            }

            words.Add(fields[0]);
            tags.Add(fields[^1]);
        }

        EndSentence();
        EndDocument();
        return documents.Count == 0 ? throw new FormatException($"{path}: has no sentence") : hasMarks ? documents : [.. documents[0].Select(static sentence => new[] { sentence })];

        void EndSentence()
        {
            if (words.Count > 0)
            {
                sentences.Add(new Sentence([.. words], [.. tags]));
                words.Clear();
                tags.Clear();
            }
        }

        void EndDocument()
        {
            if (sentences.Count > 0)
            {
                documents.Add([.. sentences]);
                sentences.Clear();
            }
        }
    }
}
