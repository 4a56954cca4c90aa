using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.Linq;
using RnnGen.Training;
using SemanticRoles;
using Shared;
using Shared.Tagging;

return CommandLine.Run(args, "usage: SemanticRoles", [], ["--data", "--test", "--epochs", "--threads", "--seed", "--output"], Run);

static int Run(CommandLine line)
{
    int epochs = line.Number("--epochs", 12, 1, 1000), threads = line.Number("--threads", 2, 1, 64);
    int seed = line.Number("--seed", 1, int.MinValue, int.MaxValue);
    List<Frame[]> all = FrameData.Read(line.Text("--data", ""));
    Frame[] test = [.. FrameData.Read(line.Text("--test", "")).SelectMany(s => s)];
    Frame[] validation = [.. all.Where((_, i) => i % 10 == 9).SelectMany(s => s)];
    Frame[] training = [.. all.Where((_, i) => i % 10 != 9).SelectMany(s => s)];
    var tags = new SpanTags(training.SelectMany(s => SpanScore.Spans(s.Tags)).Select(s => s.Type));
    Console.WriteLine($"{training.Length} {validation.Length} {test.Length} {string.Join(' ', tags.Types)}");
    var features = new WordFeatures(WordFeatures.Frequent(training.DistinctBy(s => s.Words)), FrameEncoder.Places);
    ITrainable<float> model;
    if (P.D("LIN", 0) > 0) { var m = new LinearTagger(); m.Initialize(seed); model = m; } else { var m = new RoleTagger(); m.Initialize(seed); model = m; }
    var tagger = new SpanTagger<Frame>(model, new FrameEncoder(features, P.D("LIN", 0) > 0), tags, FrameEncoder.MaxTypes);
    var options = new TrainerOptions { BatchSize = (int)P.D("BS", 32), ShardSize = 16, Threads = threads, Seed = seed, ClipNorm = 1 };
    long start = Stopwatch.GetTimestamp();
    tagger.Train(training, validation, epochs, (float)P.D("LR", 4e-3), (float)P.D("WD", 0.02), options, (p, f1) => { if (p.IsEndOfEpoch) { Console.WriteLine($"epoch {p.Epoch + 1} {p.Loss:F4} {p.ValidationLoss:F4} {100 * f1:F2}"); } });
    Console.WriteLine($"trained in  {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
    var score = new SpanScore(); var heads = new SpanScore();
    foreach (var (s, t) in test.Zip(tagger.Tag(test, options))) { score.Add(s.Tags, t); heads.Add(s.HeadTags!, Frame.HeadsOf(t, s.Heads!)); }
    Print("LSTM", score);
    Print("heads", heads);
    return 0;
}

static void Print(string name, SpanScore score) => Console.WriteLine(string.Create(
    CultureInfo.InvariantCulture, $"{name,-11} precision {100 * score.Precision:F2} %, recall {100 * score.Recall:F2} %, F1 {100 * score.F1:F2}"));
