using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Numerics;

namespace Shared;

/// <summary>A command line of options: <c>--name value</c>, or <c>--name</c> alone for a switch.</summary>
public sealed class CommandLine
{
    private readonly Dictionary<string, string?> _options = [];

    /// <summary>Reads a command line.</summary>
    /// <param name="args">Its words.</param>
    /// <param name="switches">Options without a value.</param>
    /// <param name="values">Options with a value.</param>
    /// <exception cref="UsageException">A word is no option, or an option has no value.</exception>
    public CommandLine(IReadOnlyList<string> args, IReadOnlyList<string> switches, IReadOnlyList<string> values)
    {
        for (int index = 0; index < args.Count; index++)
        {
            string option = args[index];
            if (switches.Contains(option))
            {
                _options[option] = null;
            }
            else if (values.Contains(option))
            {
                _options[option] = ++index < args.Count ? args[index] : throw new UsageException($"{option} needs a value");
            }
            else
            {
                throw new UsageException($"unknown option '{option}'");
            }
        }
    }

    /// <summary>Whether an option is there.</summary>
    /// <param name="option">The option.</param>
    public bool Has(string option) => _options.ContainsKey(option);

    /// <summary>An option's value, or another where it is not there.</summary>
    /// <param name="option">The option.</param>
    /// <param name="otherwise">The other.</param>
    public string Text(string option, string otherwise) => _options.GetValueOrDefault(option) ?? otherwise;

    /// <summary>An option's number, or another where it is not there.</summary>
    /// <param name="option">The option.</param>
    /// <param name="otherwise">The other.</param>
    /// <param name="smallest">The smallest that is allowed.</param>
    /// <param name="largest">The largest that is allowed.</param>
    /// <exception cref="UsageException">It is no number, or out of range.</exception>
    public T Number<T>(string option, T otherwise, T smallest, T largest)
        where T : INumber<T>
    {
        if (!_options.TryGetValue(option, out string? text))
        {
            return otherwise;
        }

        return T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T? value) && value >= smallest && value <= largest
            ? value
            : throw new UsageException($"{option}: '{text}' is not a number from {smallest} to {largest}");
    }

    /// <summary>Runs a sample: prints its usage where it is asked for, and errors in one line.</summary>
    /// <param name="args">The command line's words.</param>
    /// <param name="usage">What <c>--help</c> prints.</param>
    /// <param name="switches">Options without a value, besides <c>--help</c>.</param>
    /// <param name="values">Options with a value.</param>
    /// <param name="run">The sample; it gives the exit code.</param>
    /// <returns>0: all well; 1: a file cannot be used; 2: a bad command line.</returns>
    public static int Run(string[] args, string usage, IReadOnlyList<string> switches, IReadOnlyList<string> values, Func<CommandLine, int> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        try
        {
            var line = new CommandLine(args, [.. switches, "--help", "-h"], values);
            if (line.Has("--help") || line.Has("-h"))
            {
                Console.WriteLine(usage);
                return 0;
            }

            return run(line);
        }
        catch (UsageException problem)
        {
            Console.Error.WriteLine($"error: {problem.Message}");
            Console.Error.WriteLine();
            Console.Error.WriteLine(usage);
            return 2;
        }
        catch (Exception problem) when (problem is FormatException or System.IO.IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"error: {problem.Message}");
            return 1;
        }
    }
}
