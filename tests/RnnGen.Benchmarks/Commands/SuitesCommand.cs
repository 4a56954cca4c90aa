using System.Collections.Generic;
using System.Linq;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using RnnGen.Benchmarks.Suites;

namespace RnnGen.Benchmarks.Commands;

/// <summary><c>suites</c>: those of BenchmarkDotNet, which reads the arguments itself.</summary>
internal static class SuitesCommand
{
    private const int Success = 0;
    private const int SomethingFailed = 1;
    private const int NothingRan = 2;

    private static readonly string[] WithoutRun = ["--list", "--help", "--version", "--info"];

    /// <summary>Runs what the arguments ask for.</summary>
    /// <param name="arguments">BenchmarkDotNet's arguments.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string[] arguments)
    {
        IReadOnlyList<Summary> summaries = [.. BenchmarkSwitcher.FromAssembly(typeof(SuitesCommand).Assembly).Run(arguments, SuiteConfig.Create())];
        return arguments.Any(WithoutRun.Contains) ? Success
            : summaries.Count == 0 ? NothingRan
            : summaries.All(static summary => !summary.HasCriticalValidationErrors && summary.Reports.All(static report => report.Success)) ? Success
            : SomethingFailed;
    }
}
