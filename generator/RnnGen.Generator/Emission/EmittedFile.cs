using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>One emitted file: what stands for its type, its name and its text.</summary>
/// <param name="Type">The type of which it declares a part.</param>
/// <param name="Text">Its text.</param>
internal sealed record EmittedFile(TypeSpec Type, string Text)
{
    /// <summary>What is emitted for a plan, when it is asked for: of a network also its cells, which are nested types.</summary>
    public static IEnumerable<EmittedFile> Of(DeclarationPlan plan) => plan is NetworkPlan network
        ? [new EmittedFile(network.Type, NetworkEmitter.Emit(network)), .. network.CellTypes.Select(OfCell)]
        : [OfCell((CellDeclarationPlan)plan)];

    private static EmittedFile OfCell(CellDeclarationPlan cell) => new(cell.Type, CellEmitter.Emit(cell.Spec, cell.Plan));
}
