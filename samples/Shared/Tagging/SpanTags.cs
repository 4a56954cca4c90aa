using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen;

namespace Shared.Tagging;

/// <summary>Tags of spans as numbers: 0 is O, and each type has one for its first word (B-) and one for the others (I-).</summary>
/// <param name="types">The types.</param>
public sealed class SpanTags(IEnumerable<string> types)
{
    /// <summary>The tag of a word in no span.</summary>
    public const int Outside = 0;

    private readonly string[] _types = [.. types.Distinct().Order(StringComparer.Ordinal)];

    /// <summary>The types, in their order.</summary>
    public IReadOnlyList<string> Types => _types;

    /// <summary>The tag of a span's first word.</summary>
    /// <param name="type">A type's number.</param>
    public static int Begin(int type) => 1 + (2 * type);

    /// <summary>The tag of a span's other words.</summary>
    /// <param name="type">A type's number.</param>
    public static int Inside(int type) => 2 + (2 * type);

    /// <summary>Whether a tag is that of a span's other words.</summary>
    /// <param name="tag">The tag.</param>
    public static bool IsInside(int tag) => tag > 0 && tag % 2 == 0;

    /// <summary>A tag's type, or -1 of O.</summary>
    /// <param name="tag">The tag.</param>
    public static int TypeOf(int tag) => tag == Outside ? -1 : (tag - 1) / 2;

    /// <summary>Which tags may follow which in a network that has room for more types than there are.</summary>
    /// <param name="labels">Labels of the network.</param>
    public CrfConstraints ConstraintsOf(int labels) => CrfConstraints.FromBio(labels, Decode([.. Enumerable.Range(0, 1 + (2 * _types.Length))]));

    /// <summary>The numbers of a sentence's tags, whichever way they mark where spans begin. A span of no known type is none.</summary>
    /// <param name="tags"><c>B-type</c>, <c>I-type</c> or <c>O</c>.</param>
    public int[] Encode(IReadOnlyList<string> tags)
    {
        ArgumentNullException.ThrowIfNull(tags);
        int[] numbers = new int[tags.Count];
        foreach (TaggedSpan span in SpanScore.Spans(tags))
        {
            int type = Array.BinarySearch(_types, span.Type, StringComparer.Ordinal);
            if (type >= 0)
            {
                numbers.AsSpan(span.Start, span.End - span.Start).Fill(Inside(type));
                numbers[span.Start] = Begin(type);
            }
        }

        return numbers;
    }

    /// <summary>The tags of numbers.</summary>
    /// <param name="numbers">The numbers.</param>
    public string[] Decode(ReadOnlySpan<int> numbers)
    {
        string[] tags = new string[numbers.Length];
        for (int word = 0; word < tags.Length; word++)
        {
            int number = numbers[word];
            tags[word] = number == Outside ? "O" : $"{(IsInside(number) ? 'I' : 'B')}-{_types[TypeOf(number)]}";
        }

        return tags;
    }
}
