namespace Shared.Tagging;

/// <summary>The epoch that training chose.</summary>
/// <param name="Number">From 1.</param>
/// <param name="F1">What it had on the validation data, 0 to 1.</param>
/// <param name="Loss">And the loss.</param>
public readonly record struct TrainedEpoch(int Number, double F1, double Loss);
