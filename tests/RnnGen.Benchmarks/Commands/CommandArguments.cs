using System;
using System.Collections.Generic;
using System.Linq;
using Shared;

namespace RnnGen.Benchmarks.Commands;

/// <summary>The arguments after a command's name, in any order: words, switches (<c>--quick</c>), options (<c>--json FILE</c> or <c>--json=FILE</c>).</summary>
internal sealed class CommandArguments
{
    private readonly List<string> _words = [];
    private readonly HashSet<string> _switches = [];
    private readonly Dictionary<string, string> _values = [];

    private CommandArguments()
    {
    }

    /// <summary>What is neither a switch nor an option, in order.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>Sorts the arguments.</summary>
    /// <param name="command">The command's name, for messages.</param>
    /// <param name="arguments">The arguments.</param>
    /// <param name="switches">The switches that the command knows.</param>
    /// <param name="options">The options that it knows, and what the value of each is.</param>
    /// <exception cref="UsageException">One of them is not known, lacks its value, has one too many, or is there twice.</exception>
    public static CommandArguments Parse(
        string command, IReadOnlyList<string> arguments, IReadOnlyList<string> switches, IReadOnlyDictionary<string, string> options)
    {
        var parsed = new CommandArguments();
        for (int i = 0; i < arguments.Count; i++)
        {
            string argument = arguments[i];
            if (!argument.StartsWith('-'))
            {
                parsed._words.Add(argument);
                continue;
            }

            string[] parts = argument.Split('=', 2);
            string name = parts[0];
            if (options.TryGetValue(name, out string? what))
            {
                string? value = parts.Length == 2 ? parts[1] : arguments.ElementAtOrDefault(++i);
                if (string.IsNullOrEmpty(value) || (parts.Length == 1 && value.StartsWith("--", StringComparison.Ordinal)))
                {
                    throw new UsageException($"{name} needs {what}");
                }

                if (!parsed._values.TryAdd(name, value))
                {
                    throw new UsageException($"{name} is given twice");
                }
            }
            else if (!switches.Contains(name))
            {
                throw new UsageException($"{command} does not know '{argument}'");
            }
            else if (parts.Length == 2)
            {
                throw new UsageException($"{name} takes no value: '{argument}'");
            }
            else
            {
                parsed._switches.Add(name);
            }
        }

        return parsed;
    }

    /// <summary>Whether a switch is there.</summary>
    /// <param name="name">The switch.</param>
    public bool Has(string name) => _switches.Contains(name);

    /// <summary>An option's value, or null if it is not there.</summary>
    /// <param name="name">The option.</param>
    public string? Value(string name) => _values.GetValueOrDefault(name);

    /// <summary>An option's value that is a file to be written, or null if it is not there. That it can be is found out before minutes of measuring.</summary>
    /// <param name="name">The option.</param>
    /// <exception cref="UsageException">It cannot be written.</exception>
    public string? OutputFile(string name)
    {
        string? path = Value(name);
        return path is not null && PathProblem.OfOutput(path) is { } reason ? throw new UsageException($"{name} {path}: {reason}") : path;
    }
}
