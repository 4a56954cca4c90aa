namespace Shared.Texts;

/// <summary>A text, and the number of the class it is of.</summary>
/// <param name="Class">The class.</param>
/// <param name="Text">The text.</param>
public readonly record struct ClassText(int Class, string Text);
