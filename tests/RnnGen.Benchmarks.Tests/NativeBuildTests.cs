using System.IO;
using System.Runtime.CompilerServices;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Benchmarks.Tests;

/// <summary><c>native/build.sh</c> says what is wrong before it builds anything. Whether it builds depends on sources that are not here.</summary>
public sealed class NativeBuildTests
{
    [LinuxFact]
    public void Without_arguments_it_says_how_to_call_it()
    {
        var run = BenchmarkRun.OfScript(Script());

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.StartsWith("usage: build.sh [--rtneural DIR] [--neuralaudio DIR] [--onednn]", run.Error);
        Assert.Contains("apt-get install libdnnl-dev", run.Error);
    }

    [LinuxFact]
    public void A_folder_of_other_sources_and_one_without_its_submodules_are_errors()
    {
        using var folder = new TemporaryFolder();
        string output = folder["output"], sources = folder["sources"];
        Directory.CreateDirectory(Path.Combine(sources, "RTNeural"));
        File.WriteAllText(Path.Combine(sources, "RTNeural", "RTNeural.h"), "");

        var other = BenchmarkRun.OfScript(Script(), "--output", output, "--neuralaudio", sources);
        var incomplete = BenchmarkRun.OfScript(Script(), "--output", output, "--rtneural", sources);

        Assert.Equal((1, ""), (other.ExitCode, other.Output));
        Assert.StartsWith($"build.sh: {sources} has no NeuralAudio/LSTM.h: ", other.Error);
        Assert.Equal((1, ""), (incomplete.ExitCode, incomplete.Output));
        Assert.EndsWith($"git -C {sources} submodule update --init\n", incomplete.Error);
        Assert.False(Directory.Exists(output));
    }

    // The script is not copied to the program's folder: it lies with its wrappers.
    private static string Script([CallerFilePath] string thisFile = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(thisFile)!, "..", "RnnGen.Benchmarks", "native", "build.sh"));
}
