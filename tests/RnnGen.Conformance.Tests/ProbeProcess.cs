using System;
using System.Diagnostics;
using System.IO;
using System.Threading.Tasks;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>A run of a program beside the tests, to its end, under settings that the runtime reads only when it starts.</summary>
/// <param name="ExitCode">How it ended.</param>
/// <param name="Output">What it printed.</param>
/// <param name="Error">What it printed to stderr.</param>
internal sealed record ProbeProcess(int ExitCode, string Output, string Error)
{
    /// <summary>Far beyond what it takes: for a hang to end at some time.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    /// <summary>The runtime's settings that choose instructions. The tests' own process may have been started with some.</summary>
    private static readonly string[] InstructionSettings =
    [
        "PreferredVectorBitWidth", "MaxVectorTBitWidth", "EnableHWIntrinsic", "EnableAVX", "EnableAVX2",
        "EnableAVX512", "EnableAVX512v2", "EnableAVX512v3",
    ];

    /// <summary>Runs a program.</summary>
    /// <param name="assembly">Its assembly, beside the tests.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <param name="setting">An instruction setting of the runtime, as in <c>EnableAVX2=0</c>, or null for none.</param>
    public static ProbeProcess Run(string assembly, string[] arguments, string? setting)
    {
        var start = new ProcessStartInfo(Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet")
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string argument in (string[])["exec", Path.Combine(AppContext.BaseDirectory, assembly), .. arguments])
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

        using Process process = Process.Start(start) ?? throw new InvalidOperationException($"{assembly} did not start.");
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        if (!process.WaitForExit(Patience))
        {
            process.Kill(entireProcessTree: true);
            Assert.Fail($"{assembly} ({setting ?? "no setting"}) had not ended after {Patience}.");
        }

        return new ProbeProcess(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }
}
