using System;
using System.Collections.Generic;
using System.Linq;
using Shared.Tagging;

namespace NamedEntities;

/// <summary>Sentences without ends between them: nobody says in speech or in a chat where a sentence ends, and a tagger must not need to be told.</summary>
internal static class Joining
{
    // Sentences of a sequence, in turns.
    private static readonly int[] Sizes = [1, 3, 5];

    /// <summary>Joins some sentences with those that follow them, in every epoch others.</summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="random">Chooses which.</param>
    public static IReadOnlyList<Sentence> Some(IReadOnlyList<Sentence> sentences, Random random)
    {
        List<int> sizes = [];
        for (int sum = 0; sum < sentences.Count; sum += sizes[^1])
        {
            sizes.Add(Math.Min(Sizes[sizes.Count % Sizes.Length], sentences.Count - sum));
        }

        int[] drawn = [.. sizes];
        random.Shuffle(drawn);
        var joined = new Sentence[drawn.Length];
        for (int index = 0, first = 0; index < joined.Length; first += drawn[index], index++)
        {
            joined[index] = All([.. sentences.Skip(first).Take(drawn[index])]);
        }

        return joined;
    }

    /// <summary>All sentences as one.</summary>
    /// <param name="sentences">The sentences.</param>
    public static Sentence All(IReadOnlyCollection<Sentence> sentences) =>
        new([.. sentences.SelectMany(static sentence => sentence.Words)], [.. sentences.SelectMany(static sentence => sentence.Tags)]);
}
