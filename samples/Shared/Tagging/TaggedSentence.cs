namespace Shared.Tagging;

/// <summary>What a tagger found in a sentence.</summary>
/// <param name="Tags">A tag for each word.</param>
/// <param name="Probabilities">How likely the tagger holds the tag of each word, 0 to 1.</param>
public sealed record TaggedSentence(string[] Tags, float[] Probabilities);
