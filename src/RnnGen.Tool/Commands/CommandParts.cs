using System.CommandLine;

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
        option.Validators.Add(static result =>
        {
            if (string.IsNullOrWhiteSpace(result.GetValueOrDefault<string>()))
            {
                result.AddError("--output needs a value that is not empty");
            }
        });
        return option;
    }

    /// <summary>Whether a result may replace a file.</summary>
    public static Option<bool> Force() => new("--force") { Description = "replace the output file if it is there" };
}
