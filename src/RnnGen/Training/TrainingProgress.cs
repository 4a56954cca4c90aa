namespace RnnGen.Training;

/// <summary>How far training is.</summary>
/// <param name="Epoch">The epoch, from 0.</param>
/// <param name="Update">Updates of this epoch that were made: at its end, all of them.</param>
/// <param name="Updates">Updates of an epoch.</param>
/// <param name="Loss">The mean loss: of the update, or at the end of an epoch of the whole epoch. 0 where nothing counted.</param>
/// <param name="ValidationLoss">At the end of an epoch, if there is validation data; else NaN.</param>
/// <param name="LearningRate">Of the last update.</param>
/// <param name="GradientNorm">Of the last update, before clipping.</param>
/// <param name="IsEndOfEpoch">Whether an epoch has just ended.</param>
public readonly record struct TrainingProgress(
    int Epoch, int Update, int Updates, double Loss, double ValidationLoss, double LearningRate, double GradientNorm, bool IsEndOfEpoch)
{
    /// <summary>What <see cref="Loss"/> is the mean over: labels or numbers that are not ignored, or their classes' weights. 0 where nothing counted.</summary>
    public double Weight { get; init; }
}
