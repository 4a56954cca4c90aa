namespace Shared.Tagging;

/// <summary>Words of a sentence that belong together.</summary>
/// <param name="Start">The first.</param>
/// <param name="End">The first behind.</param>
/// <param name="Type">What they are.</param>
public readonly record struct TaggedSpan(int Start, int End, string Type);
