using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;

namespace RnnGen.Generator.Parsing;

/// <summary>The names of a network's layers, in a <c>state_dict</c> and in emitted text: no two are the same.</summary>
/// <param name="network">The name of the network's type, which no member can have.</param>
internal sealed class LayerNames(string network)
{
    private readonly HashSet<string> _names = [];

    // What the emitted types have by themselves.
    private readonly HashSet<string> _members =
        [network, "State", "Workspace", "Tape", "Gradients", "Layers", "States", "Pooled", "PooledCount", "ByteCount", "Write", "Read", "Batch", "Input"];

    /// <summary>Why a name that is given cannot be used, or null.</summary>
    public string? ProblemOf(string name) =>
        _names.Contains(name) ? "another layer has it"
        : name.Any(static character => char.IsControl(character) || char.IsWhiteSpace(character) || "\"\\<>&".IndexOf(character) >= 0)
            ? "it has spaces, control characters, or one of \" \\ < > &"
        : null;

    /// <summary>Takes a name: the given one, or the usual one of the kind, with a number where it is taken.</summary>
    public (string Member, string Name) Take(string? given, string otherwise)
    {
        string name = given ?? Free(_names, otherwise);
        _names.Add(name);
        string member = Free(_members, Pascal(name.Length == 0 ? otherwise : name, otherwise));
        _members.Add(member);
        return (member, name);
    }

    /// <summary>Takes the name of a nested type.</summary>
    public string TakeType(string name)
    {
        string free = Free(_members, name);
        _members.Add(free);
        return free;
    }

    private static string Free(HashSet<string> taken, string name)
    {
        string free = name;
        for (int number = 2; taken.Contains(free); number++)
        {
            free = name + (char.IsDigit(name[name.Length - 1]) ? "_" : "") + number.ToString(CultureInfo.InvariantCulture);
        }

        return free;
    }

    /// <summary>Letters and digits, each part with a capital.</summary>
    private static string Pascal(string name, string otherwise)
    {
        var member = new StringBuilder();
        bool starts = true;
        foreach (char character in name)
        {
            bool isPart = character is (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9');
            if (isPart)
            {
                member.Append(starts ? char.ToUpperInvariant(character) : character);
            }

            starts = !isPart;
        }

        return member.Length == 0 ? Pascal(otherwise, otherwise) : char.IsDigit(member[0]) ? "Layer" + member : member.ToString();
    }
}
