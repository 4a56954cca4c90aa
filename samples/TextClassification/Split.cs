using RnnGen.Training;

namespace TextClassification;

/// <summary>Texts as tokens with their classes.</summary>
/// <param name="Training">To learn from.</param>
/// <param name="Validation">To choose the best epoch by.</param>
/// <param name="Test">To measure on.</param>
internal sealed record Split(Example<int, int>[] Training, Example<int, int>[] Validation, Example<int, int>[] Test);
