using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;
using RnnGen.Training;

namespace Shared;

/// <summary>A command line of options: <c>--name value</c>, or <c>--name</c> alone for a switch.</summary>
public sealed class CommandLine
{
    private const string OutputName = "--output";

    private readonly Dictionary<string, string?> _values = [];

    /// <summary>Reads a command line, and checks what can be checked before any work: that no value is missing or empty, that paths can be read and written.</summary>
    /// <param name="args">Its words.</param>
    /// <param name="options">What is known.</param>
    /// <exception cref="UsageException">A word is no option, or an option has no value or one that cannot be used.</exception>
    public CommandLine(IReadOnlyList<string> args, IReadOnlyList<Option> options)
    {
        var given = new List<(Option Option, string Value)>();
        for (int index = 0; index < args.Count; index++)
        {
            string name = args[index];
            Option option = options.FirstOrDefault(option => option.Name == name) ?? throw new UsageException($"unknown option '{name}'");
            if (option.Kind == OptionKind.Switch)
            {
                _values[name] = null;
                continue;
            }

            string value = ++index < args.Count && !options.Any(option => option.Name == args[index]) ? args[index] : throw new UsageException($"{name} needs a value");
            if (option.Kind == OptionKind.Value ? value.Length == 0 : string.IsNullOrWhiteSpace(value))
            {
                throw new UsageException($"{name} needs a value that is not empty");
            }

            _values[name] = value;
            given.Add((option, value));
        }

        // Only a command line that is understood may touch a file.
        foreach ((Option option, string value) in given)
        {
            Refuse(option.Name, value, option.Problem(value));
        }
    }

    /// <summary>Whether an option is there.</summary>
    /// <param name="option">The option.</param>
    public bool Has(string option) => _values.ContainsKey(option);

    /// <summary>An option's value, or another where it is not there.</summary>
    /// <param name="option">The option.</param>
    /// <param name="otherwise">The other.</param>
    public string Text(string option, string otherwise) => _values.GetValueOrDefault(option) ?? otherwise;

    /// <summary>An option's number, or another where it is not there.</summary>
    /// <param name="option">The option.</param>
    /// <param name="otherwise">The other.</param>
    /// <param name="smallest">The smallest that is allowed.</param>
    /// <param name="largest">The largest that is allowed.</param>
    /// <exception cref="UsageException">It is no number, or out of range.</exception>
    public T Number<T>(string option, T otherwise, T smallest, T largest)
        where T : INumber<T>
    {
        if (!_values.TryGetValue(option, out string? text))
        {
            return otherwise;
        }

        return T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T? value) && value >= smallest && value <= largest
            ? value
            : throw new UsageException($"{option}: '{text}' is not a number from {smallest} to {largest}");
    }

    /// <summary>Where a sample writes its results to: the value of <c>--output</c> or another folder. It is created, and can hold the files.</summary>
    /// <param name="otherwise">The folder where the option is not there.</param>
    /// <param name="files">The files that will be written to it.</param>
    /// <exception cref="UsageException">The folder or a file cannot be written.</exception>
    public string OutputFolder(string otherwise, params ReadOnlySpan<string> files)
    {
        string folder = Text(OutputName, otherwise);
        Refuse(OutputName, folder, PathProblem.OfOutputFolder(folder) ?? PathProblem.OfOutputs(folder, files));
        return folder;
    }

    /// <summary>Runs a sample: prints its usage where it is asked for, and errors in one line.</summary>
    /// <param name="args">The command line's words.</param>
    /// <param name="usage">What <c>--help</c> prints.</param>
    /// <param name="options">Its options, besides <c>--help</c>.</param>
    /// <param name="run">The sample; it gives the exit code.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args, string usage, IReadOnlyList<Option> options, Func<CommandLine, int> run)
    {
        ArgumentNullException.ThrowIfNull(run);
        try
        {
            if (args.Contains("--help") || args.Contains("-h"))
            {
                Console.WriteLine(usage);
                return ExitCode.Success;
            }

            return run(new CommandLine(args, options));
        }
        catch (UsageException problem)
        {
            Console.Error.WriteLine($"error: {problem.Message}");
            Console.Error.WriteLine();
            Console.Error.WriteLine(usage);
            return ExitCode.BadArguments;
        }
        catch (Exception problem) when (problem is FormatException or IOException or UnauthorizedAccessException or TrainingDivergedException)
        {
            Console.Error.WriteLine($"error: {problem.Message}");
            return ExitCode.Failure;
        }
    }

    private static void Refuse(string name, string value, string? problem)
    {
        if (problem is not null)
        {
            throw new UsageException($"{name} {value}: {problem}");
        }
    }
}
