using System;
using System.IO;
using System.Linq;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Samples.Tests;

/// <summary>The player plays every channel of every kind of WAV file as the capture's format says, and says what is wrong with a file.</summary>
[Collection(nameof(ConsoleOutput))]
public sealed class AmpPlayerTests : IDisposable
{
    private const string Sample = "AmpPlayer";

    private const double Tolerance = 1e-5;

    private static readonly CaptureReference Reference = new(Path.Combine(NativeSample.Root, "samples", Sample, "amp.nam"));

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(16, 1, false)]
    [InlineData(24, 2, false)]
    [InlineData(24, 2, true)]
    [InlineData(16, 3, true)]
    [InlineData(32, 2, false)]
    public void Every_channel_is_the_capture_s_output(int bits, int channels, bool extensible)
    {
        WavFile input = Guitar.Pluck(Reference.SampleRate, channels, samples: 2500).Write(_folder["in.wav"], bits, extensible);

        ConsoleOutput run = ConsoleOutput.Of(Sample, _folder["in.wav"], _folder["out.wav"]);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var output = WavFile.ReadFloats(_folder["out.wav"]);
        Assert.Equal(Reference.SampleRate, output.SampleRate);
        Assert.Equal(channels, output.Channels.Length);
        for (int c = 0; c < channels; c++)
        {
            AssertNear(Reference.Play(input.Channels[c]), output.Channels[c]);
        }
    }

    [Fact]
    public void A_file_of_twice_the_rate_is_played_at_its_own()
    {
        WavFile input = Guitar.Pluck(2 * Reference.SampleRate, channels: 1, samples: 2500).Write(_folder["in.wav"], 24);

        ConsoleOutput run = ConsoleOutput.Of(Sample, _folder["in.wav"], _folder["out.wav"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"the amplifier was captured at {Reference.SampleRate} samples a second: its state is read back 2 steps", run.Output, StringComparison.Ordinal);
        AssertNear(Reference.Play(input.Channels[0], ratio: 2), WavFile.ReadFloats(_folder["out.wav"]).Channels[0]);
    }

    [Fact]
    public void A_rate_far_from_the_capture_s_is_an_error()
    {
        Guitar.Pluck(8000, channels: 1, samples: 100).Write(_folder["in.wav"], 24);

        AssertFails(_folder["in.wav"], "in.wav: 8000 samples a second; the amplifier plays 12000 to 768000");
    }

    [Fact]
    public void A_file_without_samples_gives_one_without_samples()
    {
        Guitar.Pluck(48_000, 2, samples: 0).Write(_folder["in.wav"], 16);

        Assert.Equal((0, ""), ErrorOf(_folder["in.wav"], _folder["out.wav"]));
        Assert.All(WavFile.ReadFloats(_folder["out.wav"]).Channels, Assert.Empty);
    }

    [Fact]
    public void What_is_no_WAV_file_is_an_error_of_one_line()
    {
        string text = _folder.Write("text.wav", "This is no WAV file, but a text that is long enough for a header."u8);
        Assert.Equal((1, $"error: {text}: Not a WAVE file - no RIFF header\n"), ErrorOf(text, _folder["out.wav"]));

        string empty = _folder.Write("empty.wav", []);
        AssertFails(empty, "empty.wav: ");

        Guitar.Pluck(48_000, 1, samples: 100).Write(_folder["short.wav"], 16);
        foreach (int length in new[] { 4, 11, 20, 30, 40 })
        {
            AssertFails(_folder.Write($"{length}.wav", File.ReadAllBytes(_folder["short.wav"]).AsSpan(0, length)), $"{length}.wav: ");
        }
    }

    [Theory]
    [InlineData(20, 7, "the samples are 16-bit MuLaw; this reads PCM of 8, 16, 24 or 32 bits and floats of 32 or 64 bits")]
    [InlineData(34, 12, "this reads PCM of 8, 16, 24 or 32 bits")]
    [InlineData(22, 0, "0 channels")]
    [InlineData(22, 9, "9 channels, 16 bits a sample and 4 bytes a frame, which cannot be")]
    [InlineData(32, 3, "3 bytes a frame, which cannot be")]
    public void A_header_that_cannot_be_followed_is_named(int offset, byte value, string message)
    {
        Guitar.Pluck(48_000, 2, samples: 100).Write(_folder["in.wav"], 16);
        byte[] bytes = File.ReadAllBytes(_folder["in.wav"]);
        bytes[offset] = value;
        File.WriteAllBytes(_folder["in.wav"], bytes);

        AssertFails(_folder["in.wav"], message);
    }

    [Fact]
    public void A_sample_that_is_no_number_is_an_error()
    {
        WavFile input = Guitar.Pluck(48_000, 1, samples: 100);
        input.Channels[0][70] = float.NaN;
        input.Write(_folder["in.wav"], 32);

        AssertFails(_folder["in.wav"], "in.wav: a sample is NaN, which is not a finite number");
    }

    [Fact]
    public void Files_that_cannot_be_read_or_written_are_bad_arguments()
    {
        Guitar.Pluck(48_000, 1, samples: 100).Write(_folder["in.wav"], 16);
        byte[] before = File.ReadAllBytes(_folder["in.wav"]);

        AssertRefused("there is no such file", _folder["missing.wav"], _folder["out.wav"]);
        AssertRefused("it is a folder, not a file", _folder.Path, _folder["out.wav"]);
        AssertRefused("there is no folder", _folder["in.wav"], Path.Combine(_folder.Path, "missing", "out.wav"));
        AssertRefused("it is the input", _folder["in.wav"], _folder["in.wav"]);
        AssertRefused("needs a value that is not empty", _folder["in.wav"], "");
        AssertRefused("Required argument 'output.wav' missing", _folder["in.wav"]);
        AssertRefused("Unrecognized", _folder["in.wav"], _folder["out.wav"], "third");
        Assert.Equal(["in.wav"], _folder.Entries);

        // The same file under another name.
        if (!OperatingSystem.IsWindows())
        {
            File.CreateSymbolicLink(_folder["link.wav"], _folder["in.wav"]);
            AssertFails(_folder["in.wav"], "link.wav", _folder["link.wav"]);
        }

        Assert.Equal(before, File.ReadAllBytes(_folder["in.wav"]));
    }

    private static void AssertNear(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.InRange(expected.Zip(actual, static (left, right) => Math.Abs(left - right)).Max(), 0, Tolerance);
    }

    private static (int ExitCode, string Error) ErrorOf(params string[] arguments)
    {
        ConsoleOutput run = ConsoleOutput.Of(Sample, arguments);
        return (run.ExitCode, run.Error);
    }

    private static void AssertRefused(string problem, params string[] arguments)
    {
        (int exitCode, string error) = ErrorOf(arguments);
        Assert.Equal(2, exitCode);
        Assert.StartsWith("error: ", error, StringComparison.Ordinal);
        Assert.Contains(problem, error.Split('\n')[0], StringComparison.Ordinal);
        Assert.Contains("\n\nUsage:\n", error, StringComparison.Ordinal);
    }

    private void AssertFails(string input, string message, string? output = null)
    {
        (int exitCode, string error) = ErrorOf(input, output ?? _folder["out.wav"]);
        Assert.Equal(1, exitCode);
        string line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("error: ", line, StringComparison.Ordinal);
        Assert.Contains(message, line, StringComparison.Ordinal);
    }
}
