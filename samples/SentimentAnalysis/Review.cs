namespace SentimentAnalysis;

/// <summary>A review, and whether it is a good one.</summary>
/// <param name="IsGood">Whether it is.</param>
/// <param name="Text">Its text.</param>
internal sealed record Review(bool IsGood, string Text);
