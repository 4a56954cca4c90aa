using System;
using System.Collections.Generic;
using System.CommandLine;
using System.Globalization;
using System.IO;
using System.Linq;
using HiddenSizeSearch;
using ScottPlot;
using Shared;
using TextGeneration;

// How many hidden units? The same task with 8 to 128, cross-validated: what each is worth, and what it costs.

var dataOption = new Option<string>("--data") { Description = "another text (UTF-8; without it: the first 150,000 characters of Pride and Prejudice)" }.InputFile();
var foldsOption = new Option<int>("--folds") { Description = "folds", DefaultValueFactory = static _ => 3 }.Between(2, 10);
var epochsOption = new Option<int>("--epochs") { Description = "epochs of each model", DefaultValueFactory = static _ => 8 }.Between(1, 1000);
Option<int> threadsOption = OptionChecks.Threads("accuracies are the same for any number");
var seedOption = new Option<int>("--seed") { Description = "other first parameters", DefaultValueFactory = static _ => 1 }.AnyNumber();
var outputOption = new Option<string>("--output") { Description = "where accuracy.png goes", DefaultValueFactory = static _ => "HiddenSizeSearch.out" }.OutputFolder();
var command = new RootCommand(
    "Foretells the next character of a text with LSTMs of 8 to 128 hidden units. The text is cut into folds; each is foretold by models that learnt from the others.")
{
    dataOption, foldsOption, epochsOption, threadsOption, seedOption, outputOption,
};
return SampleCommand.Run(args, command, line => SampleCommand.OutputProblem(outputOption, line.GetRequiredValue(outputOption), "accuracy.png"), Run);

int Run(ParseResult line)
{
    int folds = line.GetValue(foldsOption), epochs = line.GetValue(epochsOption), threads = line.GetValue(threadsOption);
    int seed = line.GetValue(seedOption);
    string output = line.GetRequiredValue(outputOption);
    int[] tokens = Characters.Encode(File.ReadAllText(line.GetValue(dataOption) ?? Path.Combine(AppContext.BaseDirectory, "data", "prideprejudice.txt")));
    tokens = line.GetValue(dataOption) is not null ? tokens : tokens[..150_000];
    if (tokens.Length < 1000 * folds)
    {
        throw new FormatException($"--data: {tokens.Length} characters are too few for {folds} folds");
    }

    Console.WriteLine($"{tokens.Length:N0} characters in {folds} folds, {epochs} epochs");
    Console.WriteLine($"{"hidden",6} {"bytes",9} {"ns a character",14} {"accuracy",8}   of each fold");
    var results = new List<(Candidate Candidate, double Accuracy, double Nanoseconds)>();
    foreach (Candidate candidate in Candidate.All)
    {
        var tries = new List<(double Accuracy, double Nanoseconds)>();
        for (int fold = 0; fold < folds; fold++)
        {
            int start = fold * tokens.Length / folds, end = (fold + 1) * tokens.Length / folds;
            tries.Add(candidate.Try([.. tokens[..start], .. tokens[end..]], tokens[start..end], epochs, threads, seed));
        }

        results.Add((candidate, tries.Average(static result => result.Accuracy), tries.Min(static result => result.Nanoseconds)));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{candidate.Hidden,6} {candidate.Bytes,9:N0} {results[^1].Nanoseconds,14:N0} {100 * results[^1].Accuracy,6:F2} %   {string.Join("  ", tries.Select(static result => $"{100 * result.Accuracy:F2}"))}"));
    }

    // The smallest that is as good as the best, but for what folds differ by anyway.
    double enough = results.Max(static result => result.Accuracy) - 0.005;
    Candidate choice = results.First(result => result.Accuracy >= enough).Candidate;
    Console.WriteLine($"choice: {choice.Hidden} hidden units, the fewest within half a percent of the best");
    string path = Path.Combine(output, "accuracy.png");
    Draw(path, results);
    Console.WriteLine($"written: {path}");
    return ExitCode.Success;
}

static void Draw(string path, List<(Candidate Candidate, double Accuracy, double Nanoseconds)> results)
{
    var plot = new Plot();
    plot.Add.Scatter(results.Select(static result => result.Nanoseconds).ToArray(), results.Select(static result => 100 * result.Accuracy).ToArray());
    foreach ((Candidate candidate, double accuracy, double nanoseconds) in results)
    {
        plot.Add.Text($"{candidate.Hidden} ({candidate.Bytes / 1024} KB)", nanoseconds, 100 * accuracy);
    }

    plot.Axes.SetLimitsX(0, 1.2 * results.Max(static result => result.Nanoseconds));
    plot.Title("Hidden units: what they are worth and what they cost");
    plot.XLabel("nanoseconds a character");
    plot.YLabel("characters foretold, %");
    plot.SavePng(path, 800, 500);
}
