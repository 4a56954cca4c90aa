namespace RnnGen.Generator.Model;

/// <summary>The values of <c>RnnGen.Accuracy</c>, in its order (a test compares them).</summary>
internal enum AccuracyKind
{
    Standard,
    Precise,
    Fast,
}
