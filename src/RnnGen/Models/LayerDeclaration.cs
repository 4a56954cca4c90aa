using System;
using System.Collections.Immutable;
using System.Globalization;
using System.Linq;
using System.Text;

namespace RnnGen;

/// <summary>The attribute that declares a layer.</summary>
/// <param name="Attribute">Its name, as it is written.</param>
/// <param name="Arguments">The arguments of its constructor.</param>
/// <param name="Options">The properties that are set.</param>
public sealed record LayerDeclaration(string Attribute, ImmutableArray<DeclaredArgument> Arguments, ImmutableArray<DeclaredArgument> Options)
{
    /// <summary>The attribute as C#.</summary>
    public override string ToString() => $"[{Attribute}({string.Join(", ", Arguments.Select(static argument => $"{argument.Name}: {argument.Text}").Concat(
        Options.Select(static option => $"{option.Name} = {option.Text}")))})]";
}

/// <summary>A type as an argument of an attribute.</summary>
/// <param name="Name">Its name, as C# names it.</param>
public sealed record DeclaredType(string Name);

/// <summary>An argument of an attribute.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Value">An <see cref="int"/>, <see cref="bool"/>, <see cref="float"/>, <see cref="string"/>, enum value or <see cref="DeclaredType"/>.</param>
public sealed record DeclaredArgument(string Name, object Value)
{
    /// <summary>The value as C#.</summary>
    public string Text => Value switch
    {
        int number => number.ToString(CultureInfo.InvariantCulture),
        bool truth => truth ? "true" : "false",
        float number => number.ToString("R", CultureInfo.InvariantCulture) + "f",
        Enum member => $"{member.GetType().Name}.{member}",
        string text => Literal(text),
        DeclaredType type => $"typeof({type.Name})",
        _ => throw new InvalidOperationException($"'{Name}' is a {Value.GetType().Name}."),
    };

    /// <summary>A text as a C# literal, whatever it holds.</summary>
    private static string Literal(string text)
    {
        var literal = new StringBuilder("\"");
        foreach (char character in text)
        {
            _ = character is '"' or '\\' ? literal.Append('\\').Append(character)
                : character is >= ' ' and <= '~' ? literal.Append(character)
                : literal.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}");
        }

        return literal.Append('"').ToString();
    }
}
