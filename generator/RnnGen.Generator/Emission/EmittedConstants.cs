using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>The public constants that are emitted for a declaration, with their values (a test compares them with the compiled ones).</summary>
internal static class EmittedConstants
{
    private static readonly string[] OfCells = ["InputSize", "HiddenSize", "OutputSize", "ParameterCount"];
    private static readonly string[] OfNetworks = ["VocabularySize", "InputSize", "OutputSize", "ParameterCount"];

    /// <summary>Whether a type of the user's may get a constant of a name.</summary>
    public static bool Has(INamedTypeSymbol type, string name) =>
        (type.GetAttributes().Any(static attribute => WellKnownNames.IsNetwork(attribute.AttributeClass)) ? OfNetworks : OfCells).Contains(name);

    public static ImmutableDictionary<string, int> Of(DeclarationSpec declaration) => declaration is NetworkSpec network ? Of(network) : Of((CellSpec)declaration);

    private static ImmutableDictionary<string, int> Of(CellSpec cell) => ImmutableDictionary<string, int>.Empty
        .Add(OfCells[0], cell.Input)
        .Add(OfCells[1], cell.Hidden)
        .Add(OfCells[2], cell.OutputSize)
        .Add(OfCells[3], CellPlanner.Plan(cell).ParameterCount);

    private static ImmutableDictionary<string, int> Of(NetworkSpec network)
    {
        NetworkPlan plan = NetworkPlanner.Plan(network);
        ImmutableDictionary<string, int> constants = ImmutableDictionary<string, int>.Empty
            .Add(OfNetworks[1], plan.InputSize)
            .Add(OfNetworks[2], plan.OutputSize)
            .Add(OfNetworks[3], plan.ParameterCount);
        return plan.Vocabulary > 0 ? constants.Add(OfNetworks[0], plan.Vocabulary) : constants;
    }
}
