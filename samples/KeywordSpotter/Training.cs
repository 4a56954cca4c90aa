using System;
using System.Globalization;
using RnnGen.Training;

namespace KeywordSpotter;

/// <summary>Trains the network.</summary>
internal static class Training
{
    private const int BatchSize = 16;
    private const float LearningRate = 6e-3f;

    /// <summary>Trains, and prints a line an epoch. The network has the parameters of the best epoch in the end.</summary>
    /// <param name="training">To learn from.</param>
    /// <param name="validation">To choose the epoch by.</param>
    /// <param name="epochs">Epochs.</param>
    /// <param name="threads">Threads; the result is the same for any number.</param>
    /// <param name="seed">Chooses the first parameters and the order.</param>
    public static KeywordNetwork Run(Example<float, int>[] training, Example<float, int>[] validation, int epochs, int threads, int seed)
    {
        var model = new KeywordNetwork();
        model.Initialize(seed);
        int updates = epochs * ((training.Length + BatchSize - 1) / BatchSize);
        using var trainer = new Trainer<float, int>(
            model,
            new AdamW(model.Parameters.Length, LearningRate, weightDecay: 0.01f),
            SequenceLoss.CrossEntropy(),
            new TrainerOptions
            {
                BatchSize = BatchSize,
                Threads = threads,
                Seed = seed,
                ClipNorm = 1,
                Schedule = LearningRateSchedule.WarmUp(updates / 20, LearningRateSchedule.Cosine(updates)),
                Progress = static progress =>
                {
                    if (progress.IsEndOfEpoch)
                    {
                        Console.WriteLine(string.Create(
                            CultureInfo.InvariantCulture,
                            $"epoch {progress.Epoch + 1,3}: cross-entropy {progress.Loss:F4}, validation {progress.ValidationLoss:F4}"));
                    }
                },
            });
        trainer.Fit(training, validation, epochs);
        return model;
    }
}
