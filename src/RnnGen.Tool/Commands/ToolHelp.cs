using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace RnnGen.Tool.Commands;

/// <summary>The library's help, and behind it what a command teaches by examples.</summary>
/// <param name="standard">The library's help.</param>
internal sealed class ToolHelp(CommandLineAction? standard) : SynchronousCommandLineAction
{
    /// <inheritdoc/>
    public override bool ClearsParseErrors => true;

    /// <summary>The option, for the command at the top; those below have it, too.</summary>
    public static HelpOption CreateOption()
    {
        var option = new HelpOption();
        option.Action = new ToolHelp(option.Action);
        return option;
    }

    /// <inheritdoc/>
    public override int Invoke(ParseResult parseResult)
    {
        (standard as HelpAction)?.Invoke(parseResult);
        if (parseResult.CommandResult.Command is TaughtCommand command)
        {
            parseResult.InvocationConfiguration.Output.WriteLine(command.Lesson);
        }

        return ExitCode.Success;
    }
}
