using System;
using RnnGen.Training;

namespace AmpModeler;

/// <summary>
/// The error-to-signal ratio as a loss, in percent: the squared errors of a batch by its squared targets. So the progress shows what is measured in the end,
/// and an update is as large where the recording is quiet.
/// </summary>
internal sealed class ErrorToSignalLoss : SequenceLoss<float>
{
    private const double Percent = 100;

    /// <inheritdoc/>
    public override int TargetsOfRow(int outputSize) => outputSize;

    /// <inheritdoc/>
    public override double WeightOf(ReadOnlySpan<float> targets)
    {
        double energy = 0;
        foreach (float target in targets)
        {
            energy += (double)target * target;
        }

        return energy;
    }

    /// <inheritdoc/>
    public override double Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, double scale) =>
        Percent * Loss.SquaredError(outputs, targets, gradients, Percent * scale);
}
