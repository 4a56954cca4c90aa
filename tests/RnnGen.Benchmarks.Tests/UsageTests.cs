using System;
using System.IO;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Benchmarks.Tests;

/// <summary>A command line that is wrong is told so at once: exit code 2, what is wrong, and the usage.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("which command?")]
    [InlineData("unknown command 'measure'", "measure")]
    [InlineData("compare has no table 'steps'; it has step, network, sequence, batch, training, startup", "compare", "steps")]
    [InlineData("compare does not know '--slow'", "compare", "step", "--slow")]
    [InlineData("--json needs a file name", "compare", "step", "--json")]
    [InlineData("--json needs a file name", "compare", "--json", "--quick", "step")]
    [InlineData("--json needs a file name", "compare", "--json=", "step")]
    [InlineData("--json is given twice", "compare", "--json", "a.json", "--json", "b.json")]
    [InlineData("--threads needs a number of threads", "compare", "sequence", "--threads")]
    [InlineData("--threads needs a number of threads", "compare", "--threads", "--quick")]
    [InlineData("--threads is given twice", "compare", "--threads", "1", "--threads=1")]
    [InlineData("--quick takes no value: '--quick=yes'", "compare", "--quick=yes")]
    [InlineData("limits takes no arguments: '--quick'", "limits", "--quick")]
    [InlineData("--steps 0: not a number from 1 to 100000000", "latency", "--steps", "0")]
    [InlineData("--steps many: not a number from 1 to 100000000", "latency", "--steps", "many")]
    [InlineData("latency does not know 'step'", "latency", "step")]
    [InlineData("simulate-threads does not know 'fast'", "simulate-threads", "fast")]
    [InlineData("simulate-threads does not know '--threads'", "simulate-threads", "--threads", "2")]
    [InlineData("--seed needs a number", "simulate-threads", "--seed")]
    [InlineData("--seed one: not a number from 0 to 2147483647", "simulate-threads", "--seed", "one")]
    [InlineData("--flag-ns 10001: not a number from 0 to 10000", "simulate-threads", "--flag-ns", "10001")]
    [InlineData("--barrier round: neither central nor tree", "simulate-threads", "--barrier", "round")]
    public void A_wrong_command_line_is_an_error(string message, params string[] arguments)
    {
        var run = BenchmarkRun.Start(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.StartsWith($"{message}\n\nusage: ", run.Error);
        Assert.Empty(run.Output);
    }

    [Fact]
    public void More_threads_than_processors_and_what_is_no_number_of_them_are_errors_before_anything_is_measured()
    {
        // The program may use the processors that this process may use.
        int most = Environment.ProcessorCount;

        Assert.All((string[])["0", "-1", "1.5", "two", $"{most + 1}"], threads =>
        {
            var run = BenchmarkRun.Start("compare", "sequence", "--threads", threads);

            Assert.Equal((2, ""), (run.ExitCode, run.Output));
            Assert.StartsWith($"--threads {threads}: not a number from 1 to {most}, the processors that this process may use\n\nusage: ", run.Error);
        });
    }

    [Fact]
    public void A_file_that_cannot_be_written_is_an_error_before_anything_is_measured()
    {
        using var folder = new TemporaryFolder();
        string missing = folder["missing"];

        var inMissingFolder = BenchmarkRun.Start("compare", "step", "--json", Path.Combine(missing, "rows.json"));
        var folderItself = BenchmarkRun.Start("latency", "--json", folder.Path);

        Assert.Equal((2, ""), (inMissingFolder.ExitCode, inMissingFolder.Output));
        Assert.Contains($"there is no folder {missing}", inMissingFolder.Error);
        Assert.Equal((2, ""), (folderItself.ExitCode, folderItself.Output));
        Assert.Contains("it is a folder, not a file", folderItself.Error);
        Assert.Empty(Directory.EnumerateFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("compare", "--help")]
    [InlineData("latency", "--steps", "5", "-h")]
    public void Help_is_no_error(params string[] arguments)
    {
        var run = BenchmarkRun.Start(arguments);

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.StartsWith("usage: ", run.Output);
    }
}
