using System;
using RnnGen;
using RnnGen.Training;
using Shared;

namespace AmpModeler;

/// <summary>Trains the sample's own model: what goes into the diode clipper is its input, what comes out its target.</summary>
internal static class ClipperTraining
{
    /// <summary>Samples a second of the model, where nobody wants others.</summary>
    public const int Rate = 48_000;

    /// <summary>The lowest rate: the recording has tones up to 18 kHz.</summary>
    public const int LowestRate = 40_000;

    /// <summary>The highest rate: from there on the steps between the samples are few.</summary>
    public const int HighestRate = 192_000;

    // The recording is cut into streams that are learnt side by side, window by window, with their states carried on.
    private const int Streams = 64;
    private const int Window = 64;
    private const float LearningRate = 1e-2f;

    /// <summary>Trains.</summary>
    /// <param name="recording">What is learnt.</param>
    /// <param name="epochs">How often it is gone through.</param>
    /// <param name="threads">Threads; the result is the same for any number.</param>
    /// <param name="seed">Chooses the first parameters.</param>
    /// <param name="curve">Takes the loss of every epoch.</param>
    public static Capture Run(ClipperRecording recording, int epochs, int threads, int seed, LearningCurve curve)
    {
        var model = new Lstm16();
        model.Initialize(seed);
        long updates = (long)epochs * (((recording.Inputs.Length / Streams) + Window - 1) / Window);
        TrainingDisplay.Run(epochs, "error-to-signal ratio, %", curve, progress =>
        {
            using var trainer = new Trainer<float, float>(
                model, new Adam(model.Parameters.Length, LearningRate), new ErrorToSignalLoss(),
                new TrainerOptions
                {
                    BatchSize = Streams,
                    Threads = threads,
                    Seed = seed,
                    ClipNorm = 1,
                    Progress = progress,
                    Schedule = LearningRateSchedule.Cosine(updates, end: 0.01),
                });
            trainer.FitStream(recording.Inputs, recording.Targets, Window, null, epochs);
        });
        return new Capture("the trained model", model) { Rate = recording.Rate };
    }
}
