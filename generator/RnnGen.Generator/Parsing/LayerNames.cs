using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Text;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Parsing;

/// <summary>
/// The names of a network's layers. What a user names a layer is data: it stands in string literals, in comments, and as the name of a public member of the
/// network's state, and nowhere else. All other emitted names come from the kind of a layer and its number, so that no name of a layer can break emitted code.
/// </summary>
/// <param name="network">The name of the network's type, which no nested type can have.</param>
internal sealed class LayerNames(string network)
{
    /// <summary>Longer names of members are cut: metadata takes 1023 bytes, with what an accessor puts before the name.</summary>
    private const int MaxMemberLength = 200;

    // Other parameters of members that take several inputs, and what the struct of a step has besides them: no input can be named so.
    private static readonly string[] TakenArguments =
    [
        "output", "outputs", "state", "states", "workspace", "tape", "lengths", "layout", "gradients", "outputGradients", "stateGradients", "stepInput", "of", "equals",
        "getHashCode", "getType", "toString", "memberwiseClone", "referenceEquals", "finalize",
    ];

    private readonly HashSet<string> _arguments = new(TakenArguments, StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _names = [];
    private readonly HashSet<string> _members = [];
    private readonly HashSet<string> _types = [network];

    // Without regard to case, since the common language specification has none. No other member of a state ends as those of layers do, with the number of a cell.
    private readonly HashSet<string> _states = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Why a name that is given cannot be used, or null.</summary>
    public string? ProblemOf(string name) =>
        _names.Contains(name) ? "another layer has it"
        : HasLoneSurrogate(name) ? "it has half of a surrogate pair, which is no character and cannot be in a file"
        : null;

    /// <summary>Takes a name: the given one, or the usual one of the kind, with a number where it is taken; and one for emitted text, of the kind alone.</summary>
    public (string Member, string Name) Take(string? given, string otherwise)
    {
        string name = given ?? Free(otherwise, _names.Contains);
        _names.Add(name);
        return (TakeMember(Pascal(otherwise, otherwise)), name);
    }

    /// <summary>Takes a name for emitted text alone.</summary>
    public string TakeMember(string otherwise)
    {
        string member = Free(otherwise, _members.Contains);
        _members.Add(member);
        return member;
    }

    /// <summary>Takes the name of a layer of a network inside this one: nothing in emitted text is named so.</summary>
    public void TakeName(string name) => _names.Add(name);

    /// <summary>Takes the name of a nested type.</summary>
    public string TakeType(string name)
    {
        string free = Free(name, _types.Contains);
        _types.Add(free);
        return free;
    }

    /// <summary>Takes names for a layer's cells as members of the network's state: the layer's name, with a number where any of them is taken.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="otherwise">The usual name of its kind, where the name has no letter.</param>
    /// <param name="endings">What stands behind it, one a cell.</param>
    /// <returns>What stands before the endings.</returns>
    public string TakeStates(string name, string otherwise, IReadOnlyCollection<string> endings)
    {
        string free = Free(Pascal(name, otherwise), candidate => endings.Any(ending => _states.Contains(candidate + ending)));
        _states.UnionWith(endings.Select(ending => free + ending));
        return free;
    }

    /// <summary>Takes names for the spans of an input: the layer's name as one of a parameter, with what stands behind it.</summary>
    /// <param name="name">The layer's name.</param>
    /// <param name="otherwise">The name of its kind, where the name has no letter.</param>
    /// <param name="endings">What stands behind it, one a span.</param>
    /// <returns>The name of the first, and why it cannot be taken, or null.</returns>
    public (string Argument, string? Problem) TakeArgument(string name, string otherwise, IReadOnlyCollection<string> endings)
    {
        string argument = CodeText.Camel(Pascal(name, otherwise));
        foreach (string ending in endings)
        {
            if (!_arguments.Add(argument + ending))
            {
                bool isOurs = TakenArguments.Contains(argument + ending, StringComparer.OrdinalIgnoreCase);
                return (argument, $"its span would be '{argument}{ending}', as {(isOurs ? "a generated parameter or member is" : "that of another input is")}");
            }
        }

        return (argument, null);
    }

    private static string Free(string name, Func<string, bool> isTaken)
    {
        string free = name;
        for (int number = 2; isTaken(free); number++)
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
            if (isPart && member.Length < MaxMemberLength)
            {
                member.Append(starts ? char.ToUpperInvariant(character) : character);
            }

            starts = !isPart;
        }

        return member.Length == 0 ? Pascal(otherwise, otherwise) : char.IsDigit(member[0]) ? "Layer" + member : member.ToString();
    }

    private static bool HasLoneSurrogate(string name)
    {
        for (int index = 0; index < name.Length; index++)
        {
            if (char.IsSurrogatePair(name, index))
            {
                index++;
            }
            else if (char.IsSurrogate(name[index]))
            {
                return true;
            }
        }

        return false;
    }
}
