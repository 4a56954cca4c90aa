using System;
using System.CommandLine;
using System.CommandLine.Invocation;
using System.IO;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Import;
using RnnGen.Tool.Commands;

namespace RnnGen.Tool;

/// <summary>The tool: reads the command line, runs a command, and turns every problem into one line and an exit code. Results go to stdout, messages to stderr.</summary>
internal static class ToolCommand
{
    private const string Name = "rnngen";

    /// <summary>Runs the tool.</summary>
    /// <param name="args">The command line's words.</param>
    /// <param name="output">Takes results.</param>
    /// <param name="error">Takes messages.</param>
    /// <returns>An <see cref="ExitCode"/>.</returns>
    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        try
        {
            // A file's name may begin with @: it is no file of more arguments.
            ParseResult line = Create().Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
            return line.Action is ParseErrorAction
                ? Refuse(line, error)
                : line.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (FormatException problem) when (problem is ModelFormatException or TensorFormatException)
        {
            error.WriteLine($"error: {OneLine.Of(problem.Message)}");
            return ExitCode.Refused;
        }
        catch (Exception problem) when (FileProblem.IsOne(problem))
        {
            error.WriteLine($"error: {OneLine.Of(problem.Message)}");
            return ExitCode.FileProblem;
        }
#pragma warning disable CA1031 // A fault of the tool is one line, too: a stack trace helps no user.
        catch (Exception fault)
#pragma warning restore CA1031
        {
            error.WriteLine($"error: rnngen failed ({fault.GetType().Name}): {OneLine.Of(fault.Message)}");
            return ExitCode.ToolFault;
        }
    }

    // No RootCommand: that one is called as the assembly.
    private static TaughtCommand Create() => new(
        Name,
        "Opens model files for RnnGen: ONNX, Keras, PyTorch, safetensors, RTNeural JSON and Neural Amp Modeler captures. The format is told by the file's content, not by "
        + "its name. Nothing in a file is run.",
        $"""
        Start with:
          rnngen inspect amp.nam                       what is in the file, and whether it fits
          rnngen scaffold amp.nam -o Program.cs        a program that declares the network, loads the file and runs it
          rnngen convert amp.nam -o amp.safetensors    the weights alone, under the names of the declaration

        {ExitCode.Table}

        Results go to stdout, messages to stderr. 'rnngen inspect --help' and so on have more examples.
        """)
    {
        InspectCommand.Create(), ScaffoldCommand.Create(), ConvertCommand.Create(), ToolHelp.CreateOption(), new VersionOption(),
    };

    private static int Refuse(ParseResult line, TextWriter error)
    {
        foreach (string message in line.Errors.Select(static problem => problem.Message).Distinct())
        {
            error.WriteLine($"error: {string.Join(' ', message.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))}");
        }

        string command = line.CommandResult.Command.Name is Name ? Name : $"{Name} {line.CommandResult.Command.Name}";
        error.WriteLine($"'{command} --help' says how it is used.");
        return ExitCode.BadArguments;
    }
}
