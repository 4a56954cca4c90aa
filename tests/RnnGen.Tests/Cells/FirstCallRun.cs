using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace RnnGen.Tests.Cells;

/// <summary>One run of RnnGen.FirstCallProbe: a process that calls cells for the first time.</summary>
/// <param name="AllocatedBytes">What each cell and kind of call allocated.</param>
/// <param name="Compiled">The methods compiled meanwhile: their tier, and their type and name.</param>
internal sealed record FirstCallRun(
    IReadOnlyDictionary<string, long> AllocatedBytes, IReadOnlyList<(string Tier, string Method)> Compiled)
{
    /// <summary>Far beyond what it takes: for a hang to end at some time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>
    /// Runs the probe to its end, which must be a success. It inherits the settings of the runtime that this process has.
    /// </summary>
    public static FirstCallRun Start()
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "RnnGen.FirstCallProbe.dll"));
        using Process process = Process.Start(start) ?? throw new InvalidOperationException("The probe did not start.");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The probe had not ended after {Patience}.");
        }

        Assert.True(process.ExitCode == 0, $"The probe ended with {process.ExitCode}: {error.GetAwaiter().GetResult()}");
        string[] lines = output.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new FirstCallRun(
            lines.Select(line => line.Split(' '))
                .Where(words => words[0] == "allocated")
                .ToDictionary(words => $"{words[1]}.{words[2]}", words => long.Parse(words[3], CultureInfo.InvariantCulture)),
            [.. lines.Select(line => line.TrimEnd('\r').Split(' ', 3))
                .Where(words => words[0] == "compiled")
                .Select(words => (words[1], words[2]))]);
    }
}
