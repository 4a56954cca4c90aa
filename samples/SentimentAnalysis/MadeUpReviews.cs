using System;
using System.Collections.Generic;
using System.Linq;
using Shared;

namespace SentimentAnalysis;

/// <summary>
/// Reviews made of templates, so that the sample runs at once. Some templates and some words stand in the test data only. Negation turns a review around, so
/// that counting words is not enough.
/// </summary>
internal static class MadeUpReviews
{
    private static readonly string[] Things = ["tea", "coffee", "bread", "sauce", "soup", "chocolate", "honey", "rice", "cereal", "jam", "cheese", "popcorn"];
    private static readonly string[] Good = ["great", "delicious", "fresh", "lovely", "tasty", "excellent", "wonderful", "perfect"];
    private static readonly string[] Bad = ["stale", "awful", "bland", "bitter", "terrible", "dry", "horrible", "disappointing"];

    private static readonly string[] Templates =
    [
        "The {0} was {1}.", "I found this {0} {1} and my family agrees.", "Never had {0} that was so {1}!", "This {0} is not {2}, it is {1}.",
        "I cannot say that the {0} is {2}.", "Everyone told me it would be {2}, but the {0} turned out {1}.", "Not {2} at all, this {0}.",
        "We bought the {0} twice; both times it was {1}.", "It is hard to call this {0} {2}.", "Far from {2}: a {1} {0}.",
        "My family told me that the {0} is {2}, but I found it {1}.", "I cannot say that it is {2}, this {0}, and my family agrees.",
        "Everyone agrees: the {0} is not {2}.", "It turned out {1}, this {0}, not {2}.",
    ];

    /// <summary>Makes reviews.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The same seed makes the same.</param>
    /// <param name="isTest">Whether of the templates and things that are held out, or of all others.</param>
    public static IEnumerable<LabelledText> Make(int count, int seed, bool isTest)
    {
        var random = new Random(seed);
        for (int index = 0; index < count; index++)
        {
            bool isGood = random.Next(2) == 0;
            string template = Draw(Templates, 4), thing = Draw(Things, 3);
            (string[] meant, string[] denied) = isGood ? (Good, Bad) : (Bad, Good);
            yield return new LabelledText(isGood ? "great" : "other", string.Format(
                System.Globalization.CultureInfo.InvariantCulture, template, thing, meant[random.Next(meant.Length)], denied[random.Next(denied.Length)]));
        }

        string Draw(string[] from, int heldOut) => isTest ? from[^(random.Next(heldOut) + 1)] : from[random.Next(from.Length - heldOut)];
    }
}
