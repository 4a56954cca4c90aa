using System;

namespace RnnGen.Benchmarks.Contestants;

/// <summary>
/// What a forward and a backward pass give, in one row of floats, so that contestants can be compared: outputs, gradients of the inputs, and those of
/// <c>weight_ih</c>, <c>weight_hh</c> and <c>bias_hh</c>, which are sums over steps and streams, divided by their number.
/// </summary>
internal static class TrainingResult
{
    /// <summary>Writes a result.</summary>
    /// <param name="rows">Steps times streams.</param>
    /// <param name="destination">As many floats as all parts have.</param>
    /// <param name="outputs">[step, stream, hidden]</param>
    /// <param name="inputGradients">[step, stream, input]</param>
    /// <param name="weightGradients">Sums over steps and streams.</param>
    public static void Write(
        int rows, Span<float> destination, ReadOnlySpan<float> outputs, ReadOnlySpan<float> inputGradients, params ReadOnlySpan<float[]> weightGradients)
    {
        outputs.CopyTo(destination);
        destination = destination[outputs.Length..];
        inputGradients.CopyTo(destination);
        destination = destination[inputGradients.Length..];
        foreach (float[] gradients in weightGradients)
        {
            for (int i = 0; i < gradients.Length; i++)
            {
                destination[i] = gradients[i] / rows;
            }

            destination = destination[gradients.Length..];
        }
    }
}
