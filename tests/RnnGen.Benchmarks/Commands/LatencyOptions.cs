using System.Collections.Generic;
using System.Globalization;

namespace RnnGen.Benchmarks.Commands;

/// <summary>What <c>latency</c> was asked for.</summary>
/// <param name="Steps">Steps of each contestant under each condition; of large cells a tenth.</param>
/// <param name="JsonPath">Where the rows go besides the console, or null.</param>
internal sealed record LatencyOptions(int Steps, string? JsonPath)
{
    private const int DefaultSteps = 1_000_000;
    private const int QuickSteps = 10_000;

    // Each is timed by itself and kept: 8 bytes a step.
    private const int MostSteps = 100_000_000;

    private const string QuickSwitch = "--quick";
    private const string StepsOption = "--steps";
    private const string JsonOption = "--json";

    private static readonly Dictionary<string, string> Options = new() { [StepsOption] = "a number of steps", [JsonOption] = "a file name" };

    /// <summary>Reads the arguments after <c>latency</c>.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <exception cref="UsageException">One of them is not known, or lacks its value; or the file cannot be written.</exception>
    public static LatencyOptions Parse(IReadOnlyList<string> arguments)
    {
        var parsed = CommandArguments.Parse("latency", arguments, [QuickSwitch], Options);
        if (parsed.Words is [var word, ..])
        {
            throw new UsageException($"latency does not know '{word}'");
        }

        int steps = parsed.Has(QuickSwitch) ? QuickSteps : DefaultSteps;
        if (parsed.Value(StepsOption) is { } text
            && !(int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out steps) && steps is > 0 and <= MostSteps))
        {
            throw new UsageException($"{StepsOption} {text}: not a number from 1 to {MostSteps}");
        }

        return new LatencyOptions(steps, parsed.OutputFile(JsonOption));
    }
}
