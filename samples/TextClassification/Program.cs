using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Diagnostics;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Training;
using Shared;
using TextClassification;
using TextGeneration;

// Learns which class a text is of, from its characters and from its words, and holds the result against logistic regressions on words.

var dataOption = new Option<string>("--data")
{
    Description = "texts as lines of \"train\" or \"test\", a label (at most 32 different ones) and a text, separated by tabs "
        + "(without it: passages of six novels of Jane Austen, the label is the novel; every fifth chapter is test data)",
}.InputFile();
var lengthOption = new Option<int>("--length") { Description = "characters of a passage of a novel", DefaultValueFactory = static _ => 200 }.Between(50, 1000);
var readOption = new Option<string>("--read") { Description = "what the networks read", DefaultValueFactory = static _ => "both" }.OneOf("characters", "words", "both");
var modelsOption = new Option<int>("--models")
{
    Description = "so many networks of each kind, from different first parameters; with --data 4",
    DefaultValueFactory = line => line.GetResult(dataOption) is null ? 1 : 4,
}.Between(1, 16);
var epochsOption = new Option<int>("--epochs")
{
    Description = "so many at most, with --data 8; the epoch that is best on a tenth of the training data counts",
    DefaultValueFactory = line => line.GetResult(dataOption) is null ? 4 : 8,
}.Between(1, 1000);
Option<int> threadsOption = OptionChecks.Threads("the result is the same for any number");
var seedOption = new Option<int>("--seed") { Description = "other first parameters", DefaultValueFactory = static _ => 1 }.AnyNumber();
var outputOption = new Option<string>("--output")
{
    Description = "where model.safetensors and the learning curves go",
    DefaultValueFactory = static _ => "TextClassification.out",
}.OutputFolder();
var command = new RootCommand(
    """
    Trains a bidirectional LSTM over characters and a bidirectional GRU over words, and beside them logistic regressions on bags of the same words.
    Prints how many texts of the test data each gets right; together the networks vote by the sum of their log-probabilities.
    """)
{
    dataOption, lengthOption, readOption, modelsOption, epochsOption, threadsOption, seedOption, outputOption,
};
return SampleCommand.Run(
    args, command,
    line => SampleCommand.OutputProblem(
        outputOption, line.GetRequiredValue(outputOption), "model.safetensors", "learning-curve-characters.png", "learning-curve-words.png"),
    Run);

int Run(ParseResult line)
{
    const int MaxCharacters = 1000;
    const int Batch = 32;
    string? data = line.GetValue(dataOption);
    int length = line.GetValue(lengthOption), models = line.GetValue(modelsOption);
    int epochs = line.GetValue(epochsOption), threads = line.GetValue(threadsOption);
    int seed = line.GetValue(seedOption);
    string read = line.GetRequiredValue(readOption);
    string output = line.GetRequiredValue(outputOption);
    (LabelledText[] training, LabelledText[] test) = data is not null
        ? LabelledText.Read(data)
        : Novels.Read(Path.Combine(AppContext.BaseDirectory, "novels"), length);
    var classes = new Classes(training);
    var words = new Words(training.Select(static text => text.Text));
    Split byWords = Encode(text => words.Encode(text)), byCharacters = Encode(static text => Characters.Encode(text.Length == 0 ? " " : text[..Math.Min(text.Length, MaxCharacters)]));
    Console.WriteLine(
        $"data        {byWords.Training.Length:N0} texts to learn from, {byWords.Validation.Length:N0} to choose by, {test.Length:N0} to test; {classes.Count} labels; {words.Count:N0} words");
    var file = new SafetensorsWriter();
    var together = new ClassVotes(byWords.Test, classes.Count);
    var results = new List<string>();
    if (read is "characters" or "both")
    {
        Console.WriteLine($"characters  {CharacterModel.ParameterCount:N0} parameters: characters, LSTM in both directions, the largest over time, classes");
        Vote("characters", byCharacters, byCharacters.Training, 4e-3f, number =>
        {
            var model = new CharacterModel();
            model.Initialize(seed + number);
            return model;
        });
    }

    if (read is "words" or "both")
    {
        Console.WriteLine($"words       {WordModel.ParameterCount:N0} parameters: words, GRU in both directions, the largest over time, classes");
        Vote("words", byWords, WordCounts.LeaveOut(byWords.Training, 0.5, seed), 5e-4f, number =>
        {
            var model = new WordModel();
            model.Initialize(seed + number);
            WordCounts.Start(model, byWords.Training, classes.Count);
            return model;
        });
    }

    long start = Stopwatch.GetTimestamp();
    double presence = Baseline(BagWeighting.Presence), rarity = Baseline(BagWeighting.Rarity);
    double largest = byWords.Test.CountBy(static example => example.Targets[0]).Max(static label => label.Value) / (double)test.Length;
    Console.WriteLine($"baselines   trained in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
    Console.WriteLine(
        $"test        networks {100 * together.Accuracy:F1} % ({string.Join(", ", results)}), bag of words {100 * presence:F1} %, weighted by rarity {100 * rarity:F1} %, the largest class {100 * largest:F1} %");
    file.Save(Path.Combine(output, "model.safetensors"));
    Console.WriteLine($"written     {Path.Combine(output, "model.safetensors")}, {Path.Combine(output, "learning-curve-*.png")}");
    return ExitCode.Success;

    double Baseline(BagWeighting weighting) => BagOfWords.Train(byWords.Training, byWords.Validation, Words.MaxCount, classes.Count, weighting).Accuracy(byWords.Test);

    void Vote(string kind, Split data, Example<int, int>[] learnt, float learningRate, Func<int, ITrainable<int>> create)
    {
        var votes = new ClassVotes(data.Test, classes.Count);
        var curve = new LearningCurve();
        long start = Stopwatch.GetTimestamp();
        for (int number = 0; number < models; number++)
        {
            ITrainable<int> model = create(number);
            classes.CloseOthers(model);
            curve = new LearningCurve();
            TrainingDisplay.Run(epochs, "loss", curve, progress =>
            {
                int updates = (learnt.Length + Batch - 1) / Batch * epochs;
                using var trainer = new Trainer<int, int>(
                    model, new AdamW(model.Parameters.Length, learningRate, weightDecay: 0.05f), SequenceLoss.CrossEntropy(),
                    new TrainerOptions
                    {
                        BatchSize = Batch,
                        ShardSize = 16,
                        Threads = threads,
                        Seed = seed + number,
                        ClipNorm = 1,
                        Patience = 4,
                        Schedule = LearningRateSchedule.Cosine(updates, end: 0.05),
                        Progress = progress,
                    });
                trainer.Fit(learnt, data.Validation, epochs);
                trainer.Evaluate(data.Test, (index, logits) => votes.Add(index, logits.Span));
            });
            model.Save(file, $"{kind}{number}.");
        }

        Console.WriteLine($"trained in  {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
        curve.Save(Path.Combine(output, $"learning-curve-{kind}.png"), $"Classes of texts by {kind}", "cross-entropy");
        results.Add($"{kind} {100 * votes.Accuracy:F1} %");
        together.Add(votes);
    }

    Split Encode(Func<string, int[]> encode)
    {
        Example<int, int>[] all = [.. training.Select(ToExample)];
        return new Split(
            [.. all.Where(static (_, index) => index % 10 != 9)], [.. all.Where(static (_, index) => index % 10 == 9)], [.. test.Select(ToExample)]);

        Example<int, int> ToExample(LabelledText text) => new(encode(text.Text), [classes[text.Label]]);
    }
}
