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
    /// <summary>What is emitted for a declaration, when it is asked for.</summary>
    public static IEnumerable<EmittedFile> Of(DeclarationSpec spec) => spec is NetworkSpec network ? Of(network) : Of((CellSpec)spec);

    private static IEnumerable<EmittedFile> Of(CellSpec spec)
    {
        yield return new EmittedFile(spec.Type, CellEmitter.Emit(spec, CellPlanner.Plan(spec)));
    }

    // The network, and its cells, which are nested types.
    private static IEnumerable<EmittedFile> Of(NetworkSpec spec)
    {
        yield return new EmittedFile(spec.Type, NetworkEmitter.Emit(spec, NetworkPlanner.Plan(spec)));
        foreach (CellSpec cell in spec.Layers.OfType<RecurrentSpec>().Select(static layer => layer.Cell).Distinct())
        {
            foreach (EmittedFile file in Of(cell))
            {
                yield return file;
            }
        }
    }
}
