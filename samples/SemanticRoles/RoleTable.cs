using System;
using System.Collections.Generic;
using System.Linq;
using Shared.Tagging;

namespace SemanticRoles;

/// <summary>
/// The baseline that only counts: a word has the tag that a word so far from its predicate had most often, if the training data has that word there, and else
/// any word.
/// </summary>
internal sealed class RoleTable
{
    private const int Farthest = 10;

    private readonly Dictionary<(string Word, int Distance), string> _ofWords;
    private readonly Dictionary<int, string> _ofDistances;

    /// <summary>Counts.</summary>
    /// <param name="training">Frames to learn from.</param>
    public RoleTable(IEnumerable<Frame> training)
    {
        (string Word, int Distance, string Tag)[] seen =
        [
            .. training.SelectMany(static frame => frame.Words.Select((word, index) => (Fold(word), DistanceOf(index - frame.Predicate), frame.Tags[index]))),
        ];
        _ofWords = seen.GroupBy(static item => (item.Word, item.Distance)).Where(static group => group.Skip(1).Any()).ToDictionary(static group => group.Key, Commonest);
        _ofDistances = seen.GroupBy(static item => item.Distance).ToDictionary(static group => group.Key, Commonest);

        static string Commonest(IEnumerable<(string Word, int Distance, string Tag)> items) => items.CountBy(static item => item.Tag).MaxBy(static tag => tag.Value).Key;
    }

    /// <summary>Finds arguments.</summary>
    /// <param name="frame">A sentence and its predicate.</param>
    /// <returns>A tag for each word.</returns>
    public string[] Tag(Frame frame) =>
    [
        .. frame.Words.Select((word, index) =>
        {
            int distance = DistanceOf(index - frame.Predicate);
            return _ofWords.GetValueOrDefault((Fold(word), distance)) ?? _ofDistances.GetValueOrDefault(distance, "O");
        }),
    ];

    private static string Fold(string word) => word.ToLowerInvariant();

    private static int DistanceOf(int distance) => Math.Clamp(distance, -Farthest, Farthest);
}
