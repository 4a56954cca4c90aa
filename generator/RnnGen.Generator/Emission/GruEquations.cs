using System;
using System.Collections.Generic;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Emission;

/// <summary>The gated recurrent unit in its three variants.</summary>
internal sealed class GruEquations(CellSpec spec) : CellEquations(spec)
{
    public override string Title => "gated recurrent unit";

    public override string Gates => "rzn";

    public override string Source => Spec.Variant switch
    {
        GruVariantKind.ResetAfter => "Gated recurrent unit (Cho et al. 2014), the reset gate after the product: PyTorch's, cuDNN's and Keras's default",
        GruVariantKind.ResetBefore => "Gated recurrent unit (Cho et al. 2014), the reset gate before the product: ONNX's default",
        _ => "Gated recurrent unit, the candidate of what the reset gate leaves",
    };

    public override IEnumerable<string> Equations
    {
        get
        {
            string gate = Name(Spec.GateActivation);
            string bias = Spec.Variant == GruVariantKind.ResetAfter ? "b: [{0}] a gate; cn: [{0}]" : "b: [{0}] a gate";
            return SideBySide(
                [
                    $"r  = {gate}({Clipped(Biased("Wr x + Ur h", "br"))})",
                    $"z  = {gate}({Clipped(Biased("Wz x + Uz h", "bz"))})",
                    $"n  = {Name(Spec.CandidateActivation)}({Clipped(CandidateSum)})",
                    Complements ? "h' = (1 - z) * h + z * n" : "h' = (1 - z) * n + z * h",
                    .. Definitions(Spec.GateActivation, Spec.CandidateActivation),
                ],
                [
                    $"x: [{Spec.Input}]; h: [{Spec.Hidden}]",
                    $"W: [{Spec.Hidden}, {Spec.Input}] a gate; U: [{Spec.Hidden}, {Spec.Hidden}] a gate",
                    .. Spec.Bias ? (string[])[string.Format(System.Globalization.CultureInfo.InvariantCulture, bias, Spec.Hidden)] : [],
                ]);

            string Clipped(string sum) => Spec.Clip == 0 ? sum : $"clip({sum})";
        }
    }

    public override string Biases => Spec.Bias && Spec.Variant == GruVariantKind.ResetAfter
        ? "one bias (the sum of PyTorch's two; n has both)"
        : base.Biases;

    private bool Complements => Spec.Variant == GruVariantKind.ComplementReset;

    private string CandidateSum => Spec.Variant switch
    {
        GruVariantKind.ResetAfter => $"{Biased("Wn x", "bn")} + r * ({Biased("Un h", "cn")})",
        GruVariantKind.ResetBefore => $"{Biased("Wn x", "bn")} + Un (r * h)",
        _ => $"{Biased("Wn x", "bn")} + Un ((1 - r) * h)",
    };

    private string Update => Complements ? "h' = (1 - z) * h + z * n = h + z * (n - h)" : "h' = (1 - z) * n + z * h = n + z * (h - n)";

    public override IEnumerable<StepPart> Parts(CellPlan plan) => Spec.Variant == GruVariantKind.ResetAfter
        ?
        [
            StepPart.Sum("ComputeSums", plan.Products[0], "h"),
            StepPart.Apply("ApplyGates", "sums", "extra", "h", "next"),
        ]
        :
        [
            StepPart.Sum("ComputeGateSums", plan.Products[0], "h"),
            StepPart.Apply("ApplyReset", "sums", "extra", "h"),
            StepPart.Sum("ComputeCandidateSums", plan.Products[1], "extra"),
            StepPart.Apply("ApplyUpdate", "sums", "h", "next"),
        ];

    public override void WriteApplications(SourceWriter writer, CellPlan plan)
    {
        var loops = new UnitLoops(writer, plan, Gates);
        string gate = Name(Spec.GateActivation);
        string candidate = Name(Spec.CandidateActivation);
        if (Spec.Variant == GruVariantKind.ResetAfter)
        {
            loops.WriteMethod(
                "ApplyGates",
                "From the gate sums, the candidate's recurrent sums and h to the new h.",
                ["extra", "h", "next"],
                new UnitLoops.Pass($"r, z = {gate}(sum)", "rz", [], (vector, lane) =>
                {
                    writer.WriteLine(vector.Store(GateValue(vector.Load("r", lane)), "r", lane));
                    writer.WriteLine(vector.Store(GateValue(vector.Load("z", lane)), "z", lane));
                }),
                new UnitLoops.Pass($"n = {candidate}(input sum + r * recurrent sum); {Update}", "rzn", ["extra", "h", "next"], (vector, lane) => writer.WriteLine($"""
                    var candidate = {CandidateValue(vector.MultiplyAdd(vector.Load("r", lane), vector.Load("extra", lane), vector.Load("n", lane)))};{Kept(vector, "candidate", "n", lane)}
                    {vector.Store(Blend(vector, vector.Load("z", lane), lane), "next", lane)}
                    """)));
            return;
        }

        string left = Complements ? "(1 - r) * h" : "r * h";
        loops.WriteMethod(
            "ApplyReset",
            $"From the reset gate's sums and h to {left}, of which the candidate's recurrent sum is.",
            ["extra", "h"],
            new UnitLoops.Pass($"r = {gate}(sum); {left}", "r", ["extra", "h"], (vector, lane) => writer.WriteLine($"""
                var reset = {GateValue(vector.Load("r", lane))};{Kept(vector, "reset", "r", lane)}
                {vector.Store($"{(Complements ? $"({vector.One} - reset)" : "reset")} * {vector.Load("h", lane)}", "extra", lane)}
                """)));
        loops.WriteMethod(
            "ApplyUpdate",
            "From the sums of the update gate and the candidate, and h, to the new h.",
            ["h", "next"],
            new UnitLoops.Pass($"z = {gate}(sum); n = {candidate}(sum); {Update}", "zn", ["h", "next"], (vector, lane) => writer.WriteLine($"""
                var update = {GateValue(vector.Load("z", lane))};{Kept(vector, "update", "z", lane)}
                var candidate = {CandidateValue(vector.Load("n", lane))};{Kept(vector, "candidate", "n", lane)}
                {vector.Store(Blend(vector, "update", lane), "next", lane)}
                """)));
    }

    public override IEnumerable<BackwardPart> BackwardParts(CellPlan plan) => Spec.Variant == GruVariantKind.ResetAfter
        ?
        [
            BackwardPart.Apply("GateGradients", "sums", "gradients", "inputGradients", "extra", "h", "dh"),
            BackwardPart.Product(group: 0, "dh"),
        ]
        :
        [
            BackwardPart.Apply("UpdateGradients", "sums", "gateGradients", "candidateGradients", "h", "dh", "dv"),
            BackwardPart.Product(group: 1, "dv"),
            BackwardPart.Apply("ResetGradients", "sums", "gateGradients", "h", "dh", "dv"),
            BackwardPart.Product(group: 0, "dh"),
        ];

    public override void WriteBackwardApplications(SourceWriter writer, CellPlan plan)
    {
        if (Spec.Variant == GruVariantKind.ResetAfter)
        {
            WriteGateGradients(writer, plan);
        }
        else
        {
            WriteUpdateGradients(writer, plan);
            WriteResetGradients(writer, plan);
        }
    }

    private void WriteGateGradients(SourceWriter writer, CellPlan plan) => new UnitLoops(writer, plan, Gates).WriteGradientMethod(
        "GateGradients",
        "From dh to the gradients of the recurrent sums (du) and of the input sums (dw), and the part of dh that goes past the gates to the step before.",
        [UnitLoops.GateRow.OfSums(Gates), UnitLoops.GateRow.OfGradients("gradients", "du", Gates), UnitLoops.GateRow.OfGradients("inputGradients", "dw", Gates)],
        ["extra", "h", "dh"],
        ClipBounds("Gate", "Candidate"),
        new UnitLoops.Pass($"h' = n + z * (h - n); n = {Name(Spec.CandidateActivation)}(input sum + r * recurrent sum)", Gates, ["extra", "h", "dh"], (vector, lane) => writer.WriteLine($"""
            var reset = {vector.Load("r", lane)};
            var update = {vector.Load("z", lane)};
            var candidate = {vector.Load("n", lane)};
            var hidden = {vector.Load("dh", lane)};
            var direct = hidden * update;
            var candidateSum = (hidden - direct) * {CandidateSlope("candidate")};
            var resetSum = candidateSum * {vector.Load("extra", lane)} * {GateSlope("reset")};
            var updateSum = hidden * ({vector.Load("h", lane)} - candidate) * {GateSlope("update")};
            {vector.Store("resetSum", "duR", lane)}
            {vector.Store("resetSum", "dwR", lane)}
            {vector.Store("updateSum", "duZ", lane)}
            {vector.Store("updateSum", "dwZ", lane)}
            {vector.Store("candidateSum * reset", "duN", lane)}
            {vector.Store("candidateSum", "dwN", lane)}
            {vector.Store("direct", "dh", lane)}
            """)) { Gradients = Gates });

    private void WriteUpdateGradients(SourceWriter writer, CellPlan plan) => new UnitLoops(writer, plan, Gates).WriteGradientMethod(
        "UpdateGradients",
        $"From dh to the gradients of the sums of z and n, and the part of dh that goes past them to the step before; dv, of {(Complements ? "(1 - r) * h" : "r * h")}, starts at zero.",
        [UnitLoops.GateRow.OfSums(Gates), UnitLoops.GateRow.OfGradients("gateGradients", "d", "rz"), UnitLoops.GateRow.OfGradients("candidateGradients", "d", "n")],
        ["h", "dh", "dv"],
        ClipBounds("Gate", "Candidate"),
        new UnitLoops.Pass(Complements ? "h' = h + z * (n - h)" : "h' = n + z * (h - n)", "zn", ["h", "dh", "dv"], (vector, lane) =>
        {
            string h = vector.Load("h", lane);
            writer.WriteLine($"""
                var update = {vector.Load("z", lane)};
                var candidate = {vector.Load("n", lane)};
                var hidden = {vector.Load("dh", lane)};
                var part = hidden * update;
                {vector.Store($"hidden * ({(Complements ? $"candidate - {h}" : $"{h} - candidate")}) * {GateSlope("update")}", "dZ", lane)}
                {vector.Store($"{(Complements ? "part" : "(hidden - part)")} * {CandidateSlope("candidate")}", "dN", lane)}
                {vector.Store(Complements ? "hidden - part" : "part", "dh", lane)}
                {vector.Store(vector.Zero, "dv", lane)}
                """);
        })
        { Gradients = "zn" });

    private void WriteResetGradients(SourceWriter writer, CellPlan plan) => new UnitLoops(writer, plan, Gates).WriteGradientMethod(
        "ResetGradients",
        "From dv to the gradients of the reset gate's sums, and its part of dh.",
        [UnitLoops.GateRow.OfSums(Gates), UnitLoops.GateRow.OfGradients("gateGradients", "d", "rz")],
        ["h", "dh", "dv"],
        ClipBounds("Gate"),
        new UnitLoops.Pass(Complements ? "v = (1 - r) * h" : "v = r * h", "r", ["h", "dh", "dv"], (vector, lane) =>
        {
            string h = vector.Load("h", lane);
            writer.WriteLine($"""
                var reset = {vector.Load("r", lane)};
                var part = {vector.Load("dv", lane)};
                {vector.Store($"part * {(Complements ? $"({vector.Zero} - {h})" : h)} * {GateSlope("reset")}", "dR", lane)}
                {vector.Store(vector.MultiplyAdd("part", Complements ? $"{vector.One} - reset" : "reset", vector.Load("dh", lane)), "dh", lane)}
                """);
        })
        { Gradients = "r" });

    /// <summary>h' of the update gate, the candidate and h.</summary>
    private string Blend(VectorSyntax vector, string update, string lane)
    {
        string h = vector.Load("h", lane);
        return Complements ? vector.MultiplyAdd(update, $"candidate - {h}", h) : vector.MultiplyAdd(update, $"{h} - candidate", "candidate");
    }

    private string Biased(string sum, string bias) => Spec.Bias ? $"{sum} + {bias}" : sum;
}
