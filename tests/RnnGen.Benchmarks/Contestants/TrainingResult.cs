using System;
using System.Collections.Generic;

namespace RnnGen.Benchmarks.Contestants;

/// <summary>
/// What a forward and a backward pass give, in one row of floats, so that contestants can be compared tensor by tensor: outputs, gradients of the inputs,
/// and those of the parameters.
/// </summary>
internal static class TrainingResult
{
    /// <summary>The parameters whose gradients are compared, in this order. The two biases of a GRU's candidate have different ones.</summary>
    public static IReadOnlyList<string> Parameters { get; } = ["weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0"];

    /// <summary>Writes a result.</summary>
    /// <param name="destination">As many floats as all tensors have.</param>
    /// <param name="outputs">[step, stream, hidden]</param>
    /// <param name="inputGradients">[step, stream, input]</param>
    /// <param name="parameterGradient">The gradient of one of <see cref="Parameters"/>.</param>
    public static void Write(
        Span<float> destination, ReadOnlySpan<float> outputs, ReadOnlySpan<float> inputGradients, Func<string, float[]> parameterGradient)
    {
        outputs.CopyTo(destination);
        destination = destination[outputs.Length..];
        inputGradients.CopyTo(destination);
        destination = destination[inputGradients.Length..];
        foreach (string name in Parameters)
        {
            float[] gradient = parameterGradient(name);
            gradient.CopyTo(destination);
            destination = destination[gradient.Length..];
        }
    }
}
