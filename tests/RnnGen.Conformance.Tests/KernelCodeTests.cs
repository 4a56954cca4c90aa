using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>
/// The JIT's code of the kernels: all of a kernel is inlined. Past the budget of its inliner an activation, or an operation of a vector, becomes a call, and the
/// vectors in registers go through memory: bits are the same, and a step takes three times as long (docs/decisions/0003-vectors-once.md).
/// </summary>
public sealed class KernelCodeTests
{
    private const string Kernels = "SumUnits* SumStreams* InputSums* AllUnits* Tail*";

    // What a kernel may call: other kernels.
    private static readonly string[] OtherKernels = ["UnitKernels:InputSums[", "RowPasses:Tail[", "PanelProduct+Product"];

    [Theory]
    [InlineData(null)]
    [InlineData("PreferredVectorBitWidth=256")]
    [InlineData("PreferredVectorBitWidth=128")]
    public void A_kernel_calls_nothing(string? setting)
    {
        // To a file: on the console the probe's own lines would go between.
        using var folder = new TemporaryFolder();
        string listing = folder["kernels.txt"];
        ProcessResult probe = ProbeProcess.Run("RnnGen.BitProbe.dll", [], setting, ("DOTNET_JitDisasm", Kernels), ("DOTNET_JitStdOutFile", listing));
        Assert.True(probe.ExitCode == 0, probe.Error);
        string[] methods = File.ReadAllText(listing).Split("; Assembly listing for method ")[1..];
        Assert.InRange(methods.Length, 200, int.MaxValue);

        IEnumerable<string> calls =
            from method in methods
            from line in method.Split('\n')
            where line.Trim().Split(' ')[0] is "call" or "bl" or "blr" && !OtherKernels.Any(kernel => line.Contains(kernel, StringComparison.Ordinal))
            select $"{method[..method.IndexOf('\n', StringComparison.Ordinal)]}: {line.Trim()}";
        Assert.Empty(calls);
    }
}
