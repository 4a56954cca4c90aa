using System;
using System.Collections.Generic;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Cells;

/// <summary>The gated recurrent unit in its three variants.</summary>
internal sealed class GruCell(CellSpec spec) : CellDefinition(spec)
{
    public override string Title => "gated recurrent unit";

    public override string Gates => "rzn";

    public override string Source => WithOptions(Spec.Variant switch
    {
        GruVariantKind.ResetAfter => "Gated recurrent unit (Cho et al. 2014), the reset gate after the product: PyTorch's, cuDNN's and Keras's default",
        GruVariantKind.ResetBefore => "Gated recurrent unit (Cho et al. 2014), the reset gate before the product: ONNX's default",
        _ => "Gated recurrent unit, the candidate of what the reset gate leaves",
    });

    public override IEnumerable<string> Equations
    {
        get
        {
            string gate = Name(Spec.GateActivation);
            string bias = Spec.Variant == GruVariantKind.ResetAfter ? "b: [{0}] a gate; cn: [{0}]" : "b: [{0}] a gate";
            return SideBySide(
                [
                    $"r  = {gate}({Clipped(Normalized(Biased($"Wr x + {Recurrent("Ur")}", "br")))})",
                    $"z  = {gate}({Clipped(Normalized(Biased($"Wz x + {Recurrent("Uz")}", "bz")))})",
                    $"n  = {Name(Spec.CandidateActivation)}({Clipped(CandidateSum)})",
                    Complements ? "h' = (1 - z) * h + z * n" : "h' = (1 - z) * n + z * h",
                    .. Definitions(Spec.GateActivation, Spec.CandidateActivation),
                ],
                [
                    $"x: [{Spec.Input}]; h: [{Spec.Hidden}]",
                    $"W: [{Spec.Hidden}, {Spec.Input}] a gate; {RecurrentShape("U")} a gate",
                    .. Spec.Bias ? (string[])[string.Format(System.Globalization.CultureInfo.InvariantCulture, bias, Spec.Hidden)] : [],
                    .. NormShapes(of: ResetsAfter ? "the recurrent sum of n" : ""),
                ]);
        }
    }

    public override string Biases => Spec.Bias && Spec.Variant == GruVariantKind.ResetAfter
        ? "one bias (the sum of PyTorch's two; n has both)"
        : base.Biases;

    private bool Complements => Spec.Variant == GruVariantKind.ComplementReset;

    private string CandidateSum => Spec.Variant switch
    {
        GruVariantKind.ResetAfter when Spec.LayerNorm => $"{Normalized(Biased("Wn x", "bn"))} + r * {Normalized(Biased(Recurrent("Un"), "cn"))}",
        GruVariantKind.ResetAfter => $"{Biased("Wn x", "bn")} + r * ({Biased(Recurrent("Un"), "cn")})",
        GruVariantKind.ResetBefore => Normalized($"{Biased("Wn x", "bn")} + {Recurrent("Un", "(r * h)")}"),
        _ => Normalized($"{Biased("Wn x", "bn")} + {Recurrent("Un", "((1 - r) * h)")}"),
    };

    private string Update => Complements ? "h' = (1 - z) * h + z * n = h + z * (n - h)" : "h' = (1 - z) * n + z * h = n + z * (h - n)";

    public override string Form => Complements ? "ComplementGru" : "Gru";

    public override bool HasRecurrentBias => ResetsAfter;

    public override int FirstGates => ResetsAfter ? 3 : 2;

    /// <summary>What stands behind the gates: the candidate's recurrent sum, or what the reset gate leaves of h.</summary>
    public override IEnumerable<string> Extras => [Apart];

    /// <summary>The candidate's recurrent sum by itself, before the reset gate acts on it.</summary>
    public override NormalizedVector? NormalizedVector => Spec.LayerNorm && ResetsAfter ? new(Vectors.RecurrentSum, "recurrent") : null;

    public override IEnumerable<StepPart> Step => ResetsAfter
        ? Sums(GatesPass())
        : [.. Sums(ResetPass()), .. Sums(UpdatePass(), Apart)];

    public override IEnumerable<GradientPart> StepGradients => ResetsAfter
        ? [new GradientPassPart(GateGradients()), .. HiddenSumGradients()]
        : [new GradientPassPart(UpdateGradients()), .. ResetSumGradients(), new GradientPassPart(ResetGradients()), .. HiddenSumGradients()];

    private bool ResetsAfter => Spec.Variant == GruVariantKind.ResetAfter;

    private string Apart => ResetsAfter ? Vectors.RecurrentSum : Vectors.Reset;

    private string Left => Complements ? "(1 - r) * h" : "r * h";

    private UnitPass GatesPass()
    {
        var pass = new UnitPass("GatesPass", "From the sums (of n the recurrent one apart: u) and h to the new h.", Gates, firstGate: 0, apart: "u");
        pass.Say($"r, z = {Name(Spec.GateActivation)}(sum)");
        Value r = pass.Set("r", GateValue(Value.Named("r")));
        Value z = pass.Set("z", GateValue(Value.Named("z")));
        pass.Say($"n = {Name(Spec.CandidateActivation)}(input sum + r * recurrent sum); {Update}");
        Value u = Value.Named("u");
        Value n = pass.Set("n", CandidateValue(Value.MultiplyAdd(r, u, Value.Named("n"))));
        StoreBlend(pass, z, n);
        pass.Keep(r, UnitPass.Gate(0));
        pass.Keep(z, UnitPass.Gate(1));
        pass.Keep(n, UnitPass.Gate(2));
        pass.Keep(u, UnitPass.Extra(Apart));
        return pass;
    }

    private UnitPass ResetPass()
    {
        var pass = new UnitPass(
            "ResetPass", $"From the sums of the reset gate and h to {Left}, of which the candidate's recurrent sum is; the sum of z waits.", "rz", firstGate: 0, output: Apart);
        pass.Say($"r = {Name(Spec.GateActivation)}(sum); {Left}");
        Value r = pass.Set("r", GateValue(Value.Named("r")));
        pass.Store((Complements ? Value.One - r : r) * UnitPass.H.Load, UnitPass.Out);
        pass.Store(Value.Named("z"), UnitPass.Gate(1));
        pass.Keep(r, UnitPass.Gate(0));
        return pass;
    }

    private UnitPass UpdatePass()
    {
        var pass = new UnitPass("UpdatePass", "From the sums of the candidate and of the update gate, and h, to the new h.", "n", firstGate: 2);
        pass.Say($"z = {Name(Spec.GateActivation)}(sum); n = {Name(Spec.CandidateActivation)}(sum); {Update}");
        Value z = pass.Let("z", GateValue(UnitPass.Gate(1).Load));
        Value n = pass.Set("n", CandidateValue(Value.Named("n")));
        StoreBlend(pass, z, n);
        pass.Keep(z, UnitPass.Gate(1));
        pass.Keep(n, UnitPass.Gate(2));
        return pass;
    }

    /// <summary>h' of the update gate, the candidate and h.</summary>
    private void StoreBlend(UnitPass pass, Value z, Value n)
    {
        Value h = pass.Let("hOld", UnitPass.H.Load);
        pass.Store(Complements ? Value.MultiplyAdd(z, n - h, h) : Value.MultiplyAdd(z, h - n, n), UnitPass.Out);
    }

    private GradientPass GateGradients()
    {
        GradientPass pass = Gradients(
            "GateGradients", "From dh to the gradients of the recurrent sums and of the input sums, and the part of dh that goes past the gates to the step before.");
        LetBounds(pass, "Gate", "Candidate");
        pass.Say($"h' = n + z * (h - n); n = {Name(Spec.CandidateActivation)}(input sum + r * recurrent sum)");
        Value r = pass.Let("r", pass.Gate(0).Load);
        Value z = pass.Let("z", pass.Gate(1).Load);
        Value n = pass.Let("n", pass.Gate(2).Load);
        Value dh = pass.Let("dh", GradientPass.Dh.Load);
        Value direct = pass.Let("direct", dh * z);
        Value dN = pass.Let("dN", (dh - direct) * CandidateSlope(n));
        Value dR = pass.Let("dR", dN * GradientPass.Extra(Apart).Load * GateSlope(r));
        Value dZ = pass.Let("dZ", dh * (GradientPass.H.Load - n) * GateSlope(z));
        if (!Spec.LayerNorm)
        {
            // Else they are what normalisation leaves of those of the input sums.
            pass.Store(dR, pass.DSum(0));
            pass.Store(dZ, pass.DSum(1));
        }

        pass.Store(dN * r, pass.DSum(2));
        pass.Store(dR, pass.DInputSum(0));
        pass.Store(dZ, pass.DInputSum(1));
        pass.Store(dN, pass.DInputSum(2));
        pass.Store(direct, GradientPass.Dh);
        return pass;
    }

    private GradientPass UpdateGradients()
    {
        GradientPass pass = Gradients(
            "UpdateGradients", $"From dh to the gradients of the sums of z and n, and the part of dh that goes past them to the step before; that of {Left} starts at zero.");
        LetBounds(pass, "Gate", "Candidate");
        pass.Say(Complements ? "h' = h + z * (n - h)" : "h' = n + z * (h - n)");
        Value z = pass.Let("z", pass.Gate(1).Load);
        Value n = pass.Let("n", pass.Gate(2).Load);
        Value h = pass.Let("h", GradientPass.H.Load);
        Value dh = pass.Let("dh", GradientPass.Dh.Load);
        Value part = pass.Let("part", dh * z);
        pass.Store(dh * (Complements ? n - h : h - n) * GateSlope(z), pass.DSum(1));
        pass.Store((Complements ? part : dh - part) * CandidateSlope(n), GradientPass.DResetSum);
        pass.Store(Complements ? dh - part : part, GradientPass.Dh);
        pass.Store(Value.Zero, GradientPass.DReset);
        return pass;
    }

    private GradientPass ResetGradients()
    {
        GradientPass pass = Gradients("ResetGradients", $"From the gradient of {Left} to those of the reset gate's sums, and its part of dh.");
        LetBounds(pass, "Gate");
        pass.Say($"v = {Left}");
        Value r = pass.Let("r", pass.Gate(0).Load);
        Value h = pass.Let("h", GradientPass.H.Load);
        Value dV = pass.Let("dV", GradientPass.DReset.Load);
        pass.Store(dV * (Complements ? Value.Zero - h : h) * GateSlope(r), pass.DSum(0));
        pass.Store(Value.MultiplyAdd(dV, Complements ? Value.One - r : r, GradientPass.Dh.Load), GradientPass.Dh);
        return pass;
    }

    private string Biased(string sum, string bias) => Spec.Bias ? $"{sum} + {bias}" : sum;
}
