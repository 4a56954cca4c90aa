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
    public static ProcessResult StartAt(string program, params string[] arguments) => ChildProcess.RunAssembly(program, arguments);
}
