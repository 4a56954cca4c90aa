namespace KeywordSpotter.Speech;

/// <summary>A stretch of a sound in which the vocal tract has one aim.</summary>
/// <param name="Milliseconds">How long it lasts in slow speech of tempo 1.</param>
/// <param name="F1">The first resonance of a grown man's vocal tract, in Hz.</param>
/// <param name="F2">The second, in Hz.</param>
/// <param name="F3">The third, in Hz.</param>
/// <param name="Voice">How loud the vocal folds are, 0 to 1.</param>
/// <param name="Breath">How loud noise from the throat is, which goes through the same resonances.</param>
/// <param name="Hiss">How loud noise from teeth or lips is.</param>
/// <param name="HissFrequency">Where that noise is loudest, in Hz.</param>
/// <param name="HissBandwidth">How wide it is, in Hz.</param>
internal readonly record struct Segment(
    double Milliseconds, double F1 = 500, double F2 = 1500, double F3 = 2500, double Voice = 0, double Breath = 0, double Hiss = 0, double HissFrequency = 4000,
    double HissBandwidth = 2000);
