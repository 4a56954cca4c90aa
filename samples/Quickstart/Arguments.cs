using System;
using System.Collections.Generic;
using System.Globalization;
using System.Numerics;
using Shared;

namespace Quickstart;

/// <summary>What the command line asks for.</summary>
internal sealed record Arguments
{
    /// <summary>How the program is called.</summary>
    public const string Usage =
        """
        usage: Quickstart [options]

          --prompt TEXT     the text to continue (default: "It is a truth universally ")
          --seed N          the same seed gives the same text (default: 1813)
          --length N        characters to generate, 1 to 100000 (default: 400)
          --temperature X   0 (always the most likely character) to 10 (default: 0.7)
          --top-k K         draw from the K most likely characters only, 1 to 75 (default: 75)
          --help            print this
        """;

    // A word that is none of these may be a value.
    private static readonly HashSet<string> Options = ["--help", "-h", "--prompt", "--seed", "--length", "--temperature", "--top-k"];

    /// <summary>Whether only the usage is wanted.</summary>
    public bool Help { get; private init; }

    /// <summary>The text to continue: not empty.</summary>
    public string Prompt { get; private init; } = "It is a truth universally ";

    /// <summary>What the random choices start from.</summary>
    public int Seed { get; private init; } = 1813;

    /// <summary>Characters to generate.</summary>
    public int Length { get; private init; } = 400;

    /// <summary>Divides the logits; 0 means the most likely character always.</summary>
    public double Temperature { get; private init; } = 0.7;

    /// <summary>Characters to draw from.</summary>
    public int TopK { get; private init; } = CharacterModel.VocabularySize;

    /// <summary>Reads the command line.</summary>
    /// <param name="args">Its words.</param>
    /// <exception cref="UsageException">It cannot be understood.</exception>
    public static Arguments Parse(string[] args)
    {
        var arguments = new Arguments();
        var words = new Queue<string>(args);
        while (words.TryDequeue(out string? option))
        {
            arguments = option switch
            {
                "--help" or "-h" => arguments with { Help = true },
                "--prompt" => arguments with { Prompt = Text(option, words) },
                "--seed" => arguments with { Seed = Number(option, words, int.MinValue, int.MaxValue) },
                "--length" => arguments with { Length = Number(option, words, 1, 100_000) },
                "--temperature" => arguments with { Temperature = Number(option, words, 0.0, 10.0) },
                "--top-k" => arguments with { TopK = Number(option, words, 1, CharacterModel.VocabularySize) },
                _ => throw new UsageException($"unknown option '{option}'"),
            };
        }

        return arguments;
    }

    private static string Value(string option, Queue<string> words) =>
        words.TryDequeue(out string? value) && !Options.Contains(value) ? value : throw new UsageException($"{option} needs a value");

    private static string Text(string option, Queue<string> words) =>
        Value(option, words) is { Length: > 0 } text ? text : throw new UsageException($"{option} needs at least one character");

    private static T Number<T>(string option, Queue<string> words, T smallest, T largest)
        where T : INumber<T>
    {
        string value = Value(option, words);

        // Text that no T can hold, such as 1.5 or 99999999999 for an int, is a number all the same where a double can.
        if (!double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) || double.IsNaN(number))
        {
            throw new UsageException($"{option}: '{value}' is not a number");
        }

        return T.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out T? exact) && exact >= smallest && exact <= largest
            ? exact
            : throw new UsageException($"{option}: '{value}' is not {Kind<T>()} from {smallest} to {largest}");
    }

    private static string Kind<T>() => typeof(T) == typeof(int) ? "a whole number" : "a number";
}
