namespace KeywordSpotter;

/// <summary>A recording of one word or noise.</summary>
/// <param name="Label">What it is.</param>
/// <param name="Features">[frame, band]</param>
internal sealed record Clip(int Label, float[] Features);
