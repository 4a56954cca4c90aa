using System;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Samples.Tests;

/// <summary>The sample for small devices: what its own model reaches, what a training learns, and the program of the device, which only listens.</summary>
public sealed partial class KeywordSpotterTests(ITestOutputHelper log) : IDisposable
{
    private const int BytesOfHeader = 44;

    private readonly TemporaryFolder _output = new();

    private string Recording => _output["recording.wav"];

    public void Dispose() => _output.Dispose();

    /// <summary>The speakers of the test are in neither the training nor the choice of the epoch.</summary>
    [Fact]
    public void The_model_in_the_program_is_right_on_speakers_that_it_has_not_heard()
    {
        ProcessResult run = Run("--built-in", "--speakers", "100", "--output", _output.Path);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Match test = Test().Match(run.Output);
        double network = Number(test, 1), linear = Number(test, 2);
        Assert.InRange(network, 95, 99.99);

        // A baseline that means something, and that order beats.
        Assert.InRange(linear, 50, network - 10);
        Assert.InRange(Parameters(run), 1000, 19_999);
        Assert.Matches(@"(?m)^code +[0-9,]+ bytes", run.Output);
        Assert.Matches(@"(?m)^weights +[0-9,]+ bytes", run.Output);
        Assert.Matches(@"(?m)^RAM +state [0-9,]+ bytes", run.Output);
        Assert.Matches(@"(?m)^a frame +features [0-9.]+ us, network [0-9.]+ us, .* of 20,000; 0 bytes allocated over [0-9,]+ frames$", run.Output);
        Assert.Matches(@"(?m)^on paper +together [0-9]+ us of 20,000", run.Output);

        // In streams, too, words are heard, and few that were not said.
        Match streams = Streams().Match(run.Output);
        Assert.True(Number(streams, 1) > 0.9 * Number(streams, 2), streams.Value);
        Assert.True(Number(streams, 3) < 0.1 * Number(streams, 2), streams.Value);
    }

    [Fact]
    public void A_short_training_learns_and_its_model_is_the_one_that_is_written()
    {
        ProcessResult training = Run("--speakers", "100", "--epochs", "60", "--output", _output.Path);
        Assert.Equal((0, ""), (training.ExitCode, training.Error));
        string test = Test().Match(training.Output).Value;
        double accuracy = Number(Test().Match(training.Output), 1);
        Assert.True(accuracy > 75, test);

        ProcessResult again = Run("--model", _output["model.safetensors"], "--speakers", "100", "--output", _output.Path);
        Assert.Equal((0, ""), (again.ExitCode, again.Error));
        Assert.Equal(test, Test().Match(again.Output).Value);
        Assert.DoesNotContain("epoch", again.Output, StringComparison.Ordinal);

        ProcessResult device = Run("--model", _output["model.safetensors"], "--listen", Recording);
        Assert.Equal((0, ""), (device.ExitCode, device.Error));
        Assert.EndsWith(device.Output, again.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void The_device_hears_the_same_from_a_file_and_as_samples_come_and_allocates_nothing()
    {
        Assert.Equal(0, Run("--built-in", "--speakers", "4", "--output", _output.Path).ExitCode);
        ProcessResult file = Run("--listen", Recording);
        using Process process = SampleRun.StartProcess(AppContext.BaseDirectory, "KeywordSpotter", "--standard-input");
        process.StandardInput.BaseStream.Write(File.ReadAllBytes(Recording).AsSpan(BytesOfHeader));
        process.StandardInput.Close();
        string streamed = process.StandardOutput.ReadToEnd().ReplaceLineEndings("\n");
        process.WaitForExit();

        Assert.Equal((0, ""), (file.ExitCode, file.Error));
        Assert.Equal((0, file.Output), (process.ExitCode, streamed));
        Assert.Matches(@"(?m)^heard +[0-9,]+ frames, 0 bytes allocated in them$", file.Output);
        Assert.InRange(Words().Count(file.Output), 9, 14);
        Assert.Equal(3, Bits().Matches(file.Output).Select(static match => match.Value).Distinct().Count());
    }

    /// <summary>The native program for ARM64, compiled here and run as a Cortex-A53, hears x64's words; features and outputs are x64's bit by bit.</summary>
    [Arm64EmulationFact]
    public void As_native_code_for_ARM64_it_computes_the_bits_of_x64()
    {
        string script = Path.Combine(NativeSample.Root, "samples", "KeywordSpotter", "arm64.sh");
        ProcessResult run = ChildProcess.RunToEnd(_output.Path, "bash", [("QEMU_CPU", "cortex-a53")], [script, "--no-build", _output["arm64"]]);
        log.WriteLine(run.Output + run.Error);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches(@"(?m)^one native file for linux-arm64: [0-9]+ bytes$", run.Output);
        Assert.Matches(@"(?m)^machine +Arm64, native$", run.Output);
        Assert.Contains(
            "ARM64 (cortex-a53) hears the words that x64 hears; features and outputs are x64's bit by bit", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_cannot_be_heard_is_named_on_one_line()
    {
        string path = _output["sound.wav"];
        File.WriteAllText(path, "no sound");
        AssertFails(path, "");

        byte[] header =
        [
            .. "RIFF"u8, 36, 0, 0, 0, .. "WAVEfmt "u8, 16, 0, 0, 0, 1, 0, 3, 0, 0x80, 0x3E, 0, 0, 0, 0x77, 1, 0, 6, 0, 16, 0, .. "data"u8, 0, 0, 0, 0,
        ];
        File.WriteAllBytes(path, header);
        AssertFails(path, "3 channels");
    }

    [Fact]
    public void A_model_of_another_network_is_named_on_one_line()
    {
        string model = Path.Combine(AppContext.BaseDirectory, "model", "char_lm.safetensors");
        ProcessResult run = Run("--model", model, "--output", _output.Path);

        Assert.Equal(1, run.ExitCode);
        Assert.StartsWith("error: ", Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--model and --built-in are two models", "--built-in", "--model", "FILE")]
    [InlineData("--listen and --standard-input are two sounds", "--standard-input", "--listen", "FILE")]
    public void Options_that_exclude_each_other_are_refused(string problem, params string[] arguments)
    {
        string file = _output["file"];
        File.WriteAllText(file, "");
        ProcessResult run = Run([.. arguments.Select(argument => argument == "FILE" ? file : argument)]);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith($"error: {problem}", run.Error, StringComparison.Ordinal);
    }

    private ProcessResult Run(params string[] arguments)
    {
        ProcessResult run = SampleRun.Start("KeywordSpotter", arguments);
        log.WriteLine(run.Output);
        return run;
    }

    private void AssertFails(string path, string problem)
    {
        ProcessResult run = Run("--listen", path);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        string message = Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith($"error: {path}: ", message, StringComparison.Ordinal);
        Assert.Contains(problem, message, StringComparison.Ordinal);
    }

    private static double Parameters(ProcessResult run) => Number(Network().Match(run.Output), 1);

    private static double Number(Match match, int group) => double.Parse(match.Groups[group].Value, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"^network .*: ([0-9,]+) parameters$", RegexOptions.Multiline)]
    private static partial Regex Network();

    [GeneratedRegex(@"^test .* never heard: GRU ([0-9.]+) %, linear model ([0-9.]+) %$", RegexOptions.Multiline)]
    private static partial Regex Test();

    [GeneratedRegex(@"^streams .*: ([0-9,]+) of ([0-9,]+) keywords heard, ([0-9,]+) false alarms$", RegexOptions.Multiline)]
    private static partial Regex Streams();

    [GeneratedRegex(@"^ +[0-9.]+ s  ", RegexOptions.Multiline)]
    private static partial Regex Words();

    [GeneratedRegex(@"^bits +[0-9A-F]{16} ", RegexOptions.Multiline)]
    private static partial Regex Bits();
}
