namespace RnnGen.Generator.Cells;

/// <summary>The vectors of one float a unit that stand behind the gates in a row of sums, and behind the panels in the parameters.</summary>
internal static class Vectors
{
    public const string Projection = "projection";
    public const string GateGains = "gateGains";
    public const string Normalized = "normalized";
    public const string CellNorm = "cellNorm";
    public const string RecurrentSum = "recurrentSum";
    public const string Reset = "reset";
    public const string Deviations = "deviations";
    public const string CellOutput = "cellOutput";

    /// <summary>The peephole of a gate.</summary>
    public static string Peephole(char gate) => "peephole" + char.ToUpperInvariant(gate);

    /// <summary>The recurrent weights of a gate, where the recurrence is element by element.</summary>
    public static string Recurrent(char gate) => "recurrent" + char.ToUpperInvariant(gate);
}

/// <summary>A vector behind the sums that is normalised besides the gates' sums.</summary>
/// <param name="Vector">The vector.</param>
/// <param name="Of">What it is of, as its tensors' names say it: <c>cell</c>.</param>
internal sealed record NormalizedVector(string Vector, string Of)
{
    /// <summary>Its gains in the parameters; the shifts stand behind them.</summary>
    public string Gain => Of + "Gain";

    /// <summary>What is multiplied with the gains, in a row of sums.</summary>
    public string Normalized => Of + "Normalized";
}
