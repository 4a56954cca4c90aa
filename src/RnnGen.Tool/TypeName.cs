using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using System.Text;

namespace RnnGen.Tool;

/// <summary>Names of C# classes and namespaces.</summary>
internal static class TypeName
{
    // Reserved words of C#, and words that are no names of types.
    private static readonly HashSet<string> Keywords = new(
        ("abstract as base bool break byte case catch char checked class const continue decimal default delegate do double else enum event explicit "
        + "extern false finally fixed float for foreach goto if implicit in int interface internal is lock long namespace new null object operator out "
        + "override params private protected public readonly ref return sbyte sealed short sizeof stackalloc static string struct switch this throw "
        + "true try typeof uint ulong unchecked unsafe ushort using virtual void volatile while await var record partial required scoped file field "
        + "dynamic nint nuint global where yield args extension allows notnull unmanaged managed").Split(' '), StringComparer.Ordinal);

    // What the program uses, and what the generator gives a network as members: a class cannot have a member of its own name.
    private static readonly HashSet<string> Taken = new(
        ("Program System Console RnnGen ModelFile String Array Span MemoryExtensions Network NetworkAttribute InputSize OutputSize HiddenSize "
        + "VocabularySize ParameterCount Parameters ParametersChanged HasNonFiniteParameters HasOutputPerStep IsCausal Initialize Load Save Run Step "
        + "Forward Backward State Workspace Tape Gradients CreateWorkspace CreateTape CreateGradients CreateStream CreateShard RestState Create Equals "
        + "GetHashCode GetType ToString ReferenceEquals MemberwiseClone Finalize EmbeddingLayer LstmLayer GruLayer RnnLayer DenseLayer PoolingLayer "
        + "Pooling DenseActivation RnnActivation GruVariant Main").Split(' '), StringComparer.Ordinal);

    /// <summary>A name for the class of a model file: <c>my-amp 2.nam</c> gives <c>MyAmp2</c>.</summary>
    /// <param name="path">The file.</param>
    public static string Of(string path)
    {
        string stem = Path.GetFileNameWithoutExtension(path);
        foreach (string extension in (string[])[".weights", ".safetensors"])
        {
            stem = stem.EndsWith(extension, StringComparison.OrdinalIgnoreCase) ? stem[..^extension.Length] : stem;
        }

        var name = new StringBuilder();
        bool startsWord = true;
        foreach (char character in stem)
        {
            // Names of ASCII letters can be typed on every keyboard.
            if (char.IsAsciiLetterOrDigit(character))
            {
                name.Append(startsWord ? char.ToUpperInvariant(character) : character);
            }

            startsWord = !char.IsAsciiLetterOrDigit(character);
        }

        string found = name.Length == 0 ? "Imported" : char.IsAsciiDigit(name[0]) ? $"Model{name}" : name.ToString();
        return ProblemOf(found) is null ? found : $"{found}Network";
    }

    /// <summary>Why a class cannot have a name, or null if it can.</summary>
    /// <param name="name">The name.</param>
    public static string? ProblemOf(string name) =>
        !IsIdentifier(name) ? $"'{name}': it is not the name of a C# class"
        : Taken.Contains(name) ? $"'{name}': the program, or a member of the network, is called so already"
        : null;

    /// <summary>Why a namespace cannot have a name, or null if it can.</summary>
    /// <param name="name">The name.</param>
    public static string? ProblemOfNamespace(string name) => name.Split('.').All(IsIdentifier) ? null : $"'{name}': it is not the name of a C# namespace";

    private static bool IsIdentifier(string name) =>
        name.Length is > 0 and < 256 && !Keywords.Contains(name) && (name[0] == '_' || char.IsLetter(name[0]))
        && name.All(static character => character == '_' || char.IsLetterOrDigit(character)
            || char.GetUnicodeCategory(character) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark or UnicodeCategory.ConnectorPunctuation);
}
