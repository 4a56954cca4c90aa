namespace RnnGen.Generator;

/// <summary>Metadata names of what the generator looks for in the user's compilation.</summary>
internal static class WellKnownNames
{
    public const string LstmCellAttribute = "RnnGen.LstmCellAttribute";
}
