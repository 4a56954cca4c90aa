using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using NamedEntities;
using RnnGen.Formats;
using RnnGen.Training;
using Shared;

// Learns to find names in sentences, and counts what it finds as conlleval does.

const string usage = """
    usage: NamedEntities [options]

    Trains a bidirectional LSTM tagger on words and their characters, and prints entity-level precision, recall and F1, beside those of a dictionary of
    the training data's names.

      --data FILE        sentences to learn from: a word and its tag (B-type, I-type, O) a line, blank lines between
                         (default: sentences made of the sample's own templates and names, some of which are in the test data only)
      --validation FILE  sentences that choose the best epoch (default: a tenth of --data)
      --test FILE        sentences to measure on (default: another fifth of --data)
      --epochs N         so many at most, 1 to 1000 (default: 15)
      --threads N        threads, 1 to 64 (default: 2); the result is the same for any number
      --seed N           another seed gives another model
      --output DIRECTORY where model.safetensors and learning-curve.png go (default: NamedEntities.out)
      --help             print this
    """;

return CommandLine.Run(args, usage, [], ["--data", "--validation", "--test", "--epochs", "--threads", "--seed", "--output"], Run);

static int Run(CommandLine line)
{
    int epochs = line.Number("--epochs", 15, 1, 1000), threads = line.Number("--threads", 2, 1, 64);
    int seed = line.Number("--seed", 1, int.MinValue, int.MaxValue);
    string output = line.Text("--output", "NamedEntities.out");
    List<Sentence> all = line.Has("--data") ? EntityData.Read(line.Text("--data", "")) : EntityData.MakeUp(1200, seed: 1, isTest: false);
    List<Sentence> test = line.Has("--test") ? EntityData.Read(line.Text("--test", ""))
        : line.Has("--data") ? [.. all.Where(static (_, index) => index % 10 >= 8)] : EntityData.MakeUp(300, seed: 2, isTest: true);
    List<Sentence> validation = line.Has("--validation") ? EntityData.Read(line.Text("--validation", "")) : [.. all.Where(static (_, index) => index % 10 == 7)];
    List<Sentence> training =
    [
        .. all.Where((_, index) => (line.Has("--validation") || index % 10 != 7) && (line.Has("--test") || !line.Has("--data") || index % 10 < 8)),
    ];
    string[] tags = ["O", .. training.SelectMany(static sentence => sentence.Tags).Distinct().Where(static tag => tag != "O").Order(StringComparer.Ordinal)];
    if (training.Count == 0 || validation.Count == 0 || test.Count == 0 || tags.Length > EntityData.MaxTags)
    {
        throw new FormatException($"the data has {training.Count}, {validation.Count} and {test.Count} sentences and {tags.Length} tags; it may have {EntityData.MaxTags} tags");
    }

    Dictionary<string, int> known = training.SelectMany(static sentence => sentence.Words.SelectMany(static word => new[] { word, word.ToLowerInvariant() }.Distinct()))
        .CountBy(static word => word).ToDictionary();
    Console.WriteLine($"data        {training.Count:N0} sentences to learn from, {validation.Count:N0} to choose by, {test.Count:N0} to test; {tags.Length} tags");
    Console.WriteLine($"model       {EntityTagger.ParameterCount:N0} parameters: features of words and characters, LSTM in both directions");
    Example<float, int>[] examples = [.. training.Select(Encode)], validationExamples = [.. validation.Select(Encode)], testExamples = [.. test.Select(Encode)];

    var model = new EntityTagger();
    model.Initialize(seed);
    var curve = new LearningCurve();
    long start = Stopwatch.GetTimestamp();
    var score = new SpanScore();
    TrainingDisplay.Run(epochs, "loss", curve, progress =>
    {
        using var trainer = new Trainer<float, int>(
            model, new AdamW(model.Parameters.Length, 2e-3f, weightDecay: 0.02f), SequenceLoss.CrossEntropy(),
            new TrainerOptions { BatchSize = 16, ShardSize = 8, Threads = threads, Seed = seed, ClipNorm = 1, Patience = 4, Progress = progress });
        trainer.Fit(examples, validationExamples, epochs);
        trainer.Evaluate(testExamples, (index, logits) => score.Add(test[index].Tags, Decode(logits.Span)));
    });
    Console.WriteLine($"trained in  {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
    Print("LSTM", score);
    Print("dictionary", Dictionary(training, test));

    Directory.CreateDirectory(output);
    var file = new SafetensorsWriter();
    model.Save(file);
    file.Save(Path.Combine(output, "model.safetensors"));
    curve.Save(Path.Combine(output, "learning-curve.png"), "Named entities", "cross-entropy");
    Console.WriteLine($"written     {Path.Combine(output, "model.safetensors")}, {Path.Combine(output, "learning-curve.png")}");
    return 0;

    // A tag that only the test data has cannot be learnt: it is scored, and not trained on.
    Example<float, int> Encode(Sentence sentence) => new(
        WordFeatures.Encode(sentence.Words, known),
        Array.ConvertAll(sentence.Tags, tag => Array.IndexOf(tags, tag) is >= 0 and int index ? index : Loss.Ignored));

    string[] Decode(ReadOnlySpan<float> logits)
    {
        string[] found = new string[logits.Length / EntityData.MaxTags];
        for (int word = 0; word < found.Length; word++)
        {
            ReadOnlySpan<float> own = logits.Slice(word * EntityData.MaxTags, tags.Length);
            int best = 0;
            for (int tag = 1; tag < own.Length; tag++)
            {
                best = own[tag] > own[best] ? tag : best;
            }

            found[word] = tags[best];
        }

        return found;
    }
}

static void Print(string name, SpanScore score) => Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture, $"{name,-11} precision {100 * score.Precision:F2} %, recall {100 * score.Recall:F2} %, F1 {100 * score.F1:F2}"));

// The baseline: every run of words that was a name in the training data is that name again, the longest first.
static SpanScore Dictionary(List<Sentence> training, List<Sentence> test)
{
    Dictionary<string, string> names = training
        .SelectMany(static sentence => SpanScore.Spans(sentence.Tags).Select(span => (Name: string.Join(' ', sentence.Words[span.Start..span.End]), span.Type)))
        .GroupBy(static name => name.Name)
        .ToDictionary(static group => group.Key, static group => group.CountBy(static name => name.Type).MaxBy(static type => type.Value).Key);
    int longest = names.Keys.Max(static name => name.Split(' ').Length);
    var score = new SpanScore();
    foreach (Sentence sentence in test)
    {
        string[] found = [.. Enumerable.Repeat("O", sentence.Words.Length)];
        for (int first = 0; first < found.Length; first++)
        {
            for (int length = Math.Min(longest, found.Length - first); length > 0; length--)
            {
                if (names.TryGetValue(string.Join(' ', sentence.Words[first..(first + length)]), out string? type))
                {
                    found[first] = "B-" + type;
                    found.AsSpan(first + 1, length - 1).Fill("I-" + type);
                    first += length - 1;
                    break;
                }
            }
        }

        score.Add(sentence.Tags, found);
    }

    return score;
}
