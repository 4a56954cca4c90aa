using System;
using System.IO;
using System.Linq;
using System.Text.Json;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Benchmarks.Tests;

/// <summary><c>limits</c>, <c>latency</c> and <c>suites</c> do what their documentation says. Never what the times are.</summary>
public sealed class OtherCommandTests(ITestOutputHelper log)
{
    [Fact]
    public void Limits_prints_the_peak_and_each_level_of_memory()
    {
        var run = BenchmarkRun.Start("limits");
        log.WriteLine(run.Output);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches(@"(?m)^multiply-adds: +[0-9.]+ GFLOP/s \(128 bits [0-9.]+", run.Output);
        Assert.All((string[])["L1", "L2", "L3", "memory"], level => Assert.Matches($@"(?m)^{level} reads: +[0-9.]+ GB/s \(128 bits [0-9.]+", run.Output));
    }

    [Fact]
    public void Latency_counts_every_step_once()
    {
        const int steps = 200;
        using var folder = new TemporaryFolder();
        string path = folder["latency.json"];

        var run = BenchmarkRun.Start("latency", "--json", path, "--steps", $"{steps}");
        log.WriteLine(run.Output);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("LSTM 1->32 under GC pressure: steps by their time", run.Output);
        using var document = JsonDocument.Parse(File.ReadAllBytes(path));
        JsonElement[] rows = [.. document.RootElement.EnumerateArray()];
        string[] contestants = [.. ((string[])["rnngen", "onnxruntime", "torchsharp"])
            .Where(name => !run.Output.Contains($"{name}: not loaded: ", StringComparison.Ordinal))];
        Assert.All(contestants, name => Assert.Equal(4, rows.Count(row => row.GetProperty("contestant").GetString() == name)));
        Assert.All(rows, static row =>
        {
            Assert.Equal("latency", row.GetProperty("table").GetString());
            Assert.Equal(row.GetProperty("hidden").GetInt32() == 32 ? steps : steps / 10, row.GetProperty("steps").GetInt32());
            Assert.Equal(
                row.GetProperty("steps").GetInt64(),
                row.GetProperty("histogram").EnumerateArray().Sum(static bucket => bucket.GetProperty("steps").GetInt64()));
            long[] percentiles = [.. ((string[])["p50_ns", "p99_ns", "p99_9_ns", "p99_99_ns", "max_ns"]).Select(name => row.GetProperty(name).GetInt64())];
            Assert.Equal(percentiles.Order(), percentiles);
        });
    }

    [Fact]
    public void Simulate_threads_prints_the_same_for_the_same_seed_and_says_that_it_measures_nothing()
    {
        var run = BenchmarkRun.Start("simulate-threads");
        var again = BenchmarkRun.Start("simulate-threads", "--seed", "1", "--barrier", "central", "--flag-ns=80");
        var other = BenchmarkRun.Start("simulate-threads", "--seed", "2", "--barrier", "tree");
        log.WriteLine(run.Output);

        Assert.All([run, again, other], static one => Assert.Equal((0, ""), (one.ExitCode, one.Error)));
        Assert.StartsWith("Simulated, not measured: central barrier, 80 ns from core to core, seed 1.\n", run.Output);
        Assert.Equal(run.Output, again.Output);
        Assert.StartsWith("Simulated, not measured: tree barrier, 80 ns from core to core, seed 2.\n", other.Output);
        Assert.All(
            (string[])["16->64", "100->256", "256->512", "512->1024"],
            cell => Assert.All((int[])[1, 2, 4, 8, 16], threads => Assert.Matches($@"\nLSTM {cell} +{threads} +[0-9.]+ +[0-9.]+ +[0-9.]+ ", run.Output)));
    }

    [Fact]
    public void Suites_lists_what_BenchmarkDotNet_finds()
    {
        var run = BenchmarkRun.Start("suites", "--list", "flat");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(
            (string[])["StepBenchmarks.RnnGen", "SequenceBenchmarks.OnnxRuntime", "BatchBenchmarks.TorchSharp", "TrainingBenchmarks.RnnGen", "ActivationBenchmarks.Sigmoid"],
            name => Assert.Contains(name, run.Output));
    }

    [Fact]
    public void Suites_run()
    {
        using var folder = new TemporaryFolder();

        var run = BenchmarkRun.Start("suites", "--filter", "*StepBenchmarks.RnnGen", "--job", "dry", "--artifacts", folder.Path);
        log.WriteLine(run.Output);

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("| RnnGen | LSTM 256->512 |", run.Output);
        Assert.Contains("Allocated", run.Output);
    }
}
