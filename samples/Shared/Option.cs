using System.IO;

namespace Shared;

/// <summary>An option of a command line.</summary>
public sealed class Option
{
    private Option(string name, OptionKind kind)
    {
        Name = name;
        Kind = kind;
    }

    /// <summary>Its name, with the dashes.</summary>
    public string Name { get; }

    internal OptionKind Kind { get; }

    /// <summary>An option without a value.</summary>
    /// <param name="name">Its name.</param>
    public static Option Switch(string name) => new(name, OptionKind.Switch);

    /// <summary>An option whose value is a number or a text.</summary>
    /// <param name="name">Its name.</param>
    public static Option Value(string name) => new(name, OptionKind.Value);

    /// <summary>An option whose value is a file to read.</summary>
    /// <param name="name">Its name.</param>
    public static Option InputFile(string name) => new(name, OptionKind.InputFile);

    /// <summary>An option whose value is a file to read, if it is there, and to write.</summary>
    /// <param name="name">Its name.</param>
    public static Option OutputFile(string name) => new(name, OptionKind.OutputFile);

    /// <summary>An option whose value is a folder to write to, which need not be there.</summary>
    /// <param name="name">Its name.</param>
    public static Option OutputFolder(string name) => new(name, OptionKind.OutputFolder);

    /// <summary>Why a value cannot be used, or null if it can.</summary>
    internal string? Problem(string value) => Kind switch
    {
        OptionKind.InputFile => PathProblem.OfInput(value),
        OptionKind.OutputFile => PathProblem.OfOutput(value) ?? (File.Exists(value) ? PathProblem.OfInput(value) : null),
        OptionKind.OutputFolder => PathProblem.OfOutputFolder(value),
        _ => null,
    };
}
