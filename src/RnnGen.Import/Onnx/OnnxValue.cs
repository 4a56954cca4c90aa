using System.Collections.Immutable;

namespace RnnGen.Import.Onnx;

/// <summary>What a name of a graph stands for.</summary>
internal abstract class OnnxValue
{
    /// <summary>The dimensions.</summary>
    public abstract ImmutableArray<Dimension> Shape { get; }
}
