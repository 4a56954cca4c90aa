using System;

namespace AmpModeler;

/// <summary>What goes into the diode clipper and what comes out, at some rate.</summary>
/// <param name="Rate">Samples a second.</param>
/// <param name="Inputs">The signal; 1 is <see cref="DiodeClipper.FullScale"/> volts.</param>
/// <param name="Targets">The voltage behind the clipper at the same moments, in volts.</param>
internal sealed record ClipperRecording(int Rate, float[] Inputs, float[] Targets)
{
    // Steps of the solver a second, at least. With eight times as many the error-to-signal ratio of its results is 2e-7: far less than that of any model here.
    private const int SolverRate = 705_600;

    // Samples that are solved together: the steps between them need memory, too.
    private const int Piece = 4096;

    /// <summary>
    /// Solves the circuit's equation for a signal. The solver makes many steps a sample; the voltage is kept as it is at the samples, without any filter.
    /// </summary>
    /// <param name="signal">The signal.</param>
    /// <param name="rate">Samples a second.</param>
    public static ClipperRecording Of(TestSignal signal, int rate)
    {
        int steps = (SolverRate + rate - 1) / rate;
        var clipper = new DiodeClipper((double)rate * steps);
        float[] inputs = new float[(int)(signal.Seconds * rate)], targets = new float[inputs.Length];
        double[] piece = new double[Piece * steps];
        for (int first = 0; first < inputs.Length; first += Piece)
        {
            signal.Sample((double)rate * steps, (long)first * steps, piece);
            for (int index = 0; index < piece.Length; index++)
            {
                double voltage = clipper.Step(DiodeClipper.FullScale * piece[index]);
                if (index % steps == 0 && first + (index / steps) < inputs.Length)
                {
                    inputs[first + (index / steps)] = (float)piece[index];
                    targets[first + (index / steps)] = (float)voltage;
                }
            }
        }

        return new ClipperRecording(rate, inputs, targets);
    }
}
