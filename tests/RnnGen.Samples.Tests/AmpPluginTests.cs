using System;
using System.IO;
using System.Linq;
using System.Runtime.InteropServices;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Samples.Tests;

/// <summary>The plug-in in a C program, and in a .NET program whose collector is busy.</summary>
public sealed class AmpPluginTests(ITestOutputHelper log) : IDisposable
{
    private const string Sample = "AmpPlugin";

    // A million with .ci/run --all.
    private static readonly int Blocks = TestSetting.Number("RNNGEN_PLUGIN_BLOCKS", 20_000);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [NativeAotFact(InstructionSet = "x86-64-v3", CompilesC = true)]
    public void C_programs_and_dotnet_programs_play_through_it_and_no_block_allocates()
    {
        NativeSample.Publish(Sample, _folder["plugin"], log);
        Assert.Equal(["AmpPlugin.so", "amp.h"], Directory.GetFiles(_folder["plugin"]).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        log.WriteLine($"{new FileInfo(_folder["plugin/AmpPlugin.so"]).Length} bytes");
        Compile("host", ["host.c", "block_timer.c"]);
        Compile("block_timer.so", ["block_timer.c"], "-shared", "-fPIC");

        // What the player writes is what the plug-in gives.
        WavFile input = Guitar.Pluck(48_000, channels: 1, samples: 20_001).Write(_folder["in.wav"], 32);
        Assert.Equal(0, SampleRun.Start("AmpPlayer", _folder["in.wav"], _folder["out.wav"]).ExitCode);
        File.WriteAllBytes(_folder["in.f32"], MemoryMarshal.AsBytes(input.Channels[0].AsSpan()).ToArray());
        string host = ChildProcess.Run(_folder.Path, _folder["plugin/host"], [], [$"{Blocks}", "in.f32", "out.f32"]);
        log.WriteLine($"in a C program: {host}");
        Assert.StartsWith($"{Blocks} blocks of 64: 0 bytes, 0 collections; ns: p50 ", host, StringComparison.Ordinal);
        Assert.Equal(WavFile.ReadFloats(_folder["out.wav"]).Channels[0], MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(_folder["out.f32"])).ToArray());

        ProcessResult managed = SampleRun.Start("RnnGen.PluginHost", _folder["plugin/AmpPlugin.so"], _folder["plugin/block_timer.so"], $"{Blocks}");
        log.WriteLine($"in a .NET program:\n{managed.Output}");
        Assert.Equal((0, ""), (managed.ExitCode, managed.Error));
        string[] rows = [.. managed.Output.Split('\n').Where(static row => row.Contains(" quiet ", StringComparison.Ordinal) || row.Contains(" pressure ", StringComparison.Ordinal))];
        Assert.Equal(6, rows.Count(static row => row.Contains($" {Blocks:N0}      0 ", StringComparison.Ordinal)));
    }

    private void Compile(string output, string[] sources, params string[] options) => ChildProcess.Run(
        Path.Combine(NativeSample.Root, "tests", "RnnGen.PluginHost"), NativeAotFactAttribute.Compiler!, [],
        [
            "-std=c99", "-D_POSIX_C_SOURCE=200809L", "-Wall", "-Wextra", "-Werror", "-O2", "-I", _folder["plugin"], .. options, "-o", _folder[$"plugin/{output}"], .. sources,
            _folder["plugin/AmpPlugin.so"], "-pthread", "-Wl,-rpath,$ORIGIN",
        ]);
}
