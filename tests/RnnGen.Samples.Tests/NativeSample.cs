using System;
using System.Diagnostics;
using System.IO;
using System.Runtime.CompilerServices;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Samples.Tests;

/// <summary>A sample, published with NativeAOT.</summary>
internal static class NativeSample
{
#if DEBUG
    private const string Configuration = "Debug";
#else
    private const string Configuration = "Release";
#endif

    /// <summary>The root of the sources.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>
    /// Publishes a sample into a folder, as <c>dotnet publish</c> does it, from what the build of these tests left of it: only native code is made anew. The compiler of native
    /// code must have nothing to warn of.
    /// </summary>
    /// <param name="sample">Its name.</param>
    /// <param name="folder">Where to.</param>
    /// <param name="log">For what it took.</param>
    public static void Publish(string sample, string folder, ITestOutputHelper log)
    {
        long start = Stopwatch.GetTimestamp();
        string intermediate = folder + ".obj" + Path.DirectorySeparatorChar;
        string output = ChildProcess.RunDotnet(
            Path.Combine(Root, "samples", sample), "publish", "--no-build", "-c", Configuration, "-o", folder,
            $"-p:NativeIntermediateOutputPath={intermediate}", $"-p:NativeOutputPath={intermediate}bin{Path.DirectorySeparatorChar}");
        log.WriteLine($"published {sample} in {Stopwatch.GetElapsedTime(start).TotalSeconds:F1} s");
        Assert.DoesNotContain("warning", output, StringComparison.OrdinalIgnoreCase);
    }

    private static string FindRoot([CallerFilePath] string file = "") => Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", ".."));
}
