using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Training;
using Shared;
using TextClassification;
using TextGeneration;

// Learns which class a text is of, from its characters and from its words, and holds the result against logistic regressions on words.

const string usage = """
    usage: TextClassification [options]

    Trains a bidirectional LSTM over characters and a bidirectional GRU over words, and beside them logistic regressions on bags of the same words.
    Prints how many texts of the test data each gets right; together the networks vote by the sum of their log-probabilities.

      --data FILE        texts as lines of "train" or "test", a label (at most 32 different ones) and a text, separated by tabs
                         (default: passages of six novels of Jane Austen, the label is the novel; every fifth chapter is test data)
      --length N         characters of a passage of a novel, 50 to 1000 (default: 200)
      --read WHAT        characters, words or both (default: both)
      --models N         so many networks of each kind, from different first parameters, 1 to 16 (default: 1, with --data 4)
      --epochs N         so many at most, 1 to 1000 (default: 4, with --data 8); the epoch that is best on a tenth of the training data counts
      --threads N        threads, 1 to 64 (default: 2); the result is the same for any number
      --seed N           other first parameters
      --output DIRECTORY where model.safetensors and the learning curves go (default: TextClassification.out)
      --help             print this
    """;

return CommandLine.Run(
    args, usage,
    [
        Option.InputFile("--data"), Option.Value("--length"), Option.Value("--read"), Option.Value("--models"), Option.Value("--epochs"),
        Option.Value("--threads"), Option.Value("--seed"), Option.OutputFolder("--output"),
    ],
    Run);

static int Run(CommandLine line)
{
    const int MaxCharacters = 1000;
    const int Batch = 32;
    bool hasData = line.Has("--data");
    int length = line.Number("--length", 200, 50, 1000), models = line.Number("--models", hasData ? 4 : 1, 1, 16);
    int epochs = line.Number("--epochs", hasData ? 8 : 4, 1, 1000), threads = line.Number("--threads", 2, 1, 64);
    int seed = line.Number("--seed", 1, int.MinValue, int.MaxValue);
    string read = line.Text("--read", "both");
    if (read is not ("characters" or "words" or "both"))
    {
        throw new UsageException($"--read: '{read}' is not characters, words or both");
    }

    string output = line.OutputFolder("TextClassification.out", "model.safetensors", "learning-curve-characters.png", "learning-curve-words.png");
    (LabelledText[] training, LabelledText[] test) = hasData
        ? LabelledText.Read(line.Text("--data", ""))
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
