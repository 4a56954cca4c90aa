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
    /// <param name="options">How to train.</param>
    /// <returns>The losses.</returns>
    public static LearningCurve Train<TSentence>(
        ISpanTagger<TSentence> tagger, IReadOnlyList<TSentence> training, IReadOnlyList<TSentence> validation, TaggerOptions<TSentence> options)
        where TSentence : Sentence
    {
        ArgumentNullException.ThrowIfNull(tagger);
        ArgumentNullException.ThrowIfNull(options);
        var curve = new LearningCurve();
        long start = Stopwatch.GetTimestamp();
        int epoch = 0;
        TrainedEpoch chosen = tagger.Train(training, validation, options with
        {
            EndOfEpoch = (trained, validated) =>
            {
                epoch++;
                curve.Add(trained, validated);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"epoch {epoch,3}: loss {trained:F4}, validation {validated:F4}"));
            },
        });
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"trained in  {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s; epoch {chosen.Number} is the best on the validation data, with F1 {100 * chosen.F1:F2}"
            + $"{(options.LearnsValidation ? "; then again for all epochs, on these as well" : "")}"));
        return curve;
    }

    /// <summary>Fits a training to its length: the learning rate falls as a cosine, and the average of the parameters reaches over no more than its last fifth.</summary>
    /// <param name="options">The training.</param>
    /// <param name="updates">How many updates it has.</param>
    public static TrainerOptions Over(TrainerOptions options, long updates)
    {
        ArgumentNullException.ThrowIfNull(options);
        return options with
        {
            Schedule = LearningRateSchedule.Cosine(updates, end: 0.02),
            AverageDecay = Math.Clamp(1 - (5.0 / updates), 0, options.AverageDecay),
        };
    }

    /// <summary>Shows sentences that went wrong, with what was found and what is right.</summary>
    /// <typeparam name="TSentence">What was tagged.</typeparam>
    /// <param name="test">The sentences.</param>
    /// <param name="found">What was found.</param>
    /// <param name="wordsOf">The words to show.</param>
    public static void ShowWrong<TSentence>(IReadOnlyList<TSentence> test, IReadOnlyList<TaggedSentence> found, Func<TSentence, IReadOnlyList<string>> wordsOf)
        where TSentence : Sentence
    {
        const int Shown = 6;
        ArgumentNullException.ThrowIfNull(test);
        ArgumentNullException.ThrowIfNull(found);
        ArgumentNullException.ThrowIfNull(wordsOf);
        int wrong = 0;
        for (int index = 0; index < test.Count; index++)
        {
            TSentence sentence = test[index];
            string[] tags = found[index].Tags;
            if (string.Equals(SpanScore.Bracketed(sentence.Words, tags), SpanScore.Bracketed(sentence.Words, sentence.Tags), StringComparison.Ordinal))
            {
                continue;
            }

            wrong++;
            if (wrong <= Shown)
            {
                Console.WriteLine($"  found: {SpanScore.Bracketed(wordsOf(sentence), tags, sentence.Tags, found[index].Probabilities)}");
                Console.WriteLine($"  right: {SpanScore.Bracketed(wordsOf(sentence), sentence.Tags, tags)}");
            }
        }

        Console.WriteLine($"  {wrong:N0} of {test.Count:N0} went wrong{(wrong > Shown ? "; these are the first" : "")}");
    }

    /// <summary>Writes the model with its words and types, and the losses as a picture.</summary>
    /// <param name="directory">Where to: <see cref="SampleCommand.OutputProblem"/> has created it.</param>
    /// <param name="saveModel">Writes the model.</param>
    /// <param name="vocabulary">The words and types.</param>
    /// <param name="curve">The losses.</param>
    /// <param name="title">Above the picture.</param>
    public static void Save(string directory, Action<SafetensorsWriter> saveModel, TaggerVocabulary vocabulary, LearningCurve curve, string title)
    {
        ArgumentNullException.ThrowIfNull(saveModel);
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(curve);
        string modelPath = Path.Combine(directory, ModelFile), curvePath = Path.Combine(directory, CurveFile);
        var file = new SafetensorsWriter();
        saveModel(file);
        vocabulary.Write(file);
        file.Save(modelPath);
        curve.Save(curvePath, title, "negative log likelihood per word");
        Console.WriteLine($"written     {modelPath}, {curvePath}");
    }
}
