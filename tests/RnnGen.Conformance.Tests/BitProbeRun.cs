using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>One run of RnnGen.BitProbe as a process of its own, under settings that the runtime reads only when it starts.</summary>
/// <param name="Header">Its architecture and vector support.</param>
/// <param name="Lines">The lines after the header.</param>
internal sealed record BitProbeRun(string Header, IReadOnlyList<string> Lines)
{
    /// <summary>Runs the probe to its end, which must be a success.</summary>
    /// <param name="argument">Its argument, or null.</param>
    /// <param name="setting">An instruction setting of the runtime, as in <c>EnableAVX2=0</c>, or null for none.</param>
    public static BitProbeRun Start(string? argument, string? setting)
    {
        ProcessResult process = ProbeProcess.Run("RnnGen.BitProbe.dll", argument is null ? [] : [argument], setting);
        Assert.True(process.ExitCode == 0, $"The probe ({setting ?? "no setting"}) ended with {process.ExitCode}: {process.Error}");
        string[] lines = process.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.StartsWith("# ", lines[0], StringComparison.Ordinal);
        return new BitProbeRun(lines[0], [.. lines.Skip(1)]);
    }
}
