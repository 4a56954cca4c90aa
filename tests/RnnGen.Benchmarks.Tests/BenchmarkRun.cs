using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Threading.Tasks;
using Xunit;

namespace RnnGen.Benchmarks.Tests;

/// <summary>One run of the benchmarks as a process of its own, as a user starts them.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to stdout, lines ended by LF.</param>
/// <param name="Error">What it wrote to stderr, lines ended by LF.</param>
internal sealed record BenchmarkRun(int ExitCode, string Output, string Error)
{
    /// <summary>Far beyond what it takes: for a hang to end at some time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The program, where its own build put it.</summary>
    public static string Program { get; } = typeof(BenchmarkRun).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(static attribute => attribute.Key == "BenchmarkProgram").Value!;

    /// <summary>Runs the program.</summary>
    /// <param name="arguments">Its arguments.</param>
    public static BenchmarkRun Start(params string[] arguments) => StartAt(Program, arguments);

    /// <summary>Runs a copy of the program.</summary>
    /// <param name="program">The copy.</param>
    /// <param name="arguments">Its arguments.</param>
    public static BenchmarkRun StartAt(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", ["exec", program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("The benchmarks did not start.");
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The benchmarks had not ended after {Patience}.");
        }

        return new BenchmarkRun(process.ExitCode, Read(output), Read(error));
    }

    private static string Read(Task<string> text) => text.GetAwaiter().GetResult().ReplaceLineEndings("\n");
}
