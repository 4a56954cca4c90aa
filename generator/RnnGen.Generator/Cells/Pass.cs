using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Cells;

/// <summary>A pass over the hidden units, forward or backward: a name, and statements for a vector of units.</summary>
/// <param name="name">The emitted type.</param>
/// <param name="summary">What it does.</param>
internal abstract class Pass(string name, string summary)
{
    private readonly List<Statement> _statements = [];

    public string Name => name;

    public string Summary => summary;

    public IReadOnlyList<Statement> Statements => _statements;

    /// <summary>Says in words what follows.</summary>
    public void Say(string equation) => _statements.Add(new Comment(equation));

    /// <summary>Gives a value a name.</summary>
    public Value Let(string local, Value value)
    {
        _statements.Add(new Assignment(local, value, IsNew: true));
        return Value.Named(local);
    }

    /// <summary>Gives a name another value.</summary>
    public Value Set(string local, Value value)
    {
        _statements.Add(new Assignment(local, value, IsNew: false));
        return Value.Named(local);
    }

    /// <summary>Does something before all else: in words, and the names that get other values.</summary>
    public void Begin(string equation, IEnumerable<(string Local, Value Value)> values) =>
        _statements.InsertRange(0, [new Comment(equation), .. values.Select(static pair => new Assignment(pair.Local, pair.Value, IsNew: false))]);

    public void Store(Value value, Place place) => _statements.Add(new Store(value, place));

    /// <summary>Stores what only the backward pass reads.</summary>
    public void Keep(Value value, Place place) => _statements.Add(new Store(value, place) { IsOfTape = true });

    protected void Add(Statement statement) => _statements.Add(statement);

    /// <summary>The lanes of a gate behind the first one's, as written.</summary>
    protected static string Lanes(string place, int gate) => gate switch
    {
        0 => place,
        1 => place + " + lanes",
        _ => $"{place} + ({gate} * lanes)",
    };
}

/// <summary>A forward pass: from the sums of some gates to what they give.</summary>
/// <param name="name">The emitted type.</param>
/// <param name="summary">What it does.</param>
/// <param name="gates">The gates whose sums it takes, a letter each; the names of its arguments.</param>
/// <param name="firstGate">The first of them.</param>
/// <param name="apart">The name of a recurrent sum that stays apart, behind them, or nothing.</param>
/// <param name="output">The vector behind the sums that it writes to, where that is not the new h.</param>
internal sealed class UnitPass(string name, string summary, string gates, int firstGate, string apart = "", string output = "") : Pass(name, summary)
{
    public string Gates => gates;

    public int FirstGate => firstGate;

    public string Output => output;

    /// <summary>The name of a recurrent sum that stays apart, or nothing.</summary>
    public string Apart => apart;

    /// <summary>The name of each gate's sum to which its recurrent term belongs.</summary>
    public IEnumerable<(char Gate, string Sum)> RecurrentSums
    {
        get
        {
            for (int index = 0; index < gates.Length; index++)
            {
                yield return (gates[index], index == gates.Length - 1 && apart.Length > 0 ? apart : gates[index].ToString());
            }
        }
    }

    /// <summary>Its four arguments.</summary>
    public IEnumerable<string> Arguments
    {
        get
        {
            for (int index = 0; index < 4; index++)
            {
                yield return index < gates.Length ? gates[index].ToString()
                    : index == gates.Length && apart.Length > 0 ? apart
                    : "none" + index.ToString(System.Globalization.CultureInfo.InvariantCulture);
            }
        }
    }

    /// <summary>The old h.</summary>
    public static Place H { get; } = new("h", "unit");

    /// <summary>c, replaced.</summary>
    public static Place C { get; } = new("c", "unit");

    /// <summary>The new h, or what becomes of it.</summary>
    public static Place Out { get; } = new("hNew", "unit") { IsState = true };

    /// <summary>A gate in the row of sums.</summary>
    public static Place Gate(int gate) => new("row", Lanes("place", gate));

    /// <summary>A vector behind the sums.</summary>
    public static Place Extra(string vector) => new("row", Names.Constant(vector) + " + unit");

    /// <summary>A vector behind the panels of the parameters.</summary>
    public static Place Parameter(string vector) => new("parameters", Names.Constant(vector) + " + unit");
}

/// <summary>A backward pass: from gradients of what a forward pass gave to those of what it took.</summary>
/// <param name="name">The emitted type.</param>
/// <param name="summary">What it does.</param>
/// <param name="hasLaterGates">Whether some gates are multiplied with what the reset gate leaves of h: the gradients of their sums then stand behind those of the others.</param>
internal sealed class GradientPass(string name, string summary, bool hasLaterGates) : Pass(name, summary)
{
    /// <summary>The old h.</summary>
    public static Place H { get; } = new("at.H", "unit");

    /// <summary>The new h.</summary>
    public static Place HNew { get; } = new("at.HNew", "unit");

    /// <summary>The old c.</summary>
    public static Place C { get; } = new("at.C", "unit");

    /// <summary>The new c.</summary>
    public static Place CNew { get; } = new("at.CNew", "unit");

    /// <summary>The gradient of h.</summary>
    public static Place Dh { get; } = new("at.Dh", "unit");

    /// <summary>The gradient of what the cell gives, before a projection.</summary>
    public static Place DOutput { get; } = new("at.DOutput", "unit");

    /// <summary>The gradient of c.</summary>
    public static Place Dc { get; } = new("at.Dc", "unit");

    /// <summary>The gradient of what a reset gate leaves of h.</summary>
    public static Place DReset { get; } = new("at.DReset", "unit");

    /// <summary>The gradient of the normalised c.</summary>
    public static Place DNormalized { get; } = new("at.DNormalized", "unit");

    /// <summary>Whether it needs the place of its units among the gates.</summary>
    public bool UsesGates { get; private set; }

    /// <summary>Whether it needs the place of its units among the gradients of sums.</summary>
    public bool UsesSums { get; private set; }

    /// <summary>A gate, after its activation.</summary>
    public Place Gate(int gate)
    {
        UsesGates = true;
        return new("at.Row", Lanes("place", gate));
    }

    /// <summary>The gradient of a gate's sum: of the gates that h is multiplied with.</summary>
    public Place DSum(int gate) => new("at.DSums", Lanes(SumPlace(), gate));

    /// <summary>The gradient of a gate's input sum, where it differs.</summary>
    public Place DInputSum(int gate) => new("at.DInputSums", Lanes(SumPlace(), gate));

    // Where no gates come later, the gradients of sums stand as the gates do.
    private string SumPlace()
    {
        UsesSums |= hasLaterGates;
        UsesGates |= !hasLaterGates;
        return hasLaterGates ? "sums" : "place";
    }

    /// <summary>The gradient of the sum of the one gate that the reset h is multiplied with.</summary>
    public static Place DResetSum { get; } = new("at.DResetSums", "unit");

    /// <summary>A vector behind the sums.</summary>
    public static Place Extra(string vector) => new("at.Row", Names.Constant(vector) + " + unit");

    /// <summary>A vector behind the panels of the parameters.</summary>
    public static Place Parameter(string vector) => new("at.Parameters", Names.Constant(vector) + " + unit");

    /// <summary>Its gradient.</summary>
    public static Place DParameter(string vector) => new("at.DParameters", Names.Constant(vector) + " + unit");

    /// <summary>A float that is the same for all units.</summary>
    public void LetBound(string local, string value) => Add(new Bound(local, value));
}

/// <summary>How emitted code names things.</summary>
internal static class Names
{
    /// <summary>A constant.</summary>
    public static string Constant(string name) => char.ToUpperInvariant(name[0]) + name.Substring(1);
}
