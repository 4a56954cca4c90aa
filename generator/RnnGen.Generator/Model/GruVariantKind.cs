namespace RnnGen.Generator.Model;

/// <summary>The values of <c>RnnGen.GruVariant</c>, in its order (a test compares them).</summary>
internal enum GruVariantKind
{
    ResetAfter,
    ResetBefore,
    ComplementReset,
}
