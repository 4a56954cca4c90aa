using System.Collections.Generic;
using System.Globalization;
using RnnGen.Benchmarks.Simulation;

namespace RnnGen.Benchmarks.Commands;

/// <summary>What <c>simulate-threads</c> was asked for.</summary>
/// <param name="Machine">The machine.</param>
/// <param name="Seed">Of all chance.</param>
internal sealed record SimulateThreadsOptions(SimulatedMachine Machine, int Seed)
{
    private const int DefaultSeed = 1;
    private const int LongestFlag = 10_000;

    private const string SeedOption = "--seed";
    private const string BarrierOption = "--barrier";
    private const string FlagOption = "--flag-ns";

    private static readonly Dictionary<string, string> Options = new()
    {
        [SeedOption] = "a number",
        [BarrierOption] = "central or tree",
        [FlagOption] = "a number of nanoseconds",
    };

    /// <summary>Reads the arguments after <c>simulate-threads</c>.</summary>
    /// <param name="arguments">The arguments.</param>
    /// <exception cref="UsageException">One of them is not known, or lacks its value.</exception>
    public static SimulateThreadsOptions Parse(IReadOnlyList<string> arguments)
    {
        var parsed = CommandArguments.Parse("simulate-threads", arguments, [], Options);
        if (parsed.Words is [var word, ..])
        {
            throw new UsageException($"simulate-threads does not know '{word}'");
        }

        var machine = new SimulatedMachine { Barrier = Barrier(parsed.Value(BarrierOption)) };
        if (parsed.Value(FlagOption) is not null)
        {
            machine = machine with { FlagNanoseconds = Number(parsed, FlagOption, 0, LongestFlag) };
        }

        return new SimulateThreadsOptions(machine, Number(parsed, SeedOption, DefaultSeed, int.MaxValue));
    }

    private static BarrierKind Barrier(string? text) => text switch
    {
        null or "central" => BarrierKind.Central,
        "tree" => BarrierKind.Tree,
        _ => throw new UsageException($"{BarrierOption} {text}: neither central nor tree"),
    };

    private static int Number(CommandArguments parsed, string option, int otherwise, int most) => parsed.Value(option) is not { } text ? otherwise
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number) && number <= most ? number
        : throw new UsageException($"{option} {text}: not a number from 0 to {most}");
}
