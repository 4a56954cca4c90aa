using System.Collections.Generic;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Emission;

/// <summary>The Elman cell.</summary>
internal sealed class RnnEquations : CellEquations
{
    public override string Title => "Elman cell";

    public override string Gates => "a";

    public override string Source(CellSpec spec) => "Elman cell (Elman 1990), as PyTorch's nn.RNN";

    public override IEnumerable<string> Equations(CellSpec spec) =>
    [
        $"h' = {(spec.CandidateActivation.Kind == RnnActivationKind.Relu ? "relu" : "tanh")}(W x + U h + b)      x: [{spec.Input}]; h, b: [{spec.Hidden}]",
        $"                             W: [{spec.Hidden}, {spec.Input}]; U: [{spec.Hidden}, {spec.Hidden}]",
    ];

    public override IEnumerable<StepPart> Parts(CellSpec spec, CellPlan plan) =>
    [
        StepPart.Sum("AddRecurrentSums", plan.Products[0], "h"),
        StepPart.Apply("ApplyActivation", "sums", "next"),
    ];

    public override void WriteApplications(SourceWriter writer, CellSpec spec, CellPlan plan)
    {
        string function = spec.CandidateActivation.Kind == RnnActivationKind.Relu ? "RnnNumerics::Activation.Relu" : Activation("Tanh", spec);
        string name = spec.CandidateActivation.Kind == RnnActivationKind.Relu ? "relu" : "tanh";
        new UnitLoops(writer, plan, Gates).WriteMethod(
            "ApplyActivation",
            "From the sums to the new h.",
            ["sums", "next"],
            new UnitLoops.Pass($"h' = {name}(sum)", "a", ["next"], (vector, lane) =>
                writer.WriteLine(vector.Store($"{function}({vector.Load("a", lane)})", "next", lane))));
    }
}
