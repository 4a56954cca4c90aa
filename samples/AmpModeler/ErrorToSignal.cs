using System;

namespace AmpModeler;

/// <summary>
/// The error-to-signal ratio, by which models of amplifiers are measured (Wright, Damskägg and Välimäki, DAFx 2019): <c>sum (y - output)^2 / sum y^2</c>.
/// </summary>
internal static class ErrorToSignal
{
    /// <summary>The ratio: 0 of a perfect output, 1 of silence.</summary>
    /// <param name="targets">The wanted signal y.</param>
    /// <param name="outputs">What is there, as many.</param>
    public static double Of(ReadOnlySpan<float> targets, ReadOnlySpan<float> outputs)
    {
        double error = 0, signal = 0;
        for (int index = 0; index < targets.Length; index++)
        {
            double difference = targets[index] - outputs[index];
            error += difference * difference;
            signal += (double)targets[index] * targets[index];
        }

        return error / signal;
    }
}
