namespace RnnGen;

/// <summary>What <see cref="RateCorrection.Examine"/> finds.</summary>
/// <param name="Settles">
/// Whether the model, without correction, comes to rest when its input is zero. Where it does not (it oscillates, grows, or has parameters that are not
/// finite), there is no state to linearise at, and the poles are NaN.
/// </param>
/// <param name="LargestPole">
/// The magnitude of the largest pole of the corrected recurrence, linearised at rest: what a small disturbance is multiplied with at each step, in the long
/// run.
/// </param>
/// <param name="ModelPole">The same of the model at its own rate.</param>
public sealed record RateStability(bool Settles, double LargestPole, double ModelPole)
{
    /// <summary>Whether small disturbances decay: the model settles, and <see cref="LargestPole"/> is less than 1.</summary>
    public bool IsStable => Settles && LargestPole < 1;
}
