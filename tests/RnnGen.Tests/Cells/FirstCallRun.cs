using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Tests.Cells;

/// <summary>One run of RnnGen.FirstCallProbe: a process that calls cells for the first time.</summary>
/// <param name="AllocatedBytes">What each cell and kind of call allocated.</param>
/// <param name="Compiled">The methods compiled meanwhile: their tier, and their type and name.</param>
internal sealed record FirstCallRun(
    IReadOnlyDictionary<string, long> AllocatedBytes, IReadOnlyList<(string Tier, string Method)> Compiled)
{
    /// <summary>
    /// Runs the probe to its end, which must be a success. It inherits the settings of the runtime that this process has.
    /// </summary>
    public static FirstCallRun Start()
    {
        ProcessResult run = ChildProcess.RunAssembly(Path.Combine(AppContext.BaseDirectory, "RnnGen.FirstCallProbe.dll"));
        Assert.True(run.ExitCode == 0, $"The probe ended with {run.ExitCode}: {run.Error}");
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        return new FirstCallRun(
            lines.Select(line => line.Split(' '))
                .Where(words => words[0] == "allocated")
                .ToDictionary(words => $"{words[1]}.{words[2]}", words => long.Parse(words[3], CultureInfo.InvariantCulture)),
            [.. lines.Select(line => line.Split(' ', 3))
                .Where(words => words[0] == "compiled")
                .Select(words => (words[1], words[2]))]);
    }
}
