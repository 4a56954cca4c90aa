using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;
using static RnnGen.Generator.Emission.VectorSyntax;

namespace RnnGen.Generator.Emission;

/// <summary>The long short-term memory cell with its options.</summary>
internal sealed class LstmEquations(CellSpec spec) : CellEquations(spec)
{
    public override string Title => "long short-term memory cell";

    public override string Gates => Spec.CoupledGates ? "igo" : "ifgo";

    public override bool HasCellState => true;

    public override string InputSum => Spec.Bias ? "Wx x + b" : "Wx x";

    public override string RecurrentSum => "Wh h";

    public override string Source
    {
        get
        {
            string[] options =
            [
                .. Spec.CoupledGates ? (string[])["input and forget gate coupled (ONNX's input_forget; Greff et al. 2017)"] : [],
                .. Spec.Peephole ? (string[])["peepholes (Gers and Schmidhuber 2000)"] : [],
                .. Spec.LayerNorm ? (string[])["layer normalisation (Ba et al. 2016)"] : [],
                .. Spec.Projection > 0 ? (string[])["a projection (Sak et al. 2014, nn.LSTM's proj_size)"] : [],
            ];
            string cell = "Long short-term memory cell (Hochreiter and Schmidhuber 1997, forget gate of Gers et al. 2000)";
            return options.Length == 0 ? cell : $"{cell} with {string.Join(", ", options)}";
        }
    }

    public override IEnumerable<string> Equations
    {
        get
        {
            string gate = Name(Spec.GateActivation);
            string candidate = Name(Spec.CandidateActivation);
            int width = System.Math.Max(gate.Length, candidate.Length);
            string hidden = $"o * {Name(Spec.CellActivation)}({(Spec.LayerNorm ? "LN(c')" : "c'")})";
            string output = $"[{Spec.OutputSize}]";
            string units = $"[{Spec.Hidden}]";
            return SideBySide(
                [
                    .. Gates.Select(letter => Equation(letter, (letter == 'g' ? candidate : gate).PadRight(width))),
                    .. Spec.CoupledGates ? (string[])["f  = 1 - i"] : [],
                    "c' = f * c + i * g",
                    Spec.Projection > 0 ? $"h' = Whr ({hidden})" : $"h' = {hidden}",
                    .. Spec.LayerNorm ? (string[])["LN(s) = gain * (s - mean(s)) / sqrt(var(s) + 1e-5) + shift, over the hidden units"] : [],
                    .. Definitions(Spec.GateActivation, Spec.CandidateActivation, Spec.CellActivation),
                ],
                [
                    Spec.Projection > 0 ? $"x: [{Spec.Input}]; h: {output}; c: {units}" : $"x: [{Spec.Input}]; h, c: {units}",
                    $"Wx: [{Spec.Hidden}, {Spec.Input}] a gate",
                    $"Wh: [{Spec.Hidden}, {Spec.OutputSize}] a gate",
                    .. Spec.Bias ? (string[])[$"b: {units} a gate"] : [],
                    .. Spec.Peephole ? (string[])[$"p: {units} a gate"] : [],
                    .. Spec.Projection > 0 ? (string[])[$"Whr: [{Spec.OutputSize}, {Spec.Hidden}]"] : [],
                    .. Spec.LayerNorm ? (string[])[$"gain, shift: {units} a gate, and {units} of c"] : [],
                ]);
        }
    }

    /// <summary>The gates that look at the cell state, in the order of their weights.</summary>
    private string PeepholeGates => Spec.CoupledGates ? "io" : "ifo";

    /// <summary>What the output gate's product goes to: the new h, or, where that is a projection of it, a vector of its own.</summary>
    private string Output => Spec.Projection > 0 ? "cellOutput" : "next";

    private string OutputGradient => Spec.Projection > 0 ? "dm" : "dh";

    public override IEnumerable<StepPart> Parts(CellPlan plan) =>
    [
        StepPart.Sum("ComputeSums", plan.Products[0], "h"),
        .. Spec.LayerNorm
            ? (StepPart[])
            [
                StepPart.Apply("NormalizeSums", "sums", "normalized", "deviations", "gateGains", "gateShifts"),
                StepPart.Apply("ApplyGates", "sums", "c", "cellNorm"),
                StepPart.Apply("NormalizeCell", "cellNorm", "cellNormalized", "deviations", "cellGain", "cellShift"),
                StepPart.Apply("ApplyOutput", "sums", "cellNorm", Output),
            ]
            : Spec.Peephole ? [StepPart.Apply("ApplyGates", "sums", "c", "peepholes", Output)] : [StepPart.Apply("ApplyGates", "sums", "c", Output)],
        .. Spec.Projection > 0 ? (StepPart[])[StepPart.Project] : [],
    ];

    public override void WriteApplications(SourceWriter writer, CellPlan plan)
    {
        // All gates first, then the candidates and cells: the constants of one activation fit the registers, and many that do not wait for each other
        // are in flight.
        var loops = new UnitLoops(writer, plan, Gates);
        string gate = Name(Spec.GateActivation);
        string candidate = $"g = {Name(Spec.CandidateActivation)}(sum)";
        string cell = Spec.CoupledGates ? "c' = (1 - i) * c + i * g" : "c' = f * c + i * g";
        string output = $"h' = o * {Name(Spec.CellActivation)}(c')";
        if (Spec.LayerNorm)
        {
            WriteNormalizations(writer, plan);
            loops.WriteMethod(
                "ApplyGates",
                "From the gate sums and c to the gates and the new c, in place, and once more for its normalisation.",
                ["c", "next"],
                Activate(writer, gate, Gates.Replace("g", "")),
                new UnitLoops.Pass($"{candidate}; {cell}", Gates, ["c", "next"], (vector, lane) =>
                {
                    WriteCell(writer, plan, vector, lane);
                    writer.WriteLine(vector.Store("cell", "next", lane));
                }));
            loops.WriteMethod(
                "ApplyOutput",
                "From the output gate and the normalised c to the new h.",
                ["c", "next"],
                new UnitLoops.Pass($"h' = o * {Name(Spec.CellActivation)}(LN(c'))", "o", ["c", "next"], (vector, lane) =>
                    writer.WriteLine(vector.Store($"{vector.Load("o", lane)} * {CellValue(vector.Load("c", lane))}", "next", lane))));
        }
        else if (Spec.Peephole)
        {
            string early = PeepholeGates.Replace("o", "");
            loops.WriteMethod(
                "ApplyGates",
                "From the gate sums and c to the new c, in place, and the new h.",
                ["c", "peepholes", "next"],
                new UnitLoops.Pass($"{string.Join(", ", early.ToCharArray())} = {gate}(sum + p * c)", early, ["c", "peepholes"], (vector, lane) =>
                {
                    foreach (char letter in early)
                    {
                        writer.WriteLine(vector.Store(
                            GateValue(vector.MultiplyAdd(Peephole(plan, vector, letter, lane), vector.Load("c", lane), vector.Load(letter.ToString(), lane))),
                            letter.ToString(), lane));
                    }
                }),
                new UnitLoops.Pass($"{candidate}; {cell}; o = {gate}(sum + p * c'); {output}", Gates, ["c", "peepholes", "next"], (vector, lane) =>
                {
                    WriteCell(writer, plan, vector, lane);
                    writer.WriteLine($"""
                        var output = {GateValue(vector.MultiplyAdd(Peephole(plan, vector, 'o', lane), "cell", vector.Load("o", lane)))};{Kept(vector, "output", "o", lane)}
                        {vector.Store($"output * {CellValue("cell")}", "next", lane)}
                        """);
                }));
        }
        else
        {
            loops.WriteMethod(
                "ApplyGates",
                "From the gate sums and c to the new c, in place, and the new h.",
                ["c", "next"],
                Activate(writer, gate, Gates.Replace("g", "")),
                new UnitLoops.Pass($"{candidate}; {cell}; {output}", Gates, ["c", "next"], (vector, lane) =>
                {
                    WriteCell(writer, plan, vector, lane);
                    writer.WriteLine(vector.Store($"{vector.Load("o", lane)} * {CellValue("cell")}", "next", lane));
                }));
        }
    }

    public override IEnumerable<BackwardPart> BackwardParts(CellPlan plan) =>
    [
        .. Spec.Projection > 0 ? (BackwardPart[])[BackwardPart.Project] : [],
        .. Spec.LayerNorm
            ? (BackwardPart[])
            [
                BackwardPart.Apply("OutputGradients", "sums", "gradients", "cellNorm", OutputGradient, "dn"),
                BackwardPart.Apply("CellNormGradients", "dn", "cellNormalized", "deviations", "cellGain", "dCellGain", "dCellShift"),
                BackwardPart.Apply("GateGradients", "sums", "gradients", "c", "dn", "dc"),
                BackwardPart.Apply("SumNormGradients", "gradients", "normalized", "deviations", "gateGains", "dGateGains", "dGateShifts"),
            ]
            : Spec.Peephole
                ? [BackwardPart.Apply("GateGradients", "sums", "gradients", "c", "newC", OutputGradient, "dc", "peepholes", "dPeepholes")]
                : [BackwardPart.Apply("GateGradients", "sums", "gradients", "c", "newC", OutputGradient, "dc")],
        BackwardPart.Product(group: 0, "dh"),
    ];

    public override void WriteBackwardApplications(SourceWriter writer, CellPlan plan)
    {
        if (Spec.LayerNorm)
        {
            WriteNormalizationGradients(writer, plan);
            WriteOutputGradients(writer, plan);
        }

        string[] units = Spec.LayerNorm ? ["c", "dn", "dc"]
            : Spec.Peephole ? ["c", "newC", "dh", "dc", "peepholes", "dPeepholes"] : ["c", "newC", "dh", "dc"];
        string cell = Spec.CoupledGates ? "c' = (1 - i) * c + i * g" : "c' = f * c + i * g";
        new UnitLoops(writer, plan, Gates).WriteGradientMethod(
            "GateGradients",
            Spec.LayerNorm
                ? "From dc and its part that came through the output (dn) to the gradients of the gates' arguments, and the dc that goes to the step before."
                : "From dh and dc to the gradients of the gates' sums, and the dc that goes to the step before; dh is used up.",
            [UnitLoops.GateRow.OfSums(Gates), UnitLoops.GateRow.OfGradients("gradients", "d", Gates)],
            units,
            ClipBounds("Gate", "Candidate"),
            new UnitLoops.Pass(Spec.LayerNorm ? cell : $"h' = o * {Name(Spec.CellActivation)}(c'); {cell}", Gates, units, (vector, lane) =>
                WriteGateGradients(writer, plan, vector, lane))
            { Gradients = Spec.LayerNorm ? Gates.Replace("o", "") : Gates });
    }

    private string Equation(char gate, string activation)
    {
        string sum = $"Wx{gate} x + Wh{gate} h" + (Spec.Bias ? $" + b{gate}" : "");
        if (Spec.LayerNorm)
        {
            sum = $"LN({sum})";
        }

        if (Spec.Peephole && gate != 'g')
        {
            sum += $" + p{gate} * {(gate == 'o' ? "c'" : "c")}";
        }

        return $"{gate}  = {activation}({(Spec.Clip == 0 ? sum : $"clip({sum})")})";
    }

    private UnitLoops.Pass Activate(SourceWriter writer, string name, string gates) =>
        new($"{string.Join(", ", gates.ToCharArray())} = {name}(sum)", gates, [], (vector, lane) =>
        {
            foreach (char gate in gates)
            {
                writer.WriteLine(vector.Store(GateValue(vector.Load(gate.ToString(), lane)), gate.ToString(), lane));
            }
        });

    /// <summary>The candidate and the new c, which stays in <c>cell</c> as well.</summary>
    private void WriteCell(SourceWriter writer, CellPlan plan, VectorSyntax vector, string lane)
    {
        string input = vector.Load("i", lane);
        string forget = Spec.CoupledGates ? $"{vector.One} - {input}" : vector.Load("f", lane);
        writer.WriteLine($"""
            var candidate = {CandidateValue(vector.Load("g", lane))};{Kept(vector, "candidate", "g", lane)}
            var cell = {vector.MultiplyAdd(forget, vector.Load("c", lane), $"{input} * candidate")};
            {vector.Store("cell", "c", lane)}
            """);
    }

    private void WriteGateGradients(SourceWriter writer, CellPlan plan, VectorSyntax vector, string lane)
    {
        string c = vector.Load("c", lane);
        writer.WriteLine($"var input = {vector.Load("i", lane)};");
        writer.WriteLine($"var forget = {(Spec.CoupledGates ? $"{vector.One} - input" : vector.Load("f", lane))};");
        writer.WriteLine($"var candidate = {vector.Load("g", lane)};");
        if (Spec.LayerNorm)
        {
            writer.WriteLine($"var cell = {vector.Load("dc", lane)} + {vector.Load("dn", lane)};");
        }
        else
        {
            writer.WriteLine($"""
                var output = {vector.Load("o", lane)};
                var hidden = {vector.Load("dh", lane)};
                var squashed = {CellValue(vector.Load("newC", lane))};
                var outputSum = hidden * squashed * {GateSlope("output")};
                var cell = {vector.MultiplyAdd("hidden * output", CellSlope("squashed"), vector.Load("dc", lane))};
                {vector.Store("outputSum", "dO", lane)}
                {vector.Store(vector.Zero, "dh", lane)}
                """);
            if (Spec.Peephole)
            {
                writer.WriteLine($"cell = {vector.MultiplyAdd("outputSum", Peephole(plan, vector, 'o', lane), "cell")};");
                WritePeepholeGradient(writer, plan, vector, 'o', "outputSum", vector.Load("newC", lane), lane);
            }
        }

        writer.WriteLine($"var inputSum = cell * {(Spec.CoupledGates ? $"(candidate - {c})" : "candidate")} * {GateSlope("input")};");
        writer.WriteLine(vector.Store("inputSum", "dI", lane));
        if (!Spec.CoupledGates)
        {
            writer.WriteLine($"var forgetSum = cell * {c} * {GateSlope("forget")};");
            writer.WriteLine(vector.Store("forgetSum", "dF", lane));
        }

        writer.WriteLine(vector.Store($"cell * input * {CandidateSlope("candidate")}", "dG", lane));
        if (!Spec.Peephole)
        {
            writer.WriteLine(vector.Store("cell * forget", "dc", lane));
            return;
        }

        writer.WriteLine("var before = cell * forget;");
        foreach (char gate in PeepholeGates.Replace("o", ""))
        {
            string sum = gate == 'i' ? "inputSum" : "forgetSum";
            writer.WriteLine($"before = {vector.MultiplyAdd(sum, Peephole(plan, vector, gate, lane), "before")};");
            WritePeepholeGradient(writer, plan, vector, gate, sum, c, lane);
        }

        writer.WriteLine(vector.Store("before", "dc", lane));
    }

    private void WritePeepholeGradient(SourceWriter writer, CellPlan plan, VectorSyntax vector, char gate, string sum, string cell, string lane)
    {
        string offset = PeepholeLane(plan, gate, lane);
        writer.WriteLine(vector.Store(vector.MultiplyAdd(sum, cell, vector.Load("dPeepholes", offset)), "dPeepholes", offset));
    }

    private string Peephole(CellPlan plan, VectorSyntax vector, char gate, string lane) => vector.Load("peepholes", PeepholeLane(plan, gate, lane));

    private string PeepholeLane(CellPlan plan, char gate, string lane) => Sum(lane, Number(PeepholeGates.IndexOf(gate) * plan.PaddedHidden));

    private void WriteOutputGradients(SourceWriter writer, CellPlan plan) => new UnitLoops(writer, plan, Gates).WriteGradientMethod(
        "OutputGradients",
        "From dh to the gradients of the output gate's argument and of the normalised c (dn); dh is used up.",
        [UnitLoops.GateRow.OfSums(Gates), UnitLoops.GateRow.OfGradients("gradients", "d", Gates)],
        ["cellNorm", "dh", "dn"],
        ClipBounds("Gate"),
        new UnitLoops.Pass($"h' = o * {Name(Spec.CellActivation)}(LN(c'))", "o", ["cellNorm", "dh", "dn"], (vector, lane) => writer.WriteLine($"""
            var output = {vector.Load("o", lane)};
            var hidden = {vector.Load("dh", lane)};
            var squashed = {CellValue(vector.Load("cellNorm", lane))};
            {vector.Store($"hidden * squashed * {GateSlope("output")}", "dO", lane)}
            {vector.Store($"hidden * output * {CellSlope("squashed")}", "dn", lane)}
            {vector.Store(vector.Zero, "dh", lane)}
            """)) { Gradients = "o" });

    private static void WriteNormalizations(SourceWriter writer, CellPlan plan)
    {
        string blocks = $"{Number(plan.FullBlocks)}, {Number(plan.TailLanes)}, HiddenSize";
        writer.WriteLine($$"""
            /// <summary>Normalises the sums of each gate over its hidden units.</summary>
            {{CellFrame.Kernel}}
            private static void NormalizeSums(ref float sums, ref float normalized, ref float deviations, ref float gateGains, ref float gateShifts)
            {
                for (int gate = 0; gate < {{Number(plan.Gates)}}; gate++)
                {
                    RnnNumerics::LayerNorm.Normalize(
                        ref sums, {{Number(plan.Gates)}}, gate, {{blocks}},
                        ref {{GateVector(plan, "gateGains")}}, ref {{GateVector(plan, "gateShifts")}},
                        ref {{GateVector(plan, "normalized")}}, ref RnnUnsafe.Add(ref deviations, gate));
                }
            }

            /// <summary>Normalises the new c over its hidden units.</summary>
            {{CellFrame.Kernel}}
            private static void NormalizeCell(ref float cellNorm, ref float cellNormalized, ref float deviations, ref float cellGain, ref float cellShift) =>
                RnnNumerics::LayerNorm.Normalize(
                    ref cellNorm, 1, 0, {{blocks}},
                    ref cellGain, ref cellShift, ref cellNormalized, ref {{Element("deviations", plan.Gates)}});

            """);
    }

    private static void WriteNormalizationGradients(SourceWriter writer, CellPlan plan)
    {
        string blocks = $"{Number(plan.FullBlocks)}, {Number(plan.TailLanes)}, HiddenSize";
        writer.WriteLine($$"""
            /// <summary>From the gradients of the gates' arguments to those of their sums, in place; adds those of gains and shifts.</summary>
            {{CellFrame.Kernel}}
            private static void SumNormGradients(
                ref float gradients, ref float normalized, ref float deviations, ref float gateGains, ref float dGateGains, ref float dGateShifts)
            {
                for (int gate = 0; gate < {{Number(plan.Gates)}}; gate++)
                {
                    RnnNumerics::LayerNorm.Backward(
                        ref gradients, {{Number(plan.Gates)}}, gate, {{blocks}},
                        ref {{GateVector(plan, "gateGains")}}, ref {{GateVector(plan, "normalized")}}, RnnUnsafe.Add(ref deviations, gate),
                        ref {{GateVector(plan, "dGateGains")}}, ref {{GateVector(plan, "dGateShifts")}});
                }
            }

            /// <summary>From the gradients of the normalised c to those of c, in place; adds those of gain and shift.</summary>
            {{CellFrame.Kernel}}
            private static void CellNormGradients(
                ref float dn, ref float cellNormalized, ref float deviations, ref float cellGain, ref float dCellGain, ref float dCellShift) =>
                RnnNumerics::LayerNorm.Backward(
                    ref dn, 1, 0, {{blocks}},
                    ref cellGain, ref cellNormalized, {{Element("deviations", plan.Gates)}}, ref dCellGain, ref dCellShift);

            """);
    }

    private static string GateVector(CellPlan plan, string vector) => $"RnnUnsafe.Add(ref {vector}, gate * {Number(plan.PaddedHidden)})";
}
