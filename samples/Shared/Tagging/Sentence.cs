namespace Shared.Tagging;

/// <summary>A sentence.</summary>
/// <param name="Words">Its words.</param>
/// <param name="Tags">A tag for each: <c>B-type</c>, <c>I-type</c> or <c>O</c>.</param>
public record Sentence(string[] Words, string[] Tags);
