using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Samples.Tests;

/// <summary>The player as native code.</summary>
public sealed class AmpPlayerNativeTests(ITestOutputHelper log) : IDisposable
{
    private const string Sample = "AmpPlayer";

    private const long LargestProgram = 5_000_000;
    private const int Starts = 20;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The bits of the JIT, in one file that nothing need be installed for.</summary>
    [NativeAotFact(InstructionSet = "x86-64-v3")]
    public void As_native_code_it_is_one_small_file_with_the_same_output()
    {
        NativeSample.Publish(Sample, _folder["native"], log);
        string program = Assert.Single(Directory.GetFileSystemEntries(_folder["native"]));
        long size = new FileInfo(program).Length;
        log.WriteLine($"{size} bytes");
        Assert.InRange(size, 1, LargestProgram - 1);

        Guitar.Pluck(48_000, 2, samples: 20_000).Write(_folder["in.wav"], 24);
        Assert.Equal(0, SampleRun.Start(Sample, _folder["in.wav"], _folder["jit.wav"]).ExitCode);
        ProcessResult run = ChildProcess.RunToEnd(_folder.Path, program, [], ["in.wav", "native.wav"]);
        log.WriteLine(run.Output);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(File.ReadAllBytes(_folder["jit.wav"]), File.ReadAllBytes(_folder["native.wav"]));

        ProcessResult broken = ChildProcess.RunToEnd(_folder.Path, program, [], ["missing.wav", "native.wav"]);
        Assert.Equal(2, broken.ExitCode);
        Assert.StartsWith("error: input.wav missing.wav: there is no such file\n", broken.Error, StringComparison.Ordinal);

        // A time is no matter of a test; it is printed.
        Guitar.Pluck(48_000, 1, samples: 64).Write(_folder["block.wav"], 24);
        double[] milliseconds = [.. Enumerable.Range(0, Starts).Select(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            ChildProcess.Run(_folder.Path, program, [], ["block.wav", "native.wav"]);
            return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }).Order()];
        log.WriteLine($"start to end with a block of 64 samples, {Starts} times: least {milliseconds[0]:F1} ms, half of them at most {milliseconds[Starts / 2]:F1} ms");
    }
}
