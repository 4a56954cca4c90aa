using System;
using System.IO;
using System.Linq;
using RnnGen.TestSupport;

namespace RnnGen.Conformance.Tests;

/// <summary>Runs of a program beside the tests, to its end, under settings that the runtime reads only when it starts.</summary>
internal static class ProbeProcess
{
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
    /// <param name="variables">Other variables of its environment.</param>
    public static ProcessResult Run(string assembly, string[] arguments, string? setting, params ReadOnlySpan<(string Name, string? Value)> variables)
    {
        (string, string?)[] own = setting?.Split('=') is [string key, string value] ? [("DOTNET_" + key, value)] : [];
        return ChildProcess.RunAssembly(
            Path.Combine(AppContext.BaseDirectory, assembly),
            [.. InstructionSettings.SelectMany(static name => ((string, string?)[])[("DOTNET_" + name, null), ("COMPlus_" + name, null)]), .. own, .. variables],
            arguments);
    }
}
