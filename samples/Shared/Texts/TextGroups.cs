using System;
using System.Collections.Generic;
using System.Linq;

namespace Shared.Texts;

/// <summary>
/// Texts to learn from, in parts: each network of several is told how well it does by another part, which it does not learn from, so that all of them together
/// learn from everything.
/// </summary>
/// <param name="wholes">The texts, or longer ones that are cut: a whole one is in one part.</param>
/// <param name="cut">Cuts one, at random places if it is given a <see cref="Random"/>; or null where nothing is to be cut.</param>
public sealed class TextGroups(IReadOnlyList<ClassText> wholes, Func<string, Random?, IEnumerable<string>>? cut = null)
{
    /// <summary>Parts.</summary>
    public const int Parts = 8;

    /// <summary>All texts.</summary>
    public ClassText[] All { get; } = Cut(wholes, cut, null);

    /// <summary>The texts but for those of a part.</summary>
    /// <param name="part">The part; numbers from <see cref="Parts"/> on begin again.</param>
    /// <param name="random">Where to cut, or null for the places of <see cref="All"/>.</param>
    public ClassText[] Training(int part, Random? random = null) => Cut(wholes.Where((_, index) => index % Parts != part % Parts), cut, random);

    /// <summary>The texts of a part.</summary>
    /// <param name="part">The part; numbers from <see cref="Parts"/> on begin again.</param>
    public ClassText[] Validation(int part) => Cut(wholes.Where((_, index) => index % Parts == part % Parts), cut, null);

    private static ClassText[] Cut(IEnumerable<ClassText> wholes, Func<string, Random?, IEnumerable<string>>? cut, Random? random) => cut is null
        ? [.. wholes]
        : [.. wholes.SelectMany(whole => cut(whole.Text, random).Select(text => whole with { Text = text }))];
}
