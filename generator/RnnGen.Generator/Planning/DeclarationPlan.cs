using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>Everything that is emitted for a declaration, decided: emission takes this and nothing else.</summary>
/// <param name="Type">The user's type.</param>
internal abstract record DeclarationPlan(TypeSpec Type)
{
    /// <summary>Plans a declaration.</summary>
    public static DeclarationPlan Of(DeclarationSpec declaration) =>
        declaration is NetworkSpec network ? NetworkPlanner.Plan(network) : CellDeclarationPlan.Of((CellSpec)declaration);
}

/// <summary>The plan of a cell, with what was declared.</summary>
/// <param name="Spec">What was declared.</param>
/// <param name="Plan">Its numbers.</param>
internal sealed record CellDeclarationPlan(CellSpec Spec, CellPlan Plan) : DeclarationPlan(Spec.Type)
{
    /// <summary>Plans a cell.</summary>
    public static CellDeclarationPlan Of(CellSpec cell) => new(cell, CellPlanner.Plan(cell));
}
