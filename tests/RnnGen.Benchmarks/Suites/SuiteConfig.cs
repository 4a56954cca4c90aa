using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace RnnGen.Benchmarks.Suites;

/// <summary>
/// How the suites run: in this process. BenchmarkDotNet's own way is to generate and build a project for each job; within this tree that project would
/// inherit central package versions and warnings as errors, and link half a gigabyte of libtorch anew each time.
/// </summary>
internal static class SuiteConfig
{
    /// <summary>The config.</summary>
    public static IConfig Create() => DefaultConfig.Instance
        .AddDiagnoser(MemoryDiagnoser.Default)
        .AddJob(Job.Default.WithToolchain(InProcessEmitToolchain.Instance).AsMutator());
}
