namespace Shared.Texts;

/// <summary>Texts to learn from, and texts to measure on.</summary>
/// <param name="Texts">To learn from.</param>
/// <param name="Test">To measure on.</param>
public sealed record TextFold(TextGroups Texts, ClassText[] Test);
