using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Training;
using SentimentAnalysis;
using Shared;

// Learns whether a review is a good one, and holds the result against a logistic regression on words.

var dataOption = new Option<string>("--data")
{
    Description = "reviews as lines of \"train\" or \"test\", a label (\"great\" or anything else) and a text, separated by tabs "
        + "(without it: reviews made of the sample's own templates, some of which are in the test data only)",
}.InputFile();
var modelsOption = new Option<int>("--models")
{
    Description = "so many GRUs, from different first parameters; with --data 4",
    DefaultValueFactory = line => line.GetResult(dataOption) is null ? 1 : 4,
}.Between(1, 16);
var epochsOption = new Option<int>("--epochs")
{
    Description = "so many at most; the epoch that is best on a tenth of the training data counts",
    DefaultValueFactory = static _ => 12,
}.Between(1, 1000);
Option<int> threadsOption = OptionChecks.Threads("the result is the same for any number");
var seedOption = new Option<int>("--seed") { Description = "another seed gives another model", DefaultValueFactory = static _ => 1 }.AnyNumber();
var outputOption = new Option<string>("--output")
{
    Description = "where model.safetensors and learning-curve.png go",
    DefaultValueFactory = static _ => "SentimentAnalysis.out",
}.OutputFolder();
var command = new RootCommand(
    "Trains bidirectional GRUs over words, which vote by the sum of their log-probabilities, and beside them logistic regressions on bags of the same words; "
    + "prints all accuracies.")
{
    dataOption, modelsOption, epochsOption, threadsOption, seedOption, outputOption,
};
return SampleCommand.Run(
    args, command, line => SampleCommand.OutputProblem(outputOption, line.GetRequiredValue(outputOption), "model.safetensors", "learning-curve.png"), Run);

int Run(ParseResult line)
{
    const string Good = "great";
    string? data = line.GetValue(dataOption);
    int epochs = line.GetValue(epochsOption);
    int seed = line.GetValue(seedOption);
    int threads = line.GetValue(threadsOption);
    int models = line.GetValue(modelsOption);
    string output = line.GetRequiredValue(outputOption);
    (LabelledText[] training, LabelledText[] test) = data is not null
        ? LabelledText.Read(data)
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
        Example<int, int>[] learnt = data is not null ? WordCounts.LeaveOut(examples, 0.5, own) : examples;
        float learningRate = data is not null ? 5e-4f : 4e-3f;
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
