using System;
using System.Collections.Generic;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.IO;
using System.Linq;
using RnnGen.Training;

namespace Shared;

/// <summary>How every sample runs: the command line is read and checked before any work, and errors are one line.</summary>
public static class SampleCommand
{
    /// <summary>Runs a sample.</summary>
    /// <param name="args">The command line's words.</param>
    /// <param name="command">Its description and options.</param>
    /// <param name="findProblem">Why what the options say together cannot be done, or null. It is asked after every option has been checked.</param>
    /// <param name="run">The work; it gives the exit code.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args, RootCommand command, Func<ParseResult, string?> findProblem, Func<ParseResult, int> run)
    {
        ArgumentNullException.ThrowIfNull(command);
        try
        {
            command.SetAction(line => findProblem(line) is { } problem ? Refuse(command, [problem]) : run(line));

            // A value may begin with @: it is no file of more arguments.
            ParseResult line = command.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            return line.Action is ParseErrorAction
                ? Refuse(command, line.Errors.Select(static error => error.Message))
                : line.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception problem) when (problem is FormatException or IOException or UnauthorizedAccessException or TrainingDivergedException)
        {
            Console.Error.WriteLine($"error: {problem.Message}");
            return ExitCode.Failure;
        }
    }

    /// <summary>Why a sample's results cannot be written to a folder, or null. The folder is created.</summary>
    /// <param name="option">The option that names it.</param>
    /// <param name="folder">The folder.</param>
    /// <param name="files">The files that will be written to it.</param>
    public static string? OutputProblem(Option option, string folder, params ReadOnlySpan<string> files)
    {
        ArgumentNullException.ThrowIfNull(option);
        return (PathProblem.OfOutputFolder(folder) ?? PathProblem.OfOutputs(folder, files)) is { } problem ? $"{option.Name} {folder}: {problem}" : null;
    }

    private static int Refuse(RootCommand command, IEnumerable<string> problems)
    {
        foreach (string problem in problems)
        {
            Console.Error.WriteLine($"error: {problem}");
        }

        Console.Error.WriteLine();
        command.Parse("--help").Invoke(new InvocationConfiguration { Output = Console.Error });
        return ExitCode.BadArguments;
    }
}
