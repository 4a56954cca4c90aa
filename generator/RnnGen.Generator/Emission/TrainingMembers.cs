using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Emission;

/// <summary>The members of a cell that train it, in the order in which they stand in the file. The same for every kind of cell.</summary>
internal sealed class TrainingMembers(SourceWriter writer, CellSpec spec, CellPlan plan, TrainingPlan training, CellEquations equations)
{
    /// <summary>Writes the public methods.</summary>
    public void WriteMethods()
    {
        new ForwardMembers(writer, spec, plan, training, equations).Write();
        new BackwardMembers(writer, spec, plan, training, equations).Write();
    }

    /// <summary>Writes what they are made of.</summary>
    public void WriteParts()
    {
        new WeightGradientMembers(writer, spec, plan, training, equations).Write();
        equations.WriteBackwardApplications(writer, plan);
    }

    /// <summary>Writes the tape and the gradients.</summary>
    public void WriteTypes() => new TapeTypes(writer, spec, plan, training, equations).Write();
}
