using RnnGen.Generator.Planning;

namespace RnnGen.Generator.Emission;

/// <summary>The one file that is emitted for a declaration.</summary>
internal static class EmittedFile
{
    /// <summary>Its text.</summary>
    public static string TextOf(DeclarationPlan plan) =>
        plan is CellDeclarationPlan cell ? CellEmitter.Emit(cell.Spec, cell.Plan) : NetworkEmitter.Emit((NetworkPlan)plan);
}
