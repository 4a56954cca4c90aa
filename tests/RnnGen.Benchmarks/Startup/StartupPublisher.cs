using System;
using System.IO;
using System.Linq;
using System.Runtime.Intrinsics.X86;
using RnnGen.Benchmarks.Machine;
using RnnGen.TestSupport;

namespace RnnGen.Benchmarks.Startup;

/// <summary>
/// Publishes the programs under <c>tests/RnnGen.Startup</c> as their users would: in release, depending on the installed runtime, or as native code.
/// Outputs go to a directory of their own, so that a build of the solution is not touched.
/// </summary>
internal sealed class StartupPublisher
{
    // Native code for any processor has 128-bit vectors and no fused multiply-add; this is what RnnGen's documentation says to set.
    private const string InstructionSet = "x86-64-v3";

    private readonly string _source;
    private readonly string _output;

    /// <summary>Finds the sources.</summary>
    /// <exception cref="StartupException">They are not there.</exception>
    public StartupPublisher()
    {
        string root = SourceTree.Root
            ?? throw new StartupException($"its programs are built from source, and there is no {SourceTree.Solution} above {AppContext.BaseDirectory}");
        _source = Path.Combine(root, "tests", "RnnGen.Startup");
        _output = Path.Combine(root, "artifacts", "startup");
    }

    /// <summary>Publishes a program.</summary>
    /// <param name="project">Its folder.</param>
    /// <param name="native">Whether as native code.</param>
    /// <returns>The file to start.</returns>
    /// <exception cref="StartupException">It does not build.</exception>
    public string Publish(string project, bool native = false)
    {
        string kind = native ? "native" : "jit";
        string folder = Path.Combine(_output, "programs", $"{project}-{kind}");
        string[] properties = !native ? []
            : X86Base.IsSupported ? ["-p:StartupNative=true", $"-p:StartupInstructionSet={InstructionSet}"]
            : ["-p:StartupNative=true"];
        try
        {
            ChildProcess.RunDotnet(
                _source, "publish", [project, "-c", "Release", "-o", folder, "--artifacts-path", Path.Combine(_output, kind), .. properties]);
        }
        catch (InvalidOperationException error)
        {
            throw new StartupException(FirstError(error.Message));
        }

        return Path.Combine(folder, "Start" + project + (OperatingSystem.IsWindows() ? ".exe" : ""));
    }

    // A build prints a page; its first error says what is wrong, between the place of the error and the name of the project in brackets.
    private static string FirstError(string message)
    {
        const string error = "error ";
        string[] lines = message.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        string line = lines.FirstOrDefault(static line => line.Contains(error, StringComparison.Ordinal)) ?? lines[0];
        int start = int.Max(0, line.IndexOf(error, StringComparison.Ordinal)), end = line.LastIndexOf(" [", StringComparison.Ordinal);
        return end > start ? line[start..end] : line[start..];
    }
}
