using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace SemanticRoles;

/// <summary>Predicates and their arguments from files of Universal Propositions.</summary>
internal static class FrameData
{
    // CoNLL-U: number, form, lemma, two kinds of parts of speech, features, head, relation, more relations, others. Then: a word's own sense, if it is a
    // predicate, and for each predicate of the sentence a column with the role of the words that are heads of its arguments.
    private const int FormColumn = 1;
    private const int HeadColumn = 6;
    private const int RelationColumn = 7;
    private const int PredicateColumn = 10;

    // A head that is farther is told apart by its side only.
    private const int FarthestHead = 4;

    /// <summary>Reads a file.</summary>
    /// <param name="path">The file.</param>
    /// <returns>For each sentence a frame of every predicate: none of some.</returns>
    /// <exception cref="FormatException">A line is not like that, or there is none.</exception>
    public static List<Frame[]> Read(string path)
    {
        List<Frame[]> sentences = [];
        List<Row> rows = [];
        foreach ((int index, string line) in File.ReadLines(path).Append("").Index())
        {
            if (string.IsNullOrWhiteSpace(line))
            {
                if (rows.Count > 0)
                {
                    sentences.Add(Frames(path, rows));
                    rows.Clear();
                }

                continue;
            }

            // Comments; words of several parts (1-2) and words that are left out in speech (8.1), which are not of the tree.
            string[] fields = line.Split('\t');
            if (line[0] == '#' || fields[0].AsSpan().ContainsAny('-', '.'))
            {
                continue;
            }

            if (fields.Length <= PredicateColumn
                || !int.TryParse(fields[0], NumberStyles.None, CultureInfo.InvariantCulture, out int number)
                || !int.TryParse(fields[HeadColumn], NumberStyles.None, CultureInfo.InvariantCulture, out int head))
            {
                throw new FormatException(
                    $"{path}, line {index + 1}: is not a word of a CoNLL-U file with predicates: a number, a form, a head (column {HeadColumn + 1}), a predicate "
                    + $"(column {PredicateColumn + 1}), separated by tabs");
            }

            if (number != rows.Count + 1)
            {
                throw new FormatException($"{path}, line {index + 1}: is word {number}; {rows.Count + 1} should come");
            }

            rows.Add(new Row(index + 1, head - 1, fields));
        }

        return sentences.Count > 0 ? sentences : throw new FormatException($"{path}: has no sentence");
    }

    private static Frame[] Frames(string path, List<Row> rows)
    {
        string[] words = [.. rows.Select(static row => row.Fields[FormColumn])];
        int[] heads = [.. rows.Select(static row => row.Head)];
        string[] relations = [.. rows.Select(static (row, index) => RelationOf(row, index))];
        int[] predicates = [.. Enumerable.Range(0, words.Length).Where(word => !IsEmpty(rows[word].Fields[PredicateColumn]))];
        foreach (Row row in rows)
        {
            if (row.Head >= rows.Count)
            {
                throw new FormatException($"{path}, line {row.Line}: the head is word {row.Head + 1}; the sentence has {rows.Count}");
            }

            if (row.Fields.Length <= PredicateColumn + predicates.Length)
            {
                throw new FormatException(
                    $"{path}, line {row.Line}: has {row.Fields.Length} columns; with the sentence's {predicates.Length} predicates there should be "
                    + $"{PredicateColumn + 1 + predicates.Length}");
            }
        }

        return [.. predicates.Select(FrameOf)];

        Frame FrameOf(int predicate, int place)
        {
            string?[] roles = [.. rows.Select(row => row.Fields[PredicateColumn + 1 + place]).Select(static role => IsEmpty(role) || role is "V" or "C-V" ? null : role)];
            return new Frame(words, Frame.SpanTags(roles, heads, predicate), predicate)
            {
                Heads = heads,
                Relations = relations,
                HeadTags = Array.ConvertAll(roles, static role => role is null ? "O" : "B-" + role),
            };
        }
    }

    private static string RelationOf(Row row, int index) => row.Head < 0
        ? row.Fields[RelationColumn]
        : string.Create(CultureInfo.InvariantCulture, $"{row.Fields[RelationColumn]} {Math.Clamp(row.Head - index, -FarthestHead, FarthestHead)}");

    private static bool IsEmpty(string field) => field is "" or "_";

    private sealed record Row(int Line, int Head, string[] Fields);
}
