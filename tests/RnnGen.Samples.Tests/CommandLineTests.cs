using System;
using System.IO;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Samples.Tests;

/// <summary>
/// Every sample finds out before any work that it cannot do what it is asked. Each is called in this process: what is wrong with a command line is said before
/// anything is loaded.
/// </summary>
[Collection(nameof(ConsoleOutput))]
public sealed class CommandLineTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    // The code of the samples' own table.
    private const int BadArguments = 2;

    private static readonly string[] Inputs = ["--data", "--validation", "--test", "--model", "--input", "--listen"];
    private static readonly string[] Outputs = ["--output", "--checkpoint"];

    public void Dispose() => _folder.Dispose();

    /// <summary>Every option of every sample, as its usage names them.</summary>
    public static TheoryData<string, string> Options()
    {
        var options = new TheoryData<string, string>();
        foreach (string sample in (string[])
            [
                "Quickstart", "TextGeneration", "SentimentAnalysis", "TextClassification", "LongRange", "HiddenSizeSearch", "NamedEntities", "SemanticRoles", "AmpModeler",
                "KeywordSpotter",
            ])
        {
            string usage = ConsoleOutput.Of(sample, "--help").Output;
            foreach (string line in usage.Split('\n'))
            {
                // An option and what it takes: --data <FILE>.
                if (line.TrimStart().Split(' ') is [['-', '-', ..] option, ['<', ..], ..])
                {
                    options.Add(sample, option);
                }
            }
        }

        return options;
    }

    [Theory]
    [MemberData(nameof(Options))]
    public void A_value_that_cannot_be_used_is_refused_before_any_work(string sample, string option)
    {
        AssertRefused(sample, option, "Required argument missing", option);
        AssertRefused(sample, option, "needs a value that is not empty", option, "");
        AssertRefused(sample, option, "needs a value", option, "--seed");
        string file = _folder["file"];
        File.WriteAllText(file, "text");
        if (Array.IndexOf(Inputs, option) >= 0)
        {
            AssertRefused(sample, option, "needs a value that is not empty", option, " ");
            AssertRefused(sample, option, "there is no such file", option, _folder["missing"]);
            AssertRefused(sample, option, "there is no such file", option, Path.Combine(_folder.Path, "missing", "file"));
            AssertRefused(sample, option, "it is a folder, not a file", option, _folder.Path);
        }

        if (Array.IndexOf(Outputs, option) >= 0)
        {
            AssertRefused(sample, option, "needs a value that is not empty", option, " ");
            AssertRefused(sample, option, "", option, Path.Combine(file, "below"));
            AssertRefused(sample, option, "", option, Path.Combine(_folder.Path, new string('x', 300), "below"));
        }

        if (option == "--output")
        {
            AssertRefused(sample, option, "is a file, not a folder", option, file);
        }

        if (option == "--checkpoint")
        {
            AssertRefused(sample, option, "it is a folder, not a file", option, _folder.Path);
            AssertRefused(sample, option, "there is no folder", option, Path.Combine(_folder.Path, "missing", "file"));
        }

        Assert.Equal([file], Directory.GetFileSystemEntries(_folder.Path));
    }

    [Theory]
    [InlineData("TextGeneration")]
    [InlineData("SentimentAnalysis")]
    [InlineData("TextClassification")]
    [InlineData("LongRange")]
    public void A_switch_takes_no_value(string sample) => AssertRefused(sample, "'x'", "Unrecognized", "--full=x");

    /// <summary>What was written by an earlier run and cannot be written again.</summary>
    [Theory]
    [InlineData("TextGeneration", "model.safetensors")]
    [InlineData("TextGeneration", "learning-curve.png")]
    [InlineData("SentimentAnalysis", "model.safetensors")]
    [InlineData("TextClassification", "learning-curve-words.png")]
    [InlineData("NamedEntities", "model.safetensors")]
    [InlineData("SemanticRoles", "learning-curve.png")]
    [InlineData("HiddenSizeSearch", "accuracy.png")]
    [InlineData("LongRange", "adding-100.png")]
    [InlineData("LongRange", "copy-LSTM-100.safetensors")]
    [InlineData("AmpModeler", "model.nam")]
    [InlineData("AmpModeler", "output.wav")]
    [InlineData("KeywordSpotter", "recording.wav")]
    public void A_file_of_the_output_that_cannot_be_written_is_named_before_any_work(string sample, string file)
    {
        Directory.CreateDirectory(_folder[file]);

        AssertRefused(sample, "--output", $"{file} is a folder, not a file", "--output", _folder.Path);
    }

    private static void AssertRefused(string sample, string option, string problem, params string[] arguments)
    {
        ConsoleOutput run = ConsoleOutput.Of(sample, arguments);

        Assert.Equal((BadArguments, ""), (run.ExitCode, run.Output));
        string message = run.Error.Split('\n')[0];
        Assert.StartsWith("error: ", message, StringComparison.Ordinal);
        Assert.Contains(option, message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
        Assert.Contains("\n\nDescription:\n", run.Error, StringComparison.Ordinal);
        Assert.Contains("\n\nUsage:\n", run.Error, StringComparison.Ordinal);
    }
}
