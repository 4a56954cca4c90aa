using System;
using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Numerics;

namespace Shared;

/// <summary>
/// What System.CommandLine does not check of an option's value: that a number is in its range, that a text is not empty, that a path can be read or written. All of it
/// is checked before any work.
/// </summary>
public static class OptionChecks
{
    /// <summary>A number from <paramref name="smallest"/> to <paramref name="largest"/>; the help shows both.</summary>
    /// <typeparam name="T">The kind of number.</typeparam>
    /// <param name="option">The option.</param>
    /// <param name="smallest">The smallest that is allowed.</param>
    /// <param name="largest">The largest that is allowed.</param>
    /// <returns>The option.</returns>
    public static Option<T> Between<T>(this Option<T> option, T smallest, T largest)
        where T : INumber<T>
    {
        ArgumentNullException.ThrowIfNull(option);
        string range = string.Create(CultureInfo.InvariantCulture, $"{smallest} to {largest}");
        option.HelpName ??= range;
        option.CustomParser = result =>
        {
            string text = result.Tokens[^1].Value;
            if (T.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out T? value) && value >= smallest && value <= largest)
            {
                return value;
            }

            string kind = smallest is int ? "a whole number" : "a number";
            result.AddError(ProblemOfValue(result, option, text, text.Length == 0) ?? $"{option.Name}: '{text}' is not {kind} from {range}");
            return smallest;
        };
        return option;
    }

    /// <summary>The threads that a sample trains with.</summary>
    /// <param name="note">What more of them change, and what not.</param>
    /// <returns>The option.</returns>
    public static Option<int> Threads(string note) => new Option<int>("--threads") { Description = $"threads; {note}", DefaultValueFactory = static _ => 2 }.Between(1, 64);

    /// <summary>Any whole number.</summary>
    /// <param name="option">The option.</param>
    /// <returns>The option.</returns>
    public static Option<int> AnyNumber(this Option<int> option)
    {
        ArgumentNullException.ThrowIfNull(option);
        option.HelpName = "N";
        return option.Between(int.MinValue, int.MaxValue);
    }

    /// <summary>A text that is not empty.</summary>
    /// <param name="option">The option.</param>
    /// <returns>The option.</returns>
    public static Option<string> Text(this Option<string> option) => option.Check("TEXT", static text => text.Length == 0, static _ => null);

    /// <summary>One of a few words.</summary>
    /// <param name="option">The option.</param>
    /// <param name="words">The words.</param>
    /// <returns>The option.</returns>
    public static Option<string> OneOf(this Option<string> option, params string[] words) => option.Check(
        string.Join('|', words), string.IsNullOrWhiteSpace, text => words.Contains(text) ? null : $"it is not one of {string.Join(", ", words)}");

    /// <summary>A file to read.</summary>
    /// <param name="option">The option.</param>
    /// <returns>The option.</returns>
    public static Option<string> InputFile(this Option<string> option) => option.Check("FILE", string.IsNullOrWhiteSpace, PathProblem.OfInput);

    /// <summary>A file to read, if it is there, and to write.</summary>
    /// <param name="option">The option.</param>
    /// <returns>The option.</returns>
    public static Option<string> OutputFile(this Option<string> option) => option.Check(
        "FILE", string.IsNullOrWhiteSpace, static path => PathProblem.OfOutput(path) ?? (File.Exists(path) ? PathProblem.OfInput(path) : null));

    /// <summary>A folder to write to, which need not be there.</summary>
    /// <param name="option">The option.</param>
    /// <returns>The option.</returns>
    public static Option<string> OutputFolder(this Option<string> option) => option.Check("DIRECTORY", string.IsNullOrWhiteSpace, PathProblem.OfOutputFolder);

    /// <summary>A folder to write to, which need not be there; or a file to write.</summary>
    /// <param name="option">The option.</param>
    /// <param name="extension">What the file's name ends with, and no folder's.</param>
    /// <returns>The option.</returns>
    public static Option<string> OutputFolderOrFile(this Option<string> option, string extension) => option.Check(
        $"DIRECTORY|FILE{extension}", string.IsNullOrWhiteSpace, path => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase)
            ? PathProblem.OfOutput(path)
            : PathProblem.OfOutputFolder(path));

    private static Option<string> Check(this Option<string> option, string helpName, Func<string, bool> isEmpty, Func<string, string?> findProblem)
    {
        ArgumentNullException.ThrowIfNull(option);
        option.HelpName = helpName;
        option.Validators.Add(result =>
        {
            string value = result.GetValue(option) ?? "";
            string? error = ProblemOfValue(result, option, value, isEmpty(value)) ?? (findProblem(value) is { } problem ? $"{option.Name} {value}: {problem}" : null);
            if (error is not null)
            {
                result.AddError(error);
            }
        });
        return option;
    }

    // The library takes the next word for the value, also where it is another option.
    private static string? ProblemOfValue(SymbolResult result, Option option, string value, bool isEmpty) =>
        isEmpty ? $"{option.Name} needs a value that is not empty"
        : CommandOf(result).Options.Any(other => other.Name == value || other.Aliases.Contains(value)) ? $"{option.Name} needs a value"
        : null;

    private static Command CommandOf(SymbolResult result) => result is CommandResult command ? command.Command : CommandOf(result.Parent!);
}
