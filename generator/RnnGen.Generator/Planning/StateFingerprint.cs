using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Layers;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>
/// A number that says of which declaration a state is: FNV-1a over a text of everything that gives a state its meaning. Names, accuracy, training, dropout and
/// initial biases are left out: they change no layer. The text is part of the format of states: it must stay as it is for declarations that it can say today.
/// </summary>
internal static class StateFingerprint
{
    /// <summary>That of a cell's state.</summary>
    public static uint Of(CellSpec cell) => Hash(Meaning(cell));

    /// <summary>That of a network's state.</summary>
    public static uint Of(NetworkSpec network) => Hash("Network;" + Meaning(network));

    /// <summary>Everything that gives the state of a network its meaning.</summary>
    public static string Meaning(NetworkSpec network) => string.Join(
        ";", ((IEnumerable<LayerSpec>)network.Inputs).Concat(network.Layers).Select(static layer => layer.Meaning()).Where(static meaning => meaning.Length > 0));

    /// <summary>Everything that gives the state of a cell its meaning.</summary>
    public static string Meaning(CellSpec cell) => Joined(
    [
        cell.Kind, cell.Input, cell.Hidden, cell.Variant, cell.Bias, cell.Peephole, cell.Projection, cell.CoupledGates, cell.LayerNorm, cell.Clip,
        Text(cell.GateActivation), Text(cell.CandidateActivation), Text(cell.CellActivation), .. CellOptions.LaterMeaning(cell),
    ]);

    private static string Text(ActivationSpec activation) => Joined(activation.Kind, activation.Alpha, activation.Beta);

    /// <summary>Its parts, whatever the culture.</summary>
    public static string Joined(params object[] parts) => string.Join(" ", parts.Select(static part => part switch
    {
        float number => number.ToString("R", CultureInfo.InvariantCulture),
        int number => number.ToString(CultureInfo.InvariantCulture),
        _ => part.ToString(),
    }));

    private static uint Hash(string text)
    {
        uint hash = 2166136261;
        foreach (char character in text)
        {
            hash = unchecked((hash ^ character) * 16777619);
        }

        return hash;
    }
}
