using System.Collections.Generic;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Emission;

/// <summary>The gated recurrent unit in its three variants.</summary>
internal sealed class GruEquations : CellEquations
{
    public override string Title => "gated recurrent unit";

    public override string Gates => "rzn";

    public override string Source(CellSpec spec) => spec.Variant switch
    {
        GruVariantKind.ResetAfter => "Gated recurrent unit (Cho et al. 2014), the reset gate after the product: PyTorch's, cuDNN's and Keras's default",
        GruVariantKind.ResetBefore => "Gated recurrent unit (Cho et al. 2014), the reset gate before the product: ONNX's default",
        _ => "Gated recurrent unit, the candidate of what the reset gate leaves",
    };

    public override IEnumerable<string> Equations(CellSpec spec)
    {
        yield return $"r  = sigmoid(Wr x + Ur h + br)      x: [{spec.Input}]; h: [{spec.Hidden}]";
        yield return $"z  = sigmoid(Wz x + Uz h + bz)      W: [{spec.Hidden}, {spec.Input}] a gate; U: [{spec.Hidden}, {spec.Hidden}] a gate";
        yield return spec.Variant switch
        {
            GruVariantKind.ResetAfter => $"n  = tanh(Wn x + bn + r * (Un h + cn))      b: [{spec.Hidden}] a gate; cn: [{spec.Hidden}]",
            GruVariantKind.ResetBefore => $"n  = tanh(Wn x + bn + Un (r * h))      b: [{spec.Hidden}] a gate",
            _ => $"n  = tanh(Wn x + bn + Un ((1 - r) * h))      b: [{spec.Hidden}] a gate",
        };
        yield return spec.Variant == GruVariantKind.ComplementReset ? "h' = (1 - z) * h + z * n" : "h' = (1 - z) * n + z * h";
    }

    public override string Biases(CellSpec spec) => spec.Variant == GruVariantKind.ResetAfter
        ? "one bias (the sum of PyTorch's two; n has both)"
        : base.Biases(spec);

    public override IEnumerable<StepPart> Parts(CellSpec spec, CellPlan plan) => spec.Variant == GruVariantKind.ResetAfter
        ?
        [
            StepPart.Sum("AddRecurrentSums", plan.Products[0], "h"),
            StepPart.Apply("ApplyGates", "sums", "extra", "h", "next"),
        ]
        :
        [
            StepPart.Sum("AddGateSums", plan.Products[0], "h"),
            StepPart.Apply("ApplyReset", "sums", "extra", "h"),
            StepPart.Sum("AddCandidateSums", plan.Products[1], "extra"),
            StepPart.Apply("ApplyUpdate", "sums", "h", "next"),
        ];

    public override void WriteApplications(SourceWriter writer, CellSpec spec, CellPlan plan)
    {
        var loops = new UnitLoops(writer, plan, Gates);
        string sigmoid = Activation("Sigmoid", spec);
        string tanh = Activation("Tanh", spec);
        switch (spec.Variant)
        {
            case GruVariantKind.ResetAfter:
                loops.WriteMethod(
                    "ApplyGates",
                    "From the gate sums, the candidate's recurrent sums and h to the new h.",
                    ["sums", "extra", "h", "next"],
                    new UnitLoops.Pass("r, z = sigmoid(sum)", "rz", [], (vector, lane) =>
                    {
                        writer.WriteLine(vector.Store($"{sigmoid}({vector.Load("r", lane)})", "r", lane));
                        writer.WriteLine(vector.Store($"{sigmoid}({vector.Load("z", lane)})", "z", lane));
                    }),
                    new UnitLoops.Pass("n = tanh(input sum + r * recurrent sum); h' = (1 - z) * n + z * h = n + z * (h - n)", "rzn", ["extra", "h", "next"],
                        (vector, lane) => writer.WriteLine($"""
                            var candidate = {tanh}({vector.MultiplyAdd(vector.Load("r", lane), vector.Load("extra", lane), vector.Load("n", lane))});
                            {vector.Store(vector.MultiplyAdd(vector.Load("z", lane), $"{vector.Load("h", lane)} - candidate", "candidate"), "next", lane)}
                            """)));
                break;
            case GruVariantKind.ResetBefore:
                WriteReset("r * h", (vector, lane) => $"reset * {vector.Load("h", lane)}");
                WriteUpdate("h' = (1 - z) * n + z * h = n + z * (h - n)", (vector, lane) =>
                    vector.MultiplyAdd("update", $"{vector.Load("h", lane)} - candidate", "candidate"));
                break;
            default:
                WriteReset("(1 - r) * h", (vector, lane) => $"({vector.One} - reset) * {vector.Load("h", lane)}");
                WriteUpdate("h' = (1 - z) * h + z * n = h + z * (n - h)", (vector, lane) =>
                    vector.MultiplyAdd("update", $"candidate - {vector.Load("h", lane)}", vector.Load("h", lane)));
                break;
        }

        void WriteReset(string left, System.Func<VectorSyntax, string, string> product) => loops.WriteMethod(
            "ApplyReset",
            $"From the reset gate's sums and h to {left}, of which the candidate's recurrent sum is.",
            ["sums", "extra", "h"],
            new UnitLoops.Pass($"r = sigmoid(sum); {left}", "r", ["extra", "h"], (vector, lane) => writer.WriteLine($"""
                var reset = {sigmoid}({vector.Load("r", lane)});
                {vector.Store(product(vector, lane), "extra", lane)}
                """)));

        void WriteUpdate(string equation, System.Func<VectorSyntax, string, string> blend) => loops.WriteMethod(
            "ApplyUpdate",
            "From the sums of the update gate and the candidate, and h, to the new h.",
            ["sums", "h", "next"],
            new UnitLoops.Pass($"z = sigmoid(sum); n = tanh(sum); {equation}", "zn", ["h", "next"], (vector, lane) => writer.WriteLine($"""
                var update = {sigmoid}({vector.Load("z", lane)});
                var candidate = {tanh}({vector.Load("n", lane)});
                {vector.Store(blend(vector, lane), "next", lane)}
                """)));
    }
}
