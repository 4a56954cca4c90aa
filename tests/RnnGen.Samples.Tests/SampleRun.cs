using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace RnnGen.Samples.Tests;

/// <summary>One run of a sample as a process of its own, as a user starts it.</summary>
/// <param name="ExitCode">Its exit code.</param>
/// <param name="Output">What it wrote to stdout, lines ended by LF.</param>
/// <param name="Error">What it wrote to stderr, lines ended by LF.</param>
internal sealed record SampleRun(int ExitCode, string Output, string Error)
{
    /// <summary>Far beyond what it takes: for a hang to end at some time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>Runs the sample that lies beside the tests.</summary>
    /// <param name="sample">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    public static SampleRun Start(string sample, params string[] arguments) => StartIn(AppContext.BaseDirectory, sample, arguments);

    /// <summary>Runs the sample from somewhere else than where it lies.</summary>
    /// <param name="directory">Where it lies.</param>
    /// <param name="sample">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    public static SampleRun StartIn(string directory, string sample, params string[] arguments)
    {
        using Process process = StartProcess(directory, sample, arguments);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The sample had not ended after {Patience}.");
        }

        return new SampleRun(process.ExitCode, Read(output), Read(error));
    }

    /// <summary>Starts a sample, and leaves it running.</summary>
    /// <param name="directory">Where it lies.</param>
    /// <param name="sample">Its name.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Process StartProcess(string directory, string sample, params string[] arguments)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(directory, sample + ".dll"));
        foreach (string argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start) ?? throw new InvalidOperationException("The sample did not start.");
    }

    private static string Read(Task<string> text) => text.GetAwaiter().GetResult().ReplaceLineEndings("\n");
}
