using System;
using System.Linq;
using Shared.Tagging;

namespace SemanticRoles;

/// <summary>A sentence with one of its predicates.</summary>
/// <param name="Words">Its words.</param>
/// <param name="Tags">Of each, which argument of the predicate it belongs to: <c>B-role</c>, <c>I-role</c> or <c>O</c>.</param>
/// <param name="Predicate">The predicate's place.</param>
internal sealed record Frame(string[] Words, string[] Tags, int Predicate) : Sentence(Words, Tags)
{
    /// <summary>Of each word the place of its head in the tree of dependencies, or -1 of a root; null where there is no tree.</summary>
    public int[]? Heads { get; init; }

    /// <summary>The role of the words that are heads of arguments, <c>B-role</c>, others <c>O</c>; null where there is no tree.</summary>
    public string[]? HeadTags { get; init; }

    /// <summary>Of each word how it hangs in the tree: its relation and how far its head is, in words; null where there is no tree.</summary>
    public string[]? Relations { get; init; }

    /// <summary>Finds the words that belong to arguments of which the heads are known.</summary>
    /// <remarks>
    /// A word belongs to the nearest argument's head at or above it in the tree, unless the predicate stands between; the span is the unbroken run of such words
    /// around the head. So spans do not overlap, and a noun with a relative clause that has the predicate (ARG0 in "the man who left") ends before the clause.
    /// </remarks>
    /// <param name="roles">Of each word the role that it is head of, or null.</param>
    /// <param name="heads">Of each word the place of its head, or -1.</param>
    /// <param name="predicate">The predicate's place.</param>
    /// <returns>A tag for each word.</returns>
    public static string[] SpanTags(string?[] roles, int[] heads, int predicate)
    {
        int[] owners = [.. Enumerable.Range(0, roles.Length).Select(Owner)];
        string[] tags = [.. Enumerable.Repeat("O", roles.Length)];
        for (int head = 0; head < roles.Length; head++)
        {
            if (roles[head] is not { } role)
            {
                continue;
            }

            int start = head, end = head + 1;
            for (; start > 0 && owners[start - 1] == head; start--)
            {
            }

            for (; end < owners.Length && owners[end] == head; end++)
            {
            }

            tags.AsSpan(start, end - start).Fill("I-" + role);
            tags[start] = "B-" + role;
        }

        return tags;

        int Owner(int word)
        {
            for (int steps = 0; word >= 0 && steps < roles.Length; steps++)
            {
                if (roles[word] is not null)
                {
                    return word;
                }

                word = word == predicate ? -1 : heads[word];
            }

            return -1;
        }
    }

    /// <summary>The heads of found spans: of each the first word whose own head is not in the span.</summary>
    /// <param name="found">A tag for each word.</param>
    /// <param name="heads">Of each word the place of its head, or -1.</param>
    /// <returns><c>B-role</c> for these words, <c>O</c> for others.</returns>
    public static string[] HeadsOf(string[] found, int[] heads)
    {
        string[] tags = [.. Enumerable.Repeat("O", found.Length)];
        foreach (TaggedSpan span in SpanScore.Spans(found))
        {
            int head = Enumerable.Range(span.Start, span.End - span.Start).First(word => heads[word] < span.Start || heads[word] >= span.End);
            tags[head] = "B-" + span.Type;
        }

        return tags;
    }
}
