using System;
using System.Collections.Generic;
using System.Linq;

namespace Shared.Tagging;

/// <summary>How many words of each type were found to be of which.</summary>
public static class TypeConfusion
{
    private const string None = "O";
    private const string Others = "others";

    /// <summary>The table of some sentences.</summary>
    /// <param name="expected">The sentences, with the right tags.</param>
    /// <param name="found">The tags that were found.</param>
    /// <param name="mostTypes">So many types, the commonest, are told apart.</param>
    public static string Of(IReadOnlyList<Sentence> expected, IReadOnlyList<TaggedSentence> found, int mostTypes)
    {
        (string Right, string Found)[] words =
        [
            .. expected.Zip(found).SelectMany(static pair => pair.First.Tags.Zip(pair.Second.Tags)).Select(static word => (TypeOf(word.First), TypeOf(word.Second))),
        ];
        string[] all = [.. words.SelectMany(static word => new[] { word.Right, word.Found }).Where(static type => type != None).Distinct()];
        string[] commonest =
        [
            .. words.Where(static word => word.Right != None).CountBy(static word => word.Right)
                .OrderByDescending(static type => type.Value).ThenBy(static type => type.Key, StringComparer.Ordinal).Select(static type => type.Key)
                .Concat(all.Order(StringComparer.Ordinal)).Distinct().Take(mostTypes),
        ];
        return ConfusionTable.Of(
            all.Length > commonest.Length ? [None, .. commonest, Others] : [None, .. commonest], words.Select(word => (Shown(word.Right), Shown(word.Found))));

        string Shown(string type) => type == None || commonest.Contains(type) ? type : Others;
    }

    private static string TypeOf(string tag) => tag.Length > 2 ? tag[2..] : None;
}
