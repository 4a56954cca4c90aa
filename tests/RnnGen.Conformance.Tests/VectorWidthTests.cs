using System;
using System.Globalization;
using System.Linq;
using System.Runtime.InteropServices;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Conformance.Tests;

/// <summary>
/// Invariant 2 across processes: the bits of emitted cells do not depend on the vector width, and without fused multiply-add their values
/// stay within the tolerance. Within each process the probe itself compares single steps, runs and batches, bit for bit.
/// </summary>
public sealed class VectorWidthTests(ITestOutputHelper log)
{
    /// <summary>What a lack of fused multiply-add may change: the tolerance of the design for many steps.</summary>
    private const double Tolerance = 2e-6;

    private static readonly Lazy<BitProbeRun> DefaultBits = new(() => BitProbeRun.Start(argument: null, setting: null));
    private static readonly Lazy<BitProbeRun> DefaultValues = new(() => BitProbeRun.Start("--values", setting: null));

    [Theory]
    [InlineData("PreferredVectorBitWidth=256", "Vector512=False")]
    [InlineData("EnableAVX512=0", "Used512=False")]
    [InlineData("PreferredVectorBitWidth=128", "Vector256=False")]
    public void Bits_are_the_same_at_every_width(string setting, string effect)
    {
        BitProbeRun expected = DefaultBits.Value;
        BitProbeRun narrow = BitProbeRun.Start(argument: null, setting);
        log.WriteLine($"default: {expected.Header}");
        log.WriteLine($"{setting}: {narrow.Header}");

        AssertEffect(narrow, effect);
        Assert.NotEmpty(expected.Lines);
        Assert.Equal(expected.Lines, narrow.Lines);
    }

    [Theory]
    [InlineData("EnableAVX2=0", "Fma=False")]
    [InlineData("EnableHWIntrinsic=0", "Vector128=False")]
    public void Values_stay_within_the_tolerance_without_fused_multiply_add(string setting, string effect)
    {
        BitProbeRun expected = DefaultValues.Value;
        BitProbeRun without = BitProbeRun.Start("--values", setting);
        log.WriteLine($"default: {expected.Header}");
        log.WriteLine($"{setting}: {without.Header}");

        AssertEffect(without, effect);
        Assert.NotEmpty(expected.Lines);
        Assert.Equal(expected.Lines.Count, without.Lines.Count);
        double largest = 0;
        foreach ((string line, string lineWithout) in expected.Lines.Zip(without.Lines))
        {
            (string name, double value) = Parse(line);
            (string nameWithout, double valueWithout) = Parse(lineWithout);
            double difference = Math.Abs(value - valueWithout);
            largest = Math.Max(largest, difference);
            Assert.Equal(name, nameWithout);
            Assert.True(difference <= Tolerance, $"{name}: {valueWithout:R} with {setting}, {value:R} without: {difference:E1} apart.");
        }

        log.WriteLine($"largest difference: {largest:E1}");
    }

    /// <summary>That a setting did what it is for: the settings are x64's, and the runtime ignores those it does not know.</summary>
    private static void AssertEffect(BitProbeRun run, string effect)
    {
        if (RuntimeInformation.ProcessArchitecture == Architecture.X64)
        {
            Assert.Contains(effect, run.Header, StringComparison.Ordinal);
        }
    }

    /// <summary>A line of the probe, <c>cell index value</c>, as its name and its value.</summary>
    private static (string Name, double Value) Parse(string line)
    {
        int space = line.LastIndexOf(' ');
        return (line[..space], double.Parse(line.AsSpan(space + 1), NumberStyles.Float, CultureInfo.InvariantCulture));
    }
}
