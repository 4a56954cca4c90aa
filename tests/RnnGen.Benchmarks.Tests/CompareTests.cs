using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using System.Text.RegularExpressions;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Benchmarks.Tests;

/// <summary><c>compare</c> prints and writes what its documentation says. Never what the times are.</summary>
public sealed class CompareTests(ITestOutputHelper log)
{
    /// <summary>The cells that the targets of issue 6 name.</summary>
    private static readonly (string Cell, int Input, int Hidden)[] Targets =
    [
        ("lstm", 1, 8), ("lstm", 1, 16), ("lstm", 1, 32), ("lstm", 1, 40), ("lstm", 16, 64), ("lstm", 100, 256), ("lstm", 256, 512),
    ];

    [Fact]
    public void Step_measures_every_cell_against_each_peer_that_loads_and_replaces_the_file()
    {
        using var folder = new TemporaryFolder();
        string path = folder["rows.json"];
        File.WriteAllText(path, "what was there before");

        var run = BenchmarkRun.Start("compare", "--json=" + path, "step", "--quick");
        log.WriteLine(run.Output);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string[] peers = [.. ((string[])["onnxruntime", "torchsharp", "onednn"]).Where(peer => !run.Output.Contains($"{peer}: not loaded: ", StringComparison.Ordinal))];
        IReadOnlyList<JsonElement> rows = ComparisonSchema.Read(path);
        Assert.All(rows, static row => Assert.Equal("step", row.GetProperty("table").GetString()));
        Assert.All(rows, static row => Assert.Equal(0, row.GetProperty("allocated_bytes").GetInt64()));
        foreach (string peer in peers)
        {
            (string, int, int)[] measured = [.. rows.Where(row => row.GetProperty("peer").GetString() == peer)
                .Select(static row => (row.GetProperty("cell").GetString()!, row.GetProperty("input").GetInt32(), row.GetProperty("hidden").GetInt32()))];
            Assert.Empty(Targets.Except(measured));
            Assert.Equal(measured.Length, measured.Distinct().Count());
        }

        Assert.Equal(["rows.json"], Directory.EnumerateFileSystemEntries(folder.Path).Select(Path.GetFileName));
        Assert.Contains("multiply-adds:", run.Output);
        Assert.Contains("L3 reads:", run.Output);
    }

    [Fact]
    public void Network_measures_every_shape_in_both_accuracies_also_without_its_peers()
    {
        string[] shapes = ["1->8", "1->16", "1->24", "1->32", "1->40", "1->64", "1->8 x2", "1->16 x2"];
        using var folder = new TemporaryFolder();
        string path = folder["rows.json"], peers = folder["peers"];
        Directory.CreateDirectory(Path.Combine(peers, "rtneural"));
        File.WriteAllText(Path.Combine(peers, "rtneural", "broken.so"), "no library");

        var run = BenchmarkRun.StartAt(BenchmarkRun.Program, peers, ["compare", "network", "--quick", "--json", path]);
        log.WriteLine(run.Output);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("\nrtneural: not loaded: DllNotFoundException: ", run.Output);
        Assert.All(
            (string[])["onednn", "rtneural-fast", "neuralaudio"],
            peer => Assert.Contains($"\n{peer}: not loaded: FileNotFoundException: there is no .so in {Path.Combine(peers, peer)}; tests/RnnGen.Benchmarks/native/build.sh", run.Output));
        string[] measured = [.. Regex.Matches(run.Output, @"(?m)^network +(\S.*?) +1 +1 \(no peer\) +[0-9]").Select(static match => Regex.Replace(match.Groups[1].Value, " +", " "))];
        string[] expected = [.. from accuracy in (string[])["Standard", "Fast"] from cell in (string[])["LSTM", "GRU"] from shape in shapes select $"{cell} {shape} {accuracy}"];
        Assert.Equal(expected, measured);
        Assert.Empty(ComparisonSchema.Read(path));
    }

    [Fact]
    public void With_threads_tables_and_peers_of_one_thread_are_left_out_and_say_so()
    {
        using var folder = new TemporaryFolder();
        string path = folder["rows.json"];

        var run = BenchmarkRun.StartOnTwoProcessors(BenchmarkRun.Program, "compare", "startup", "step", "network", "--threads", "2", "--json", path);
        log.WriteLine(run.Output);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All((string[])["startup", "step", "network"], table => Assert.Contains($"\n{table}: left out with 2 threads: ", run.Output));
        Assert.All((string[])["rtneural", "rtneural-fast", "neuralaudio"], peer => Assert.Contains($"\n{peer}: left out with 2 threads: it computes on one\n", run.Output));
        Assert.Matches(@"\npinned: +(to cores [0-9]+, [0-9]+|WARNING: not pinned to 2 cores, one for each thread |not known here)", run.Output);
        Assert.DoesNotContain("multiply-adds:", run.Output);
        Assert.Empty(ComparisonSchema.Read(path, threads: 2));
    }

    [LinuxFact]
    public void With_threads_sequences_are_compared_on_that_many()
    {
        using var folder = new TemporaryFolder();
        string path = folder["rows.json"];

        // libtorch's threads wait for each other without sleeping, which takes long where others run, too.
        string program = CopyWithBroken("libLibTorchSharp.so", folder);

        var run = BenchmarkRun.StartOnTwoProcessors(program, "compare", "sequence", "--threads=2", "--quick", "--json", path);
        log.WriteLine(run.Output);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("\n2 threads, ours and the peers'. ", run.Output);
        Assert.Contains("\nsequence LSTM 256->512 ", run.Output);
        Assert.Equal(run.Output.Contains("onnxruntime: not loaded", StringComparison.Ordinal), ComparisonSchema.Read(path, threads: 2).Count == 0);
    }

    [LinuxFact]
    public void A_peer_that_does_not_load_says_why_and_the_rest_goes_on()
    {
        using var folder = new TemporaryFolder();
        string program = CopyWithBroken("libonnxruntime.so", folder);

        // GRU steps would take no longer; sequences have fewer lines.
        var run = BenchmarkRun.StartAt(program, "compare", "sequence", "--quick", "--json", folder["rows.json"]);
        log.WriteLine(run.Output);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("onnxruntime: not loaded: DllNotFoundException: ", run.Output);
        IReadOnlyList<JsonElement> rows = ComparisonSchema.Read(folder["rows.json"]);
        Assert.DoesNotContain(rows, static row => row.GetProperty("peer").GetString() == "onnxruntime");
        Assert.Equal(run.Output.Contains("torchsharp: not loaded", StringComparison.Ordinal), rows.Count == 0);
        Assert.Contains("sequence LSTM 1->32", run.Output);
    }

    [LinuxFact]
    public void Without_any_peer_ours_is_measured_alone()
    {
        using var folder = new TemporaryFolder();
        string program = CopyWithBroken("libonnxruntime.so libLibTorchSharp.so", folder);

        var run = BenchmarkRun.StartAt(program, "compare", "sequence", "--quick", "--json", folder["rows.json"]);
        log.WriteLine(run.Output);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains("onnxruntime: not loaded: ", run.Output);
        Assert.Contains("torchsharp: not loaded: ", run.Output);
        Assert.Matches(@"sequence LSTM 100->256 +Standard +100 +1 \(no peer\) +[0-9]", run.Output);
        Assert.Empty(ComparisonSchema.Read(folder["rows.json"]));
    }

    /// <summary>The program with links to all its files, and native libraries that the loader refuses, as it refuses one built for another system.</summary>
    private static string CopyWithBroken(string libraries, TemporaryFolder folder)
    {
        string[] broken = libraries.Split(' ');
        string source = Path.GetDirectoryName(BenchmarkRun.Program)!;
        foreach (string path in Directory.EnumerateFiles(source))
        {
            string name = Path.GetFileName(path), copy = folder[name];
            if (broken.Contains(name))
            {
                File.WriteAllText(copy, "no library");
            }
            else if (new FileInfo(path).Extension is ".dll" or ".json")
            {
                // What the runtime follows links of, to look for the rest beside it.
                File.Copy(path, copy);
            }
            else
            {
                File.CreateSymbolicLink(copy, path);
            }
        }

        return folder[Path.GetFileName(BenchmarkRun.Program)];
    }
}
