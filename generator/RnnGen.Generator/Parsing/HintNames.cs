using System;
using System.Globalization;
using System.Text;
using Microsoft.CodeAnalysis;

namespace RnnGen.Generator.Parsing;

/// <summary>
/// The names of emitted files: namespace, containing types and arity, as in <c>Ns.Outer-1.Cell.g.cs</c>. The compiler compares them without regard to
/// case, and loses all that is emitted where two are the same or one has characters that it does not take; file systems refuse long ones. A name that
/// is not safe from that ends with a hash of the type's full name.
/// </summary>
internal static class HintNames
{
    public const string Extension = ".g.cs";

    /// <summary>Bytes of UTF-8: file systems take 255, and a build puts a few characters of its own before and behind them.</summary>
    private const int MaxBytes = 120;

    /// <summary>The name of a type's file: a function of the type and of what stands beside it and its containers.</summary>
    public static string Of(INamedTypeSymbol type)
    {
        var full = new StringBuilder();
        bool isSafe = true;
        for (INamespaceOrTypeSymbol part = type; part is not INamespaceSymbol { IsGlobalNamespace: true }; part = Around(part))
        {
            full.Insert(0, part.MetadataName.Replace('`', '-')).Insert(0, '.');
            isSafe &= !HasTwin(part);
        }

        return Of(full.ToString(1, full.Length - 1), isSafe);
    }

    /// <summary>Whether two names differ in their case, and in nothing else.</summary>
    private static bool AreTwins(string one, string other) => one != other && string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static string Of(string full, bool isSafe)
    {
        var name = new StringBuilder(full.Length);
        foreach (char character in full)
        {
            bool isTaken = char.IsLetterOrDigit(character) || character is '.' or '-' or '_';
            name.Append(isTaken ? character : '_');
            isSafe &= isTaken;
        }

        // From the front: what tells a long name from another is at its end.
        int excess = Encoding.UTF8.GetByteCount(name.ToString()) - MaxBytes;
        int cut = 0;
        while (excess > 0)
        {
            excess -= Encoding.UTF8.GetByteCount(name.ToString(cut++, 1));
            isSafe = false;
        }

        name.Remove(0, cut);
        return isSafe ? name + Extension : $"{name}.{StableHash(full)}{Extension}";
    }

    private static INamespaceOrTypeSymbol Around(INamespaceOrTypeSymbol part) => (INamespaceOrTypeSymbol?)part.ContainingType ?? part.ContainingNamespace;

    /// <summary>Whether something beside a type or namespace has the same name but for its case.</summary>
    private static bool HasTwin(INamespaceOrTypeSymbol part)
    {
        foreach (ISymbol other in Around(part).GetMembers())
        {
            if (other is INamespaceOrTypeSymbol && AreTwins(other.Name, part.Name))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>FNV-1a: the same on every machine and in every process.</summary>
    private static string StableHash(string text)
    {
        uint hash = 2166136261;
        foreach (char character in text)
        {
            hash = unchecked((hash ^ character) * 16777619);
        }

        return hash.ToString("x8", CultureInfo.InvariantCulture);
    }
}
