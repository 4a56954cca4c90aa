namespace KeywordSpotter.Speech;

/// <summary>A word in a recording.</summary>
/// <param name="Label">Its class.</param>
/// <param name="Start">Its first sample.</param>
/// <param name="End">The sample after its last.</param>
internal readonly record struct Utterance(int Label, int Start, int End);
