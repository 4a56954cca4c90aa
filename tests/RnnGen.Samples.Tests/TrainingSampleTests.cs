using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using System.Threading;
using RnnGen.Formats;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Samples.Tests;

/// <summary>The samples that train, each in a short form.</summary>
public sealed partial class TrainingSampleTests(ITestOutputHelper log) : IDisposable
{
    private readonly TemporaryFolder _output = new();

    public void Dispose() => _output.Dispose();

    [Fact]
    public void Text_generation_learns_measures_and_writes()
    {
        ProcessResult run = Start("TextGeneration", "--epochs", "1", "--length", "50", "--prompt", "Mr. Darcy ");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        double bits = double.Parse(TestBits().Match(run.Output).Groups[1].Value, CultureInfo.InvariantCulture);
        Assert.InRange(bits, 2, 3);
        Assert.Contains("\n\nMr. Darcy ", run.Output, StringComparison.Ordinal);
        AssertModel("embedding.weight");
        AssertPicture("learning-curve.png");
    }

    [Fact]
    public void Sentiment_is_learnt_where_counting_words_fails()
    {
        ProcessResult run = Start("SentimentAnalysis");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        double ours = Accuracy(run, "networks");
        Assert.True(ours > Accuracy(run, "bag of words") && ours > Accuracy(run, "weighted by rarity") && ours > 55);
        Assert.Matches(@"difference  AUC [+-][0-9.]+ from .* \(paired standard error [0-9.]+, by DeLong\)", run.Output);
        AssertModel("words0.gru.weight_hh_l0_reverse");
        AssertModel("pieces0.pieces.weight");
        foreach (string kind in (string[])["pieces", "bayes", "runs", "words"])
        {
            AssertPicture($"learning-curve-{kind}.png");
        }
    }

    /// <summary>Every review is tested once; a second seed gives a spread, and none to what has no seed.</summary>
    [Fact]
    public void Reviews_are_tested_in_folds_and_from_several_seeds()
    {
        string path = _output["reviews.tsv"];
        File.WriteAllLines(path, Enumerable.Range(0, 200).Select(static i =>
            $"{(i < 150 ? "train" : "test")}\t{(i % 2 == 0 ? "great" : "other")}\t{(i % 7 == 0 ? "odd" : i % 2 == 0 ? "good good" : "bad bad")} tea"));
        ProcessResult run = Start("SentimentAnalysis", "--data", path, "--full", "--seeds", "2", "--models", "1", "--epochs", "20");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("200 to test in 5 folds", run.Output, StringComparison.Ordinal);
        Assert.Matches(@"(?m)^  networks +[0-9.]+ ± [0-9.]+ +[0-9.]+ ± [0-9.]+$", run.Output);
        Assert.Matches(@"(?m)^  Microsoft\.ML on pieces +[0-9.]+ +[0-9.]+$", run.Output);

        // 29 reviews say nothing of their class: of them half are right at most, of the others all.
        Assert.InRange(Accuracy(run, "networks"), 80, 94);
        Assert.InRange(Accuracy(run, @"Microsoft\.ML on pieces"), 80, 94);
        int[] counts = [.. Confusions().Matches(run.Output).SelectMany(static row => new[] { int.Parse(row.Groups[2].Value, CultureInfo.InvariantCulture), int.Parse(row.Groups[3].Value, CultureInfo.InvariantCulture) })];
        Assert.Equal((4, 200), (counts.Length, counts.Sum()));
        Assert.Contains("[odd]", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_of_reviews_is_read_and_a_bad_line_is_named()
    {
        string path = _output["reviews.tsv"];
        File.WriteAllLines(path, Enumerable.Range(0, 60).Select(static i => $"{(i < 40 ? "train" : "test")}\t{(i % 2 == 0 ? "great" : "other")}\t{(i % 2 == 0 ? "good good" : "bad bad")} tea"));
        ProcessResult run = Start("SentimentAnalysis", "--data", path, "--models", "1", "--epochs", "2");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("20 to test", run.Output, StringComparison.Ordinal);
        File.AppendAllText(path, "train only\n");
        run = Start("SentimentAnalysis", "--data", path);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains("line 61", run.Error, StringComparison.Ordinal);
    }

    /// <summary>Words that all texts have in equal numbers: only their order tells the labels apart, or the mark between them.</summary>
    [Theory]
    [InlineData("pieces")]
    [InlineData("words")]
    [InlineData("both")]
    public void Texts_are_classified_where_counting_words_fails(string read)
    {
        string path = _output["texts.tsv"];
        string[] labels = ["a before b", "b before a", "apart"], texts = ["a b", "b a", "a ? b"];
        var random = new Random(1);
        File.WriteAllLines(path, Enumerable.Range(0, 1600).Select(i =>
            $"{(i < 1500 ? "train" : "test")}\t{labels[i % 3]}\t{string.Concat(Enumerable.Repeat("x ", random.Next(4)))}{texts[i % 3]}{string.Concat(Enumerable.Repeat(" x", random.Next(4)))}"));
        ProcessResult run = Start("TextClassification", "--data", path, "--read", read, "--models", "1", "--epochs", "10");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        double ours = Accuracy(run, "networks");
        Assert.True(ours > 80 && ours > Accuracy(run, "bag of words") && ours > Accuracy(run, "weighted by rarity"));
        string first = read == "words" ? "words" : "pieces";
        AssertModel(first == "words" ? "words0.gru.weight_hh_l0_reverse" : "pieces0.pieces.weight");
        AssertPicture($"learning-curve-{first}.png");
    }

    [Fact]
    public void Novels_are_told_apart()
    {
        ProcessResult run = Start("TextClassification", "--read", "pieces", "--models", "1", "--epochs", "3", "--length", "300");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("; 6 labels", run.Output, StringComparison.Ordinal);
        Assert.InRange(Accuracy(run, "networks"), 60, 95);
        Assert.InRange(Accuracy(run, @"Microsoft\.ML on pieces"), 60, 95);
        Assert.Equal(5, run.Output.Split('\n').Count(static line => line.Contains(", taken for ", StringComparison.Ordinal) && line.EndsWith(':')));
    }

    [Theory]
    [InlineData("train\ta", "line 3: is not 'train' or 'test'")]
    [InlineData("test\tc\ttext", "the label 'c' is to be tested, and never to be learnt")]
    [InlineData("train\ta\ttext", "has 3 texts to learn from and 0 to test")]
    public void A_bad_file_of_texts_is_named(string last, string problem)
    {
        string path = _output["texts.tsv"];
        int count = problem.Contains("texts to learn", StringComparison.Ordinal) || problem.Contains("line", StringComparison.Ordinal) ? 1 : 10;
        File.WriteAllLines(path, [.. Enumerable.Range(0, count).SelectMany(static _ => (string[])["train\ta\ttext", "train\tb\ttext"]), last]);
        ProcessResult run = Start("TextClassification", "--data", path);
        Assert.Equal(1, run.ExitCode);
        Assert.Contains(problem, Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
        Assert.Contains("texts.tsv", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Long_range_has_a_line_for_every_cell_and_problem()
    {
        ProcessResult run = Start("LongRange", "--steps", "12", "--updates", "600");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(6, Attempts().Count(run.Output));
        Assert.Matches("adding +GRU +12 +[0-9,]+ updates", run.Output);
        AssertPicture("adding-12.png");
        AssertPicture("copy-12.png");
    }

    [Fact]
    public void More_hidden_units_foretell_more_and_cost_more()
    {
        string text = _output["text.txt"];
        File.WriteAllText(text, File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "prideprejudice.txt"))[..40_000]);
        ProcessResult run = Start("HiddenSizeSearch", "--data", text, "--folds", "2", "--epochs", "3");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        MatchCollection rows = Sizes().Matches(run.Output);
        Assert.Equal(["8", "16", "24", "32", "48", "64", "96", "128"], rows.Select(static row => row.Groups[1].Value));
        double[] accuracies = [.. rows.Select(static row => double.Parse(row.Groups[2].Value, CultureInfo.InvariantCulture))];
        Assert.True(accuracies[^1] > accuracies[0], string.Join(' ', accuracies));
        AssertPicture("accuracy.png");
    }

    /// <summary>A training that is killed at any moment and started again ends with the bytes of one that never was.</summary>
    [Fact]
    public void A_killed_training_goes_on_to_the_same_bytes()
    {
        string text = _output["text.txt"];
        string novel = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "data", "prideprejudice.txt"));
        File.WriteAllText(text, novel[..30_000]);
        string[] arguments = ["--data", text, "--epochs", "40", "--length", "1"];
        Assert.Equal(0, Start("TextGeneration", arguments).ExitCode);
        byte[] expected = File.ReadAllBytes(_output["model.safetensors"]);
        File.Delete(_output["model.safetensors"]);

        string checkpoint = _output["checkpoint.safetensors"];
        arguments = [.. arguments, "--checkpoint", checkpoint];
        int kills = 0;
        for (int attempt = 0; attempt < 4; attempt++)
        {
            using Process process = SampleRun.StartProcess(AppContext.BaseDirectory, "TextGeneration", [.. arguments, "--output", _output.Path]);

            // Later each time, so that some epochs are made.
            DateTime before = File.Exists(checkpoint) ? File.GetLastWriteTimeUtc(checkpoint) : DateTime.MinValue;
            var clock = Stopwatch.StartNew();
            while (!process.HasExited && clock.Elapsed < TimeSpan.FromSeconds(30) && (!File.Exists(checkpoint) || File.GetLastWriteTimeUtc(checkpoint) == before))
            {
                Thread.Sleep(1);
            }

            Thread.Sleep(7 * attempt);
            if (!process.HasExited)
            {
                process.Kill();
                kills++;
            }

            process.WaitForExit();
            using var whole = SafetensorsFile.Open(checkpoint);
            Assert.True(whole.Contains("counts"));
        }

        log.WriteLine($"killed {kills} times");
        Assert.True(kills > 0);
        Assert.Equal(0, Start("TextGeneration", arguments).ExitCode);
        Assert.Equal(expected, File.ReadAllBytes(_output["model.safetensors"]));
    }

    [Theory]
    [InlineData("TextGeneration")]
    [InlineData("SentimentAnalysis")]
    [InlineData("TextClassification")]
    [InlineData("LongRange")]
    [InlineData("HiddenSizeSearch")]
    [InlineData("NamedEntities")]
    [InlineData("SemanticRoles")]
    [InlineData("AmpModeler")]
    [InlineData("KeywordSpotter")]
    public void Help_and_bad_words_are_answered(string sample)
    {
        ProcessResult help = SampleRun.Start(sample, "--help");
        Assert.Equal((0, ""), (help.ExitCode, help.Error));
        Assert.Contains($"\n\nUsage:\n  {sample} [options]\n", help.Output, StringComparison.Ordinal);
        foreach ((string[] words, string problem) in new (string[], string)[]
        {
            (["--nonsense"], "error: Unrecognized command or argument '--nonsense'."), (["--seed"], "error: Required argument missing for option: '--seed'."),
            (["--threads", "0"], "error: --threads: '0' is not a whole number from 1 to 64"),
        })
        {
            ProcessResult run = SampleRun.Start(sample, words);
            Assert.Equal((2, ""), (run.ExitCode, run.Output));
            Assert.Contains(problem, run.Error, StringComparison.Ordinal);
        }
    }

    private ProcessResult Start(string sample, params string[] arguments)
    {
        ProcessResult run = SampleRun.Start(sample, [.. arguments, "--output", _output.Path]);
        log.WriteLine(run.Output);
        return run;
    }

    // A row of the table of results: a name and an accuracy in percent.
    private static double Accuracy(ProcessResult run, string name) =>
        double.Parse(Regex.Match(run.Output, $@"(?m)^  {name} +([0-9.]+)").Groups[1].Value, CultureInfo.InvariantCulture);

    private void AssertModel(string tensor)
    {
        using var model = SafetensorsFile.Open(_output["model.safetensors"]);
        Assert.True(model.Contains(tensor));
    }

    private void AssertPicture(string name)
    {
        byte[] bytes = File.ReadAllBytes(_output[name]);
        Assert.Equal("89504E47", Convert.ToHexString(bytes.AsSpan(0, 4)));
        Assert.True(bytes.Length > 5000);
    }

    [GeneratedRegex(@"^test +([0-9.]+) bits", RegexOptions.Multiline)]
    private static partial Regex TestBits();

    [GeneratedRegex(@"^  (great|other) +([0-9]+) +([0-9]+)$", RegexOptions.Multiline)]
    private static partial Regex Confusions();

    [GeneratedRegex(@"^ +([0-9]+) +[0-9,]+ +[0-9,]+ +([0-9.]+) %", RegexOptions.Multiline)]
    private static partial Regex Sizes();

    [GeneratedRegex(@"^(adding|copy) +(Elman|GRU|LSTM) +12 ", RegexOptions.Multiline)]
    private static partial Regex Attempts();
}
