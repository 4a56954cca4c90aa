using System;
using System.Globalization;

namespace RnnGen.AccuracyWalk;

/// <summary>What a walk over many values found out about one function. Findings of parts of the values can be merged.</summary>
internal sealed class Findings
{
    /// <summary>Number of values walked.</summary>
    public long Values { get; set; }

    /// <summary>Largest absolute error, and the x that has it.</summary>
    public double AbsoluteError { get; private set; }

    public float AbsoluteErrorAt { get; private set; }

    /// <summary>Largest error in units in the last place where a bound is claimed (everywhere if none is), and the x that has it.</summary>
    public double Ulps { get; private set; }

    public float UlpsAt { get; private set; }

    /// <summary>Values for which two widths differ in a bit.</summary>
    public long WidthMismatches { get; set; }

    /// <summary>NaN that did not stay NaN, or NaN from a number.</summary>
    public long NaNViolations { get; set; }

    /// <summary>Infinities that did not give exactly the limit.</summary>
    public long InfinityViolations { get; set; }

    /// <summary>Zeros that did not give exactly the function's value there, sign included.</summary>
    public long ZeroViolations { get; set; }

    /// <summary>Values for which an odd function gives f(-x) other than -f(x).</summary>
    public long OddViolations { get; set; }

    /// <summary>Results outside the function's range.</summary>
    public long RangeViolations { get; set; }

    /// <summary>The first x with any violation, for the message.</summary>
    public float? FirstViolation { get; set; }

    public long Violations => WidthMismatches + NaNViolations + InfinityViolations + ZeroViolations + OddViolations + RangeViolations;

    public void AddError(float x, double absolute, double ulps)
    {
        if (absolute > AbsoluteError)
        {
            AbsoluteError = absolute;
            AbsoluteErrorAt = x;
        }

        if (ulps > Ulps)
        {
            Ulps = ulps;
            UlpsAt = x;
        }
    }

    public void Merge(Findings other)
    {
        AddError(other.AbsoluteErrorAt, other.AbsoluteError, 0);
        AddError(other.UlpsAt, 0, other.Ulps);
        Values += other.Values;
        WidthMismatches += other.WidthMismatches;
        NaNViolations += other.NaNViolations;
        InfinityViolations += other.InfinityViolations;
        ZeroViolations += other.ZeroViolations;
        OddViolations += other.OddViolations;
        RangeViolations += other.RangeViolations;
        FirstViolation ??= other.FirstViolation;
    }

    public override string ToString()
    {
        string text = string.Create(
            CultureInfo.InvariantCulture,
            $"absolute {AbsoluteError:E3} at {AbsoluteErrorAt:R}, ulp {Ulps:F3} at {UlpsAt:R}");
        text += string.Create(
            CultureInfo.InvariantCulture,
            $"; violations: width {WidthMismatches}, NaN {NaNViolations}, infinity {InfinityViolations}, zero {ZeroViolations}");
        text += string.Create(CultureInfo.InvariantCulture, $", odd {OddViolations}, range {RangeViolations}");
        return FirstViolation is { } x
            ? text + string.Create(CultureInfo.InvariantCulture, $", first at {x:R} (0x{BitConverter.SingleToInt32Bits(x):x8})")
            : text;
    }
}
