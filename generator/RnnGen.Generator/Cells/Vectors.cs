namespace RnnGen.Generator.Cells;

/// <summary>The vectors of one float a unit that stand behind the gates in a row of sums, and behind the panels in the parameters.</summary>
internal static class Vectors
{
    public const string Projection = "projection";
    public const string GateGains = "gateGains";
    public const string CellGain = "cellGain";
    public const string Normalized = "normalized";
    public const string CellNorm = "cellNorm";
    public const string CellNormalized = "cellNormalized";
    public const string Deviations = "deviations";
    public const string CellOutput = "cellOutput";

    /// <summary>The peephole of a gate.</summary>
    public static string Peephole(char gate) => "peephole" + char.ToUpperInvariant(gate);
}
