using System.Collections.Generic;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Emission;

/// <summary>The long short-term memory cell.</summary>
internal sealed class LstmEquations : CellEquations
{
    public override string Title => "long short-term memory cell";

    public override string Gates => "ifgo";

    public override bool HasCellState => true;

    public override string InputSum => "Wx x + b";

    public override string RecurrentSum => "Wh h";

    public override string Source(CellSpec spec) => "Long short-term memory cell (Hochreiter and Schmidhuber 1997, forget gate of Gers et al. 2000)";

    public override IEnumerable<string> Equations(CellSpec spec) =>
    [
        $"i  = sigmoid(Wxi x + Whi h + bi)      x: [{spec.Input}]; h, c: [{spec.Hidden}]",
        $"f  = sigmoid(Wxf x + Whf h + bf)      Wx: [{spec.Hidden}, {spec.Input}] a gate",
        $"g  = tanh   (Wxg x + Whg h + bg)      Wh: [{spec.Hidden}, {spec.Hidden}] a gate",
        $"o  = sigmoid(Wxo x + Who h + bo)      b: [{spec.Hidden}] a gate",
        "c' = f * c + i * g",
        "h' = o * tanh(c')",
    ];

    public override IEnumerable<StepPart> Parts(CellSpec spec, CellPlan plan) =>
    [
        StepPart.Sum("AddRecurrentSums", plan.Products[0], "h"),
        StepPart.Apply("ApplyGates", "sums", "c", "next"),
    ];

    public override void WriteApplications(SourceWriter writer, CellSpec spec, CellPlan plan)
    {
        // All sigmoids first, then the tanhs: the constants of one of them fit the registers, and many that do not wait for each other are in flight.
        var loops = new UnitLoops(writer, plan, Gates);
        loops.WriteMethod(
            "ApplyGates",
            "From the gate sums and c to the new c, in place, and the new h.",
            ["sums", "c", "next"],
            new UnitLoops.Pass("i, f, o = sigmoid(sum)", "ifo", [], (vector, lane) =>
            {
                foreach (string gate in new[] { "i", "f", "o" })
                {
                    writer.WriteLine(vector.Store($"{Activation("Sigmoid", spec)}({vector.Load(gate, lane)})", gate, lane));
                }
            }),
            new UnitLoops.Pass("g = tanh(sum); c' = f * c + i * g; h' = o * tanh(c')", "ifgo", ["c", "next"], (vector, lane) => writer.WriteLine($"""
                var candidate = {Activation("Tanh", spec)}({vector.Load("g", lane)});
                var cell = {vector.MultiplyAdd(vector.Load("f", lane), vector.Load("c", lane), $"{vector.Load("i", lane)} * candidate")};
                {vector.Store("cell", "c", lane)}
                {vector.Store($"{vector.Load("o", lane)} * {Activation("Tanh", spec)}(cell)", "next", lane)}
                """)));
    }
}
