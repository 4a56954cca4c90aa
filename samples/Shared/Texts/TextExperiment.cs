using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Training;

namespace Shared.Texts;

/// <summary>
/// Trains networks that say which class a text is of, and baselines, fold by fold and seed by seed, and prints what they reach, which classes are taken for which, and
/// texts that went wrong.
/// </summary>
/// <param name="names">The classes.</param>
/// <param name="folds">What to learn from and to measure on.</param>
/// <param name="kinds">The networks.</param>
/// <param name="pieces">The pieces of a text for the baseline on them.</param>
public sealed class TextExperiment(string[] names, IReadOnlyList<TextFold> folds, IReadOnlyList<NetworkKind> kinds, Func<string, IEnumerable<uint>> pieces)
{
    private const string Ours = "networks";
    private const int SeedsApart = 1000;

    /// <summary>The file of the networks.</summary>
    public const string ModelFile = "model.safetensors";

    /// <summary>The files that are written.</summary>
    /// <param name="kinds">The names of the networks' kinds.</param>
    public static string[] Files(params ReadOnlySpan<string> kinds)
    {
        var files = new List<string> { ModelFile };
        foreach (string kind in kinds)
        {
            files.Add(CurveFile(kind));
        }

        return [.. files];
    }

    /// <summary>Does it.</summary>
    /// <param name="firstSeed">The first seed.</param>
    /// <param name="seeds">How many.</param>
    /// <param name="threads">Threads.</param>
    /// <param name="output">The folder of the files.</param>
    public void Run(int firstSeed, int seeds, int threads, string output)
    {
        int[] classes = [.. folds.SelectMany(static fold => fold.Test).Select(static text => text.Class)];
        var table = new ResultTable(classes, [.. folds.SelectMany(static (fold, number) => fold.Test.Select(_ => number))]);
        var ensemble = new TextEnsemble();
        double[][] first = [];
        long start = Stopwatch.GetTimestamp();
        for (int seed = 0; seed < seeds; seed++)
        {
            var ofKinds = kinds.Select(static _ => new List<double[]>()).ToArray();
            var ofAll = new List<double[]>();
            foreach ((int number, TextFold fold) in folds.Index())
            {
                bool isFirst = seed == 0 && number == 0;
                TextEnsemble[] trained = [.. kinds.Select(kind => Train(kind, fold.Texts, unchecked(firstSeed + (seed * SeedsApart)), threads, isFirst ? output : null))];
                string[] texts = [.. fold.Test.Select(static text => text.Text)];
                double[][][] scores = [.. trained.Select(own => own.Score(texts, threads))];
                for (int kind = 0; kind < kinds.Count; kind++)
                {
                    ofKinds[kind].AddRange(scores[kind]);
                }

                ofAll.AddRange(TextEnsemble.Mean([.. kinds.Zip(scores, static (kind, own) => (kind.Weight, own))]));
                if (isFirst)
                {
                    foreach ((double weight, ITextNetwork network) in trained.SelectMany(static own => own.Networks))
                    {
                        ensemble.Add(weight, network);
                    }
                }
            }

            table.Add(Ours, [.. ofAll]);
            foreach ((int kind, List<double[]> scores) in ofKinds.Index())
            {
                table.Add($"  by {kinds[kind].Name}", [.. scores]);
            }

            first = seed == 0 ? [.. ofAll] : first;
        }

        Console.WriteLine($"trained in  {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
        start = Stopwatch.GetTimestamp();
        string[] baselines = AddBaselines(table);
        Console.WriteLine($"baselines   trained in {Stopwatch.GetElapsedTime(start).TotalSeconds:F0} s");
        Console.WriteLine();
        table.Print(Ours, baselines);
        Console.WriteLine();
        Console.WriteLine(ConfusionTable.Of(names, classes.Zip(first, (right, scores) => (names[right], names[Measures.Answer(scores)]))));
        WrongTexts.Print(names, folds[0].Test, first[..folds[0].Test.Length], texts => ensemble.Score(texts, threads));

        var file = new SafetensorsWriter();
        foreach ((NetworkKind kind, int number, ITextNetwork network) in kinds.SelectMany(static kind => Enumerable.Range(0, kind.Count).Select(number => (kind, number)))
            .Zip(ensemble.Networks, static (name, voter) => (name.kind, name.number, voter.Network)))
        {
            network.Save(file, $"{kind.Name}{number}.");
        }

        file.Save(Path.Combine(output, ModelFile));
        Console.WriteLine();
        Console.WriteLine($"written     {Path.Combine(output, ModelFile)}, {Path.Combine(output, CurveFile("*"))}");
    }

    private static string CurveFile(string kind) => $"learning-curve-{kind}.png";

    private static TextEnsemble Train(NetworkKind kind, TextGroups texts, int seed, int threads, string? output)
    {
        var ensemble = new TextEnsemble();
        for (int number = 0; number < kind.Count; number++)
        {
            int own = unchecked(seed + number);
            ITextNetwork network = kind.Create(texts, own);
            bool isShown = number == 0 && output is not null;
            LearningCurve curve = network.Train(texts, new TextCourse(kind.Epochs, kind.LearningRate, own, threads) { Part = number, IsShown = isShown });
            if (isShown)
            {
                curve.Save(Path.Combine(output!, CurveFile(kind.Name)), $"Classes of texts by {kind.Name}", "cross-entropy");
            }

            ensemble.Add(kind.Weight, network);
        }

        return ensemble;
    }

    private string[] AddBaselines(ResultTable table)
    {
        const string Pieces = "Microsoft.ML on pieces", Presence = "bag of words", Rarity = "weighted by rarity";
        List<double[]> onPieces = [], presence = [], rarity = [];
        foreach (TextFold fold in folds)
        {
            onPieces.AddRange(TfIdfBaseline.Train(fold.Texts, names.Length, pieces).Score(fold.Test));
            var words = new Words(fold.Texts.All.Select(static text => text.Text));
            Example<int, int>[] training = Encode(fold.Texts.Training(0)), validation = Encode(fold.Texts.Validation(0)), test = Encode(fold.Test);
            presence.AddRange(BagOfWords.Train(training, validation, Words.MaxCount, names.Length, BagWeighting.Presence).Score(test));
            rarity.AddRange(BagOfWords.Train(training, validation, Words.MaxCount, names.Length, BagWeighting.Rarity).Score(test));

            Example<int, int>[] Encode(ClassText[] texts) => Array.ConvertAll(texts, text => new Example<int, int>(words.Encode(text.Text), [text.Class]));
        }

        table.Add(Presence, [.. presence]);
        table.Add(Rarity, [.. rarity]);
        table.Add(Pieces, [.. onPieces]);
        return [Presence, Rarity, Pieces];
    }
}
