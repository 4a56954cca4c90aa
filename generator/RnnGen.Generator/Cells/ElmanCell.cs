using System.Collections.Generic;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Cells;

/// <summary>The Elman cell.</summary>
internal sealed class ElmanCell(CellSpec spec) : CellDefinition(spec)
{
    public override string Title => "Elman cell";

    public override string Gates => "a";

    public override string Source => WithOptions("Elman cell (Elman 1990), as PyTorch's nn.RNN");

    public override IEnumerable<string> Equations
    {
        get
        {
            string sum = Normalized($"W x + {Recurrent("U")}{(Spec.Bias ? " + b" : "")}");
            return SideBySide(
                [
                    $"h' = {Name(Spec.CandidateActivation)}({Clipped(sum)})",
                    .. Definitions(Spec.CandidateActivation),
                ],
                [
                    $"x: [{Spec.Input}]; h{(Spec.Bias ? ", b" : "")}: [{Spec.Hidden}]", $"W: [{Spec.Hidden}, {Spec.Input}]; {RecurrentShape("U")}",
                    .. NormShapes(),
                ]);
        }
    }

    public override string Form => "Elman";

    public override IEnumerable<StepPart> Step
    {
        get
        {
            var pass = new UnitPass("Output", "From the sums to the new h.", Gates, firstGate: 0);
            pass.Say($"h' = {Name(Spec.CandidateActivation)}(sum)");
            pass.Store(CandidateValue(Value.Named("a")), UnitPass.Out);
            return Sums(pass);
        }
    }

    public override IEnumerable<GradientPart> StepGradients
    {
        get
        {
            GradientPass pass = Gradients("OutputGradients", "From dh to the gradients of the sums; dh is used up.");
            LetBounds(pass, "Candidate");
            pass.Say($"h' = {Name(Spec.CandidateActivation)}(sum), whose derivative is a function of h'");
            Value h = pass.Let("hNew", GradientPass.HNew.Load);
            pass.Store(GradientPass.Dh.Load * CandidateSlope(h), pass.DSum(0));
            pass.Store(Value.Zero, GradientPass.Dh);
            return [new GradientPassPart(pass), .. HiddenSumGradients()];
        }
    }
}
