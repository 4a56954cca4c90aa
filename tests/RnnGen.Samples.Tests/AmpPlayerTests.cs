using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Samples.Tests;

/// <summary>The player plays every channel of every kind of WAV file as the capture's format says, under the JIT and as one small native file.</summary>
public sealed class AmpPlayerTests(ITestOutputHelper log) : IDisposable
{
    private const string Sample = "AmpPlayer";

    private const double Tolerance = 1e-5;
    private const long LargestProgram = 5_000_000;
    private const int Starts = 20;

    private static readonly string Capture = Path.Combine(NativeSample.Root, "samples", Sample, "amp.nam");

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
        var reference = new CaptureReference(Capture);
        WavFile input = Guitar(reference.SampleRate, channels, samples: 2500).Write(_folder["in.wav"], bits, extensible);

        ProcessResult run = SampleRun.Start(Sample, _folder["in.wav"], _folder["out.wav"]);
        log.WriteLine(run.Output);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        var output = WavFile.ReadFloats(_folder["out.wav"]);
        Assert.Equal(reference.SampleRate, output.SampleRate);
        Assert.Equal(channels, output.Channels.Length);
        for (int c = 0; c < channels; c++)
        {
            AssertNear(reference.Play(input.Channels[c]), output.Channels[c]);
        }
    }

    [Fact]
    public void A_file_of_twice_the_rate_is_played_at_its_own()
    {
        var reference = new CaptureReference(Capture);
        WavFile input = Guitar(2 * reference.SampleRate, channels: 1, samples: 2500).Write(_folder["in.wav"], 24);

        ProcessResult run = SampleRun.Start(Sample, _folder["in.wav"], _folder["out.wav"]);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains($"the amplifier was captured at {reference.SampleRate} samples a second: its state is read back 2 steps", run.Output, StringComparison.Ordinal);
        AssertNear(reference.Play(input.Channels[0], ratio: 2), WavFile.ReadFloats(_folder["out.wav"]).Channels[0]);
    }

    [Fact]
    public void A_rate_far_from_the_capture_s_is_an_error()
    {
        Guitar(8000, channels: 1, samples: 100).Write(_folder["in.wav"], 24);

        AssertFails(_folder["in.wav"], "in.wav: 8000 samples a second; the amplifier plays 12000 to 768000");
    }

    [Fact]
    public void A_file_without_samples_gives_one_without_samples()
    {
        Guitar(48_000, 2, samples: 0).Write(_folder["in.wav"], 16);

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

        Guitar(48_000, 1, samples: 100).Write(_folder["short.wav"], 16);
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
        Guitar(48_000, 2, samples: 100).Write(_folder["in.wav"], 16);
        byte[] bytes = File.ReadAllBytes(_folder["in.wav"]);
        bytes[offset] = value;
        File.WriteAllBytes(_folder["in.wav"], bytes);

        AssertFails(_folder["in.wav"], message);
    }

    [Fact]
    public void A_sample_that_is_no_number_is_an_error()
    {
        WavFile input = Guitar(48_000, 1, samples: 100);
        input.Channels[0][70] = float.NaN;
        input.Write(_folder["in.wav"], 32);

        AssertFails(_folder["in.wav"], "in.wav: a sample is NaN, which is not a finite number");
    }

    [Fact]
    public void Files_that_cannot_be_read_or_written_are_bad_arguments()
    {
        Guitar(48_000, 1, samples: 100).Write(_folder["in.wav"], 16);
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

    /// <summary>The bits of the JIT, in one file that nothing need be installed for.</summary>
    [NativeAotFact(InstructionSet = "x86-64-v3")]
    public void As_native_code_it_is_one_small_file_with_the_same_output()
    {
        NativeSample.Publish(Sample, _folder["native"], log);
        string program = Assert.Single(Directory.GetFileSystemEntries(_folder["native"]));
        long size = new FileInfo(program).Length;
        log.WriteLine($"{size} bytes");
        Assert.InRange(size, 1, LargestProgram - 1);

        Guitar(48_000, 2, samples: 20_000).Write(_folder["in.wav"], 24);
        Assert.Equal((0, ""), ErrorOf(_folder["in.wav"], _folder["jit.wav"]));
        ProcessResult run = ChildProcess.RunToEnd(_folder.Path, program, [], ["in.wav", "native.wav"]);
        log.WriteLine(run.Output);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(File.ReadAllBytes(_folder["jit.wav"]), File.ReadAllBytes(_folder["native.wav"]));

        ProcessResult broken = ChildProcess.RunToEnd(_folder.Path, program, [], ["missing.wav", "native.wav"]);
        Assert.Equal(2, broken.ExitCode);
        Assert.StartsWith("error: input.wav missing.wav: there is no such file\n", broken.Error, StringComparison.Ordinal);

        // A time is no matter of a test; it is printed.
        Guitar(48_000, 1, samples: 64).Write(_folder["block.wav"], 24);
        double[] milliseconds = [.. Enumerable.Range(0, Starts).Select(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            ChildProcess.Run(_folder.Path, program, [], ["block.wav", "native.wav"]);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }).Order()];
        log.WriteLine($"start to end with a block of 64 samples, {Starts} times: least {milliseconds[0]:F1} ms, half of them at most {milliseconds[Starts / 2]:F1} ms");
    }

    /// <summary>Plucked strings, one of another pitch for each channel; the second half is silence.</summary>
    internal static WavFile Guitar(int sampleRate, int channels, int samples) => new(
        sampleRate,
        [.. Enumerable.Range(0, channels).Select(channel => Enumerable.Range(0, samples).Select(i =>
        {
            double time = (double)i / sampleRate, pitch = 110 * (channel + 1);
            return i > samples / 2 ? 0 : (float)(0.7 * Math.Exp(-8 * time) * (Math.Sin(2 * Math.PI * pitch * time) + (0.4 * Math.Sin(4 * Math.PI * pitch * time))));
        }).ToArray())]);

    private static void AssertNear(double[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.InRange(expected.Zip(actual, static (left, right) => Math.Abs(left - right)).Max(), 0, Tolerance);
    }

    private static (int ExitCode, string Error) ErrorOf(params string[] arguments)
    {
        ProcessResult run = SampleRun.Start(Sample, arguments);
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
