using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using RnnGen.Formats;
using RnnGen.Training;

namespace Shared.Tagging;

/// <summary>What every sample of a tagger does with it: trains while it shows how, and saves it.</summary>
public static class TaggerCourse
{
    /// <summary>The file of the model with its words and types.</summary>
    public const string ModelFile = "model.safetensors";

    /// <summary>The file of the losses as a picture.</summary>
    public const string CurveFile = "learning-curve.png";

    /// <summary>Trains, shows the losses, and prints which epoch counts.</summary>
    /// <typeparam name="TSentence">What it tags.</typeparam>
    /// <param name="tagger">The tagger.</param>
    /// <param name="training">To learn from.</param>
    /// <param name="validation">To choose by.</param>
    /// <param name="epochs">Epochs.</param>
    /// <param name="learningRate">The first.</param>
    /// <param name="weightDecay">Of AdamW.</param>
    /// <param name="options">How to train.</param>
    /// <returns>The losses.</returns>
    public static LearningCurve Train<TSentence>(
        SpanTagger<TSentence> tagger, IReadOnlyList<TSentence> training, IReadOnlyList<TSentence> validation, int epochs, float learningRate, float weightDecay,
        TrainerOptions options)
        where TSentence : Sentence
    {
        var curve = new LearningCurve();
        long start = Stopwatch.GetTimestamp();
        TrainedEpoch chosen = default;
        TrainingDisplay.Run(epochs, "loss", curve, progress =>
            chosen = tagger.Train(training, validation, epochs, learningRate, weightDecay, options with { Progress = progress }));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"trained in  {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s; epoch {chosen.Number} is the best on the validation data, with F1 {100 * chosen.F1:F2}"));
        return curve;
    }

    /// <summary>Writes the model with its words and types, and the losses as a picture.</summary>
    /// <param name="directory">Where to: <see cref="SampleCommand.OutputProblem"/> has created it.</param>
    /// <param name="saveModel">Writes the model.</param>
    /// <param name="vocabulary">The words and types.</param>
    /// <param name="curve">The losses.</param>
    /// <param name="title">Above the picture.</param>
    public static void Save(string directory, Action<SafetensorsWriter> saveModel, TaggerVocabulary vocabulary, LearningCurve curve, string title)
    {
        string modelPath = Path.Combine(directory, ModelFile), curvePath = Path.Combine(directory, CurveFile);
        var file = new SafetensorsWriter();
        saveModel(file);
        vocabulary.Write(file);
        file.Save(modelPath);
        curve.Save(curvePath, title, "negative log likelihood per word");
        Console.WriteLine($"written     {modelPath}, {curvePath}");
    }
}
