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
    public static BenchmarkRun StartAt(string program, params string[] arguments) => StartAt(program, null, arguments);

    /// <summary>Runs a copy of the program with native peers of its own.</summary>
    /// <param name="program">The copy.</param>
    /// <param name="nativePeers">The folder of the native peers; null for the one where they are built.</param>
    /// <param name="arguments">Its arguments.</param>
    public static BenchmarkRun StartAt(string program, string? nativePeers, string[] arguments) =>
        Of(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet", nativePeers, ["exec", program, .. arguments]);

    /// <summary>Runs a script of the program's.</summary>
    /// <param name="script">The script.</param>
    /// <param name="arguments">Its arguments.</param>
    public static BenchmarkRun OfScript(string script, params string[] arguments) => Of("sh", null, [script, .. arguments]);

    private static BenchmarkRun Of(string file, string? nativePeers, string[] arguments)
    {
        const string nativePeersVariable = "RNNGEN_NATIVE_PEERS";
        var start = new ProcessStartInfo(file, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.Environment.Remove(nativePeersVariable);
        if (nativePeers is not null)
        {
            start.Environment.Add(nativePeersVariable, nativePeers);
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{file} did not start.");
        process.StandardInput.Close();
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{file} had not ended after {Patience}.");
        }

        return new BenchmarkRun(process.ExitCode, Read(output), Read(error));
    }

    private static string Read(Task<string> text) => text.GetAwaiter().GetResult().ReplaceLineEndings("\n");
}
