using System;
using RnnGen.Formats;

namespace RnnGen;

/// <summary>The gradients of all parameters of an emitted type.</summary>
public interface ICellGradients
{
    /// <summary>All gradients as one flat span, each where the parameters' span has its parameter.</summary>
    Span<float> Values { get; }

    /// <summary>Sets all gradients to zero.</summary>
    void Clear();

    /// <summary>Saves the gradients under the names of their parameters.</summary>
    /// <param name="sink">Where to.</param>
    /// <param name="prefix">What stands before the tensor names.</param>
    void Save(ITensorSink sink, string prefix = "");
}
