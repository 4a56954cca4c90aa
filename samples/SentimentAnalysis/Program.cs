using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Training;
using SentimentAnalysis;
using Shared;

// Learns whether a review is a good one, and holds the result against a logistic regression on words.

const string usage = """
    usage: SentimentAnalysis [options]

    Trains bidirectional GRUs over words, which vote by the sum of their log-probabilities, and beside them logistic regressions on bags of the same words;
    prints all accuracies.

      --data FILE        reviews as lines of "train" or "test", a label ("great" or anything else) and a text, separated by tabs
                         (default: reviews made of the sample's own templates, some of which are in the test data only)
      --models N         so many GRUs, from different first parameters, 1 to 16 (default: 1, with --data 4)
      --epochs N         so many at most, 1 to 1000 (default: 12); the epoch that is best on a tenth of the training data counts
      --threads N        threads, 1 to 64 (default: 2); the result is the same for any number
      --seed N           another seed gives another model
      --output DIRECTORY where model.safetensors and learning-curve.png go (default: SentimentAnalysis.out)
      --help             print this
    """;

return CommandLine.Run(
    args, usage,
    [
        Option.InputFile("--data"), Option.Value("--models"), Option.Value("--epochs"), Option.Value("--threads"), Option.Value("--seed"),
        Option.OutputFolder("--output"),
    ],
    Run);

static int Run(CommandLine line)
{
    const string Good = "great";
    int epochs = line.Number("--epochs", 12, 1, 1000);
    int seed = line.Number("--seed", 1, int.MinValue, int.MaxValue);
    int threads = line.Number("--threads", 2, 1, 64);
    int models = line.Number("--models", line.Has("--data") ? 4 : 1, 1, 16);
    string output = line.OutputFolder("SentimentAnalysis.out", "model.safetensors", "learning-curve.png");
    (LabelledText[] training, LabelledText[] test) = line.Has("--data")
        ? LabelledText.Read(line.Text("--data", ""))
        : ([.. MadeUpReviews.Make(1500, seed: 1, isTest: false)], [.. MadeUpReviews.Make(500, seed: 2, isTest: true)]);

    var words = new Words(training.Select(static review => review.Text));
    Example<int, int>[] examples = [.. training.Select(Encode)], testExamples = [.. test.Select(Encode)];
    Example<int, int>[] validation = [.. examples.Where(static (_, index) => index % 10 == 9)];
    examples = [.. examples.Where(static (_, index) => index % 10 != 9)];
    Console.WriteLine($"data        {examples.Length:N0} reviews to learn from, {validation.Length:N0} to choose by, {testExamples.Length:N0} to test; {words.Count:N0} words");
    Console.WriteLine($"model       {SentimentModel.ParameterCount:N0} parameters: words, GRU in both directions, the largest over time, 2 classes");

    var file = new SafetensorsWriter();
    var curve = new LearningCurve();
    var together = new ClassVotes(testExamples, 2);
    var accuracies = new List<double>();
    long start = Stopwatch.GetTimestamp();
    for (int number = 0; number < models; number++)
    {
        int own = seed + number;
        var model = new SentimentModel();
        model.Initialize(own);
        WordCounts.Start(model, examples, 2);

        // Long reviews: words are left out, so that the model does not lean on a few of them. In the made-up sentences every word counts.
        Example<int, int>[] learnt = line.Has("--data") ? WordCounts.LeaveOut(examples, 0.5, own) : examples;
        float learningRate = line.Has("--data") ? 5e-4f : 4e-3f;
        var votes = new ClassVotes(testExamples, 2);
        curve = new LearningCurve();
        TrainingDisplay.Run(epochs, "loss", curve, progress =>
        {
            using var trainer = new Trainer<int, int>(
                model, new AdamW(model.Parameters.Length, learningRate, weightDecay: 0.05f), SequenceLoss.CrossEntropy(),
                new TrainerOptions { BatchSize = 32, ShardSize = 8, Threads = threads, Seed = own, ClipNorm = 1, Patience = 4, Progress = progress });
            trainer.Fit(learnt, validation, epochs);
            trainer.Evaluate(testExamples, (index, logits) => votes.Add(index, logits.Span));
        });
        accuracies.Add(votes.Accuracy);
        together.Add(votes);
        model.Save(file, models == 1 ? "" : $"{number}.");
    }

    Console.WriteLine($"trained in  {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
    double presence = Baseline(BagWeighting.Presence), rarity = Baseline(BagWeighting.Rarity);
    double good = test.Average(static review => review.Label == Good ? 1.0 : 0);
    string each = models == 1 ? "" : $" (each: {string.Join(", ", accuracies.Select(static accuracy => $"{100 * accuracy:F1}"))})";
    Console.WriteLine(
        $"test        GRU {100 * together.Accuracy:F1} %{each}, bag of words {100 * presence:F1} %, weighted by rarity {100 * rarity:F1} %, the larger class {100 * Math.Max(good, 1 - good):F1} %");

    file.Save(Path.Combine(output, "model.safetensors"));
    curve.Save(Path.Combine(output, "learning-curve.png"), "Sentiment of reviews", "cross-entropy");
    Console.WriteLine($"written     {Path.Combine(output, "model.safetensors")}, {Path.Combine(output, "learning-curve.png")}");
    return ExitCode.Success;

    Example<int, int> Encode(LabelledText review) => new(words.Encode(review.Text), [review.Label == Good ? 1 : 0]);

    double Baseline(BagWeighting weighting) => BagOfWords.Train(examples, validation, Words.MaxCount, 2, weighting).Accuracy(testExamples);
}
