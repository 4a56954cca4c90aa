using System;

namespace RnnGen.Import.Onnx;

/// <summary>What a node cannot give. It is kept instead of the node's outputs, and matters only if something needs them.</summary>
/// <param name="place">The node or tensor at fault.</param>
/// <param name="at">The attribute or input at fault, or null.</param>
/// <param name="problem">What was found, and what was wanted.</param>
internal sealed class OnnxFault(string? place, string? at, string problem) : Exception(problem)
{
    /// <summary>The node or tensor at fault.</summary>
    public string? Place => place;

    /// <summary>The attribute or input at fault, or null.</summary>
    public string? Field => at;
}
