namespace RnnGen.Generator.Model;

/// <summary>How time is pooled: the values of the library's <c>Pooling</c>.</summary>
internal enum PoolingKind
{
    LastStep,
    Mean,
    Max,
    FinalState,
}
