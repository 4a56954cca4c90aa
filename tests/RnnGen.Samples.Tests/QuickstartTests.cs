using System;
using System.Globalization;
using System.IO;
using System.Text.RegularExpressions;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Samples.Tests;

/// <summary>The README's first command does what it says: a model trained in PyTorch runs in C#, and gives PyTorch's results.</summary>
public sealed partial class QuickstartTests(ITestOutputHelper log)
{
    [Fact]
    public void Computes_what_PyTorch_does_and_allocates_nothing()
    {
        ProcessResult run = SampleRun.Start("Quickstart", "--length", "50");
        log.WriteLine(run.Output);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("passed", Line(run, "golden check"), StringComparison.Ordinal);
        Assert.InRange(Number(run, LogitDifference()), 1e-9, 2e-5);
        Assert.InRange(Number(run, BitsPerCharacter()), 1.8112 - 0.0005, 1.8112 + 0.0005);
        Assert.StartsWith("0 bytes", Line(run, "allocated"), StringComparison.Ordinal);
        Assert.True(Number(run, Nanoseconds()) > 0);
    }

    /// <summary>The greedy continuations that PyTorch gave in float32 and float64 alike (the model's char_lm.json).</summary>
    [Theory]
    [InlineData(
        "It is a truth universally ",
        "and such a servant to her father was a servant to her father was a servant to her father was a servant to her father was")]
    [InlineData(
        "Mr. Darcy ",
        "is a strong to her father was a servant to her father was a servant to her father was a servant to her father was a serv")]
    [InlineData(
        "\"My dear ",
        "she had been a servant to her father was a servant to her father was a servant to her father was a servant to her father")]
    [InlineData(
        "\n\nChapter ",
        "she was a strong to her father was a servant to her father was a servant to her father was a servant to her father was a")]
    public void Greedy_text_is_that_of_PyTorch(string prompt, string continuation)
    {
        ProcessResult run = SampleRun.Start("Quickstart", "--temperature", "0", "--length", "120", "--prompt", prompt);

        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith($"\n\n{prompt}{continuation}\n", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_seed_gives_one_text_and_another_seed_another()
    {
        string text = Text("7");

        Assert.Equal(text, Text("7"));
        Assert.NotEqual(text, Text("8"));

        static string Text(string seed)
        {
            ProcessResult run = SampleRun.Start("Quickstart", "--seed", seed, "--length", "200", "--temperature", "1.1", "--top-k", "20");
            Assert.Equal(0, run.ExitCode);
            return run.Output[run.Output.IndexOf("\n\n", StringComparison.Ordinal)..];
        }
    }

    [Fact]
    public void Help_is_no_error()
    {
        ProcessResult run = SampleRun.Start("Quickstart", "--help");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("\n\nUsage:\n  Quickstart [options]\n", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Unrecognized command or argument '--bogus'.", "--bogus")]
    [InlineData("Unrecognized command or argument 'text'.", "text")]
    [InlineData("Required argument missing for option: '--seed'.", "--seed")]
    [InlineData("--seed: 'x' is not a whole number from", "--seed", "x")]
    [InlineData("--seed: '1.5' is not a whole number from", "--seed", "1.5")]
    [InlineData("--length: '0' is not a whole number from 1 to 100000", "--length", "0")]
    [InlineData("--length: '99999999999' is not a whole number from", "--length", "99999999999")]
    [InlineData("--temperature: '-0.1' is not a number from 0 to 10", "--temperature", "-0.1")]
    [InlineData("--temperature: 'NaN' is not a number", "--temperature", "NaN")]
    [InlineData("--top-k: '76' is not a whole number from 1 to 75", "--top-k", "76")]
    [InlineData("--prompt needs a value that is not empty", "--prompt", "")]
    [InlineData("--prompt: the model does not know the character 'é' (U+00E9)", "--prompt", "café")]
    [InlineData("--prompt: the model does not know the character '😀' (U+1F600)", "--prompt", "Oh 😀")]
    [InlineData("--prompt: the model does not know the character (U+0009)", "--prompt", "a\tb")]
    public void Bad_arguments_give_a_message_and_the_usage(string message, params string[] arguments)
    {
        ProcessResult run = SampleRun.Start("Quickstart", arguments);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"error: {message}", run.Error, StringComparison.Ordinal);
        Assert.Contains("\n\nUsage:\n  Quickstart [options]\n", run.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("char_lm.safetensors", 1000)]
    [InlineData("char_lm.golden.safetensors", 1000)]
    [InlineData("char_lm.safetensors", 0)]
    [InlineData("char_lm_vocab.json", 10)]
    public void A_damaged_file_is_named_on_one_line(string name, int length)
    {
        using var copy = new QuickstartCopy();
        using (FileStream file = File.OpenWrite(copy.ModelFile(name)))
        {
            file.SetLength(length);
        }

        AssertFails(copy, name);
    }

    [Theory]
    [InlineData("char_lm.safetensors")]
    [InlineData("char_lm_vocab.json")]
    [InlineData("test_split.txt")]
    public void A_missing_file_is_named_on_one_line(string name)
    {
        using var copy = new QuickstartCopy();
        File.Delete(copy.ModelFile(name));

        AssertFails(copy, name);
    }

    [Fact]
    public void Another_model_fails_the_golden_check()
    {
        using var copy = new QuickstartCopy();
        using (FileStream file = File.OpenWrite(copy.ModelFile("char_lm.safetensors")))
        {
            // The last byte is the sign and exponent of a weight.
            file.Seek(-1, SeekOrigin.End);
            file.WriteByte(0x40);
        }

        ProcessResult run = SampleRun.StartIn(copy.Root, "Quickstart");

        Assert.Equal((1, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("FAILED", Line(run, "golden check"), StringComparison.Ordinal);
    }

    private static void AssertFails(QuickstartCopy copy, string name)
    {
        ProcessResult run = SampleRun.StartIn(copy.Root, "Quickstart");

        Assert.Equal(1, run.ExitCode);
        string message = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("error: ", message, StringComparison.Ordinal);
        Assert.Contains(name, message, StringComparison.Ordinal);
    }

    /// <summary>What stands after a label.</summary>
    private static string Line(ProcessResult run, string label)
    {
        string line = Assert.Single(run.Output.Split('\n'), line => line.StartsWith(label, StringComparison.Ordinal));
        return line[label.Length..].TrimStart();
    }

    private static double Number(ProcessResult run, Regex pattern)
    {
        Match match = pattern.Match(run.Output);
        Assert.True(match.Success, $"The output has no '{pattern}'.");
        return double.Parse(match.Groups[1].Value, NumberStyles.Float | NumberStyles.AllowThousands, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex(@"logits are within (\S+) of PyTorch's")]
    private static partial Regex LogitDifference();

    [GeneratedRegex(@"(\S+) bits per character")]
    private static partial Regex BitsPerCharacter();

    [GeneratedRegex(@"(\S+) ns per character")]
    private static partial Regex Nanoseconds();
}
