using System.IO;
using System.Linq;
using System.Reflection;
using RnnGen.TestSupport;

namespace RnnGen.Benchmarks.Tests;

/// <summary>Runs of the benchmarks as a process of its own, as a user starts them.</summary>
internal static class BenchmarkRun
{
    /// <summary>The program, where its own build put it.</summary>
    public static string Program { get; } = typeof(BenchmarkRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static attribute => attribute.Key == "BenchmarkProgram").Value!;

    /// <summary>Runs the program.</summary>
    /// <param name="arguments">Its arguments.</param>
    public static ProcessResult Start(params string[] arguments) => StartAt(Program, arguments);

    /// <summary>Runs a copy of the program.</summary>
    /// <param name="program">The copy.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ProcessResult StartAt(string program, params string[] arguments) => StartAt(program, null, arguments);

    /// <summary>Runs a copy of the program with native peers of its own.</summary>
    /// <param name="program">The copy.</param>
    /// <param name="nativePeers">The folder of the native peers; null for the one where they are built.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ProcessResult StartAt(string program, string? nativePeers, string[] arguments) =>
        ChildProcess.RunAssembly(program, [("RNNGEN_NATIVE_PEERS", nativePeers)], arguments);

    /// <summary>Runs a copy of the program that is told of two processors, whatever this machine has.</summary>
    /// <param name="program">The copy.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ProcessResult StartOnTwoProcessors(string program, params string[] arguments) =>
        ChildProcess.RunAssembly(program, [("DOTNET_PROCESSOR_COUNT", "2")], arguments);

    /// <summary>Runs a script of the program's.</summary>
    /// <param name="script">The script.</param>
    /// <param name="arguments">Its arguments.</param>
    public static ProcessResult OfScript(string script, params string[] arguments) =>
        ChildProcess.RunToEnd(Path.GetTempPath(), "sh", [], [script, .. arguments]);
}
