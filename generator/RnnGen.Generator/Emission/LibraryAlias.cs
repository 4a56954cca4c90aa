using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace RnnGen.Generator.Emission;

/// <summary>A project may reference the library under an alias (<c>&lt;Aliases&gt;rnn&lt;/Aliases&gt;</c>): emitted text then names everything of it with that.</summary>
internal static class LibraryAlias
{
    /// <summary>The alias of libraries that have none.</summary>
    public const string None = "global";

    private const string Nullable = "#nullable enable\n";

    /// <summary>The alias of the library that an attribute is from.</summary>
    public static string Of(INamedTypeSymbol? attribute, Compilation compilation) =>
        attribute is not null && compilation.GetMetadataReference(attribute.ContainingAssembly) is { Properties.Aliases: { IsEmpty: false } aliases } && !aliases.Contains(None)
            ? aliases[0]
            : None;

    /// <summary>An emitted file with names under an alias.</summary>
    public static string Apply(string text, string alias)
    {
        if (alias == None)
        {
            return text;
        }

        string name = SyntaxFacts.GetKeywordKind(alias) == SyntaxKind.None ? alias : "@" + alias;
        int head = text.IndexOf(Nullable, StringComparison.Ordinal) + Nullable.Length;
        return text.Insert(head, $"\nextern alias {name};\n")
            .Replace($"using {None}::{WellKnownNames.Namespace};", $"using {name}::{WellKnownNames.Namespace};")
            .Replace($"{None}::{WellKnownNames.Namespace}.", $"{name}::{WellKnownNames.Namespace}.")
            .Replace($"{name}::{WellKnownNames.Generated}.", $"{None}::{WellKnownNames.Generated}.");
    }
}
