using System.Collections.Generic;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Emission;

/// <summary>The Elman cell.</summary>
internal sealed class RnnEquations(CellSpec spec) : CellEquations(spec)
{
    public override string Title => "Elman cell";

    public override string Gates => "a";

    public override string Source => "Elman cell (Elman 1990), as PyTorch's nn.RNN";

    public override IEnumerable<string> Equations
    {
        get
        {
            string sum = Spec.Bias ? "W x + U h + b" : "W x + U h";
            return SideBySide(
                [
                    $"h' = {Name(Spec.CandidateActivation)}({(Spec.Clip == 0 ? sum : $"clip({sum})")})",
                    .. Definitions(Spec.CandidateActivation),
                ],
                [$"x: [{Spec.Input}]; h{(Spec.Bias ? ", b" : "")}: [{Spec.Hidden}]", $"W: [{Spec.Hidden}, {Spec.Input}]; U: [{Spec.Hidden}, {Spec.Hidden}]"]);
        }
    }

    public override IEnumerable<StepPart> Parts(CellPlan plan) =>
    [
        StepPart.Sum("ComputeSums", plan.Products[0], "h"),
        StepPart.Apply("ApplyActivation", "sums", "next"),
    ];

    public override void WriteApplications(SourceWriter writer, CellPlan plan) =>
        new UnitLoops(writer, plan, Gates).WriteMethod(
            "ApplyActivation",
            "From the sums to the new h.",
            ["next"],
            new UnitLoops.Pass($"h' = {Name(Spec.CandidateActivation)}(sum)", "a", ["next"], (vector, lane) =>
                writer.WriteLine(vector.Store(CandidateValue(vector.Load("a", lane)), "next", lane))));

    public override IEnumerable<BackwardPart> BackwardParts(CellPlan plan) =>
    [
        BackwardPart.Apply("SumGradients", "gradients", "newH", "dh"),
        BackwardPart.Product(group: 0, "dh"),
    ];

    public override void WriteBackwardApplications(SourceWriter writer, CellPlan plan) =>
        new UnitLoops(writer, plan, Gates).WriteGradientMethod(
            "SumGradients",
            "From dh to the gradients of the sums; dh is used up.",
            [UnitLoops.GateRow.OfGradients("gradients", "d", Gates)],
            ["newH", "dh"],
            ClipBounds("Candidate"),
            new UnitLoops.Pass($"h' = {Name(Spec.CandidateActivation)}(sum), whose derivative is a function of h'", "", ["newH", "dh"], (vector, lane) => writer.WriteLine($"""
                var hidden = {vector.Load("newH", lane)};
                {vector.Store($"{vector.Load("dh", lane)} * {CandidateSlope("hidden")}", "dA", lane)}
                {vector.Store(vector.Zero, "dh", lane)}
                """)) { Gradients = Gates });
}
