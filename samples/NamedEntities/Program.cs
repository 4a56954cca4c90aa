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
using Shared.Tagging;

const string usage = """
    usage: NamedEntities [options]
    """;

return CommandLine.Run(args, usage, [], ["--data", "--validation", "--test", "--epochs", "--threads", "--seed", "--output"], Run);

static int Run(CommandLine line)
{
    int epochs = line.Number("--epochs", 15, 1, 1000), threads = line.Number("--threads", 2, 1, 64);
    int seed = line.Number("--seed", 1, int.MinValue, int.MaxValue);
    List<Sentence[]> all = line.Has("--data") ? EntityData.Read(line.Text("--data", "")) : [.. MadeUpSentences.Make(1200, seed: 1, isTest: false).Select(s => new[] { s })];
    Sentence[] test = line.Has("--test") ? [.. EntityData.Read(line.Text("--test", "")).SelectMany(s => s)] : line.Has("--data") ? [.. all.Where((_, i) => i % 5 == 4).SelectMany(s => s)] : [.. MadeUpSentences.Make(300, 2, true)];
    Sentence[] validation = line.Has("--validation") ? [.. EntityData.Read(line.Text("--validation", "")).SelectMany(s => s)] : [.. all.Where((_, i) => i % 10 == 8).SelectMany(s => s)];
    Sentence[] training = line.Has("--validation") ? [.. all.SelectMany(s => s)] : [.. all.Where((_, i) => i % 5 != 4 && i % 10 != 8).SelectMany(s => s)];
    var tags = new SpanTags(training.SelectMany(s => SpanScore.Spans(s.Tags)).Select(s => s.Type));
    Console.WriteLine($"{training.Length} {validation.Length} {test.Length} {string.Join(' ', tags.Types)}");
    var features = new WordFeatures(WordFeatures.Frequent(training), EntityEncoder.Places);
    var model = new EntityTagger();
    model.Initialize(seed);
    var tagger = new SpanTagger<Sentence>(model, new EntityEncoder(features), tags, EntityEncoder.MaxTypes);
    var options = new TrainerOptions { BatchSize = (int)P.D("BS", 16), ShardSize = 8, Threads = threads, Seed = seed, ClipNorm = 1 };
    long start = Stopwatch.GetTimestamp();
    tagger.Train(training, validation, epochs, (float)P.D("LR", 3e-3), (float)P.D("WD", 0.02), options, (p, f1) => { if (p.IsEndOfEpoch) { Console.WriteLine($"epoch {p.Epoch + 1} {p.Loss:F4} {p.ValidationLoss:F4} {100 * f1:F2}"); } });
    Console.WriteLine($"trained in  {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
    var score = new SpanScore();
    foreach (var (s, t) in test.Zip(tagger.Tag(test, options))) { score.Add(s.Tags, t); }
    Print("LSTM", score);
    var d = new NameDictionary(training);
    score = new SpanScore();
    foreach (var s in test) { score.Add(s.Tags, d.Tag(s.Words)); }
    Print("dictionary", score);
    return 0;
}

static void Print(string name, SpanScore score) => Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture, $"{name,-11} precision {100 * score.Precision:F2} %, recall {100 * score.Recall:F2} %, F1 {100 * score.F1:F2}"));
