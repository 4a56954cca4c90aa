using System;
using System.Linq;
using System.Runtime.InteropServices;
using RnnGen.TestSupport;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Conformance.Tests;

/// <summary>
/// Emitted code has no bounds checks past its entries. RnnGen.GuardRun makes its calls in memory in which every buffer ends at an unreadable page, and begins behind one: a
/// read or write beyond a buffer ends that process.
/// </summary>
public sealed class GuardRunTests(ITestOutputHelper log)
{
    private const string Program = "RnnGen.GuardRun.dll";
    private const string Violation = "AccessViolationException";

    private static bool IsSupported => OperatingSystem.IsLinux() || OperatingSystem.IsMacOS();

    /// <summary>
    /// Settings, and what each does. Always the widest vectors; RNNGEN_GUARD_RUN_SETTINGS=4 (<c>.ci/run --all</c>) takes the narrower ones and none, too.
    /// </summary>
    public static TheoryData<string?, string> Settings
    {
        get
        {
            (string? Setting, string Effect)[] all =
            [
                (null, "Vector128=True"),
                ("PreferredVectorBitWidth=128", "Vector256=False Vector128=True"),
                ("PreferredVectorBitWidth=256", "Used512=False Vector256=True"),
                ("EnableHWIntrinsic=0", "Vector128=False"),
            ];
            var settings = new TheoryData<string?, string>();
            foreach ((string? setting, string effect) in all.Take(TestSetting.Number("RNNGEN_GUARD_RUN_SETTINGS", otherwise: 1)))
            {
                settings.Add(setting, effect);
            }

            return settings;
        }
    }

    [Theory]
    [MemberData(nameof(Settings))]
    public void No_call_reads_or_writes_beyond_a_buffer(string? setting, string effect)
    {
        if (!IsSupported)
        {
            log.WriteLine("Not run: this operating system has no mprotect.");
            return;
        }

        ProcessResult run = ProbeProcess.Run(Program, [], setting);
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.True(run.ExitCode == 0, $"{setting ?? "no setting"}: ended with {run.ExitCode} in '{lines.LastOrDefault()}': {run.Error}");
        log.WriteLine($"{lines[0]}: {lines[^1]}");
        if (RuntimeInformation.ProcessArchitecture == Architecture.X64)
        {
            Assert.Contains(effect, lines[0], StringComparison.Ordinal);
        }

        Assert.EndsWith(" s", lines[^1], StringComparison.Ordinal);
    }

    /// <summary>The run finds what it is for: faults on purpose, and the tape of a network that was a row too small for the lengths 2 and 1.</summary>
    [Theory]
    [InlineData("read-past-span", Violation)]
    [InlineData("write-past-span", Violation)]
    [InlineData("read-before-span", Violation)]
    [InlineData("read-past-buffer", Violation)]
    [InlineData("read-before-buffer", Violation)]
    [InlineData("tape-without-rows", Violation)]
    [InlineData("write-into-padding", "44 bytes beside a buffer have been written to")]
    [InlineData("tape-with-rows", "")]
    public void Faults_end_the_run(string fault, string error)
    {
        if (!IsSupported)
        {
            log.WriteLine("Not run: this operating system has no mprotect.");
            return;
        }

        ProcessResult run = ProbeProcess.Run(Program, ["--self-test", fault], setting: null);
        Assert.Contains(error, run.Error, StringComparison.Ordinal);
        Assert.Equal(error.Length == 0, run.ExitCode == 0);
        Assert.NotEqual(2, run.ExitCode);
    }
}
