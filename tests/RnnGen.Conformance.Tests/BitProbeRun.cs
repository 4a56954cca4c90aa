using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading.Tasks;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>One run of RnnGen.BitProbe as a process of its own, under settings that the runtime reads only when it starts.</summary>
/// <param name="Header">Its architecture and vector support.</param>
/// <param name="Lines">The lines after the header.</param>
internal sealed record BitProbeRun(string Header, IReadOnlyList<string> Lines)
{
    /// <summary>Far beyond what it takes: for a hang to end at some time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>The runtime's settings that choose instructions. The tests' own process may have been started with some.</summary>
    private static readonly string[] InstructionSettings =
    [
        "PreferredVectorBitWidth", "MaxVectorTBitWidth", "EnableHWIntrinsic", "EnableAVX", "EnableAVX2",
        "EnableAVX512", "EnableAVX512v2", "EnableAVX512v3",
    ];

    /// <summary>Runs the probe to its end, which must be a success.</summary>
    /// <param name="argument">Its argument, or null.</param>
    /// <param name="setting">An instruction setting of the runtime, as in <c>EnableAVX2=0</c>, or null for none.</param>
    public static BitProbeRun Start(string? argument, string? setting)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "RnnGen.BitProbe.dll"));
        if (argument is not null)
        {
            start.ArgumentList.Add(argument);
        }

        foreach (string name in InstructionSettings)
        {
            start.Environment.Remove("DOTNET_" + name);
            start.Environment.Remove("COMPlus_" + name);
        }

        if (setting?.Split('=') is [string key, string value])
        {
            start.Environment["DOTNET_" + key] = value;
        }

        using Process process = Process.Start(start) ?? throw new InvalidOperationException("The probe did not start.");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"The probe ({setting ?? "no setting"}) had not ended after {Patience}.");
        }

        string problem = error.GetAwaiter().GetResult();
        Assert.True(process.ExitCode == 0, $"The probe ({setting ?? "no setting"}) ended with {process.ExitCode}: {problem}");
        string[] lines = output.GetAwaiter().GetResult().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("# ", lines[0], StringComparison.Ordinal);
        return new BitProbeRun(lines[0], [.. lines.Skip(1)]);
    }
}
