using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Linq;

namespace RnnGen.Tool.Commands;

/// <summary>Arguments and options that several commands have.</summary>
internal static class CommandParts
{
    /// <summary>The model file.</summary>
    public static Argument<string> ModelFile()
    {
        var argument = new Argument<string>("FILE") { Description = "the model file, of any format that RnnGen knows" };
        argument.Validators.Add(static result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
            {
                result.AddError("FILE needs a value that is not empty");
            }
        });
        return argument;
    }

    /// <summary>Where a result is written.</summary>
    /// <param name="description">What it is.</param>
    /// <param name="name">The file's kind.</param>
    public static Option<string> Output(string description, string name)
    {
        var option = new Option<string>("--output", "-o") { Description = description, HelpName = name };
        return option.Checked(static value => string.IsNullOrWhiteSpace(value) ? "needs a value that is not empty" : null);
    }

    /// <summary>Checks an option's value; one that is the name of another option is none.</summary>
    /// <param name="option">The option.</param>
    /// <param name="findProblem">Says what is wrong with a value, or null.</param>
    /// <returns>The option.</returns>
    public static Option<string> Checked(this Option<string> option, Func<string, string?> findProblem)
    {
        option.Validators.Add(result =>
        {
            // The library takes the next word for the value, also where it is another option.
            string value = result.GetValueOrDefault<string>() ?? "";
            bool isOption = result.Parent is CommandResult command && command.Command.Options.Any(other => other.Name == value || other.Aliases.Contains(value));
            if ((isOption ? "needs a value" : findProblem(value)) is { } problem)
            {
                result.AddError($"{option.Name} {problem}");
            }
        });
        return option;
    }

    /// <summary>Whether a result may replace a file.</summary>
    public static Option<bool> Force() => new("--force") { Description = "replace the output file if it is there" };
}
