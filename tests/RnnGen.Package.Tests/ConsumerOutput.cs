using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.TestSupport;

namespace RnnGen.Package.Tests;

/// <summary>What the user's project printed.</summary>
/// <param name="Header">How it ran.</param>
/// <param name="Lines">Its results, <c>cell index bits</c>.</param>
internal sealed record ConsumerOutput(string Header, IReadOnlyList<string> Lines)
{
    public static ConsumerOutput Parse(string text)
    {
        string[] lines = text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return lines is [['#', ..] header, _, ..]
            ? new ConsumerOutput(header, lines[1..])
            : throw new FormatException($"The program printed:\n{text}");
    }

    /// <summary>The largest difference of a float from another run's.</summary>
    public double LargestDifference(ConsumerOutput other) =>
        Lines.Zip(other.Lines, (line, otherLine) => Math.Abs(Value(line) - Value(otherLine))).Largest();

    private static double Value(string line)
    {
        uint bits = uint.Parse(line.AsSpan(line.LastIndexOf(' ') + 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return BitConverter.UInt32BitsToSingle(bits);
    }
}
