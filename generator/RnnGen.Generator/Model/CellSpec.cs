namespace RnnGen.Generator.Model;

/// <summary>
/// A valid cell declaration: the cache key of the pipeline. It holds only values that are equal when their texts are; nothing of Roslyn's
/// object model may enter (a test walks the graph).
/// </summary>
/// <param name="Type">The user's type.</param>
/// <param name="Input">Inputs a step.</param>
/// <param name="Hidden">Hidden units.</param>
/// <param name="Accuracy">Which sigmoid and tanh.</param>
internal sealed record CellSpec(TypeSpec Type, int Input, int Hidden, AccuracyKind Accuracy)
{
    public const int MinSize = 1;
    public const int MaxSize = 4096;
}
