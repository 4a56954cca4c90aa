using System.Collections.Generic;
using System.Linq;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Cells;

/// <summary>The long short-term memory cell with its options.</summary>
internal sealed class LstmCell(CellSpec spec) : CellDefinition(spec)
{
    public override string Title => "long short-term memory cell";

    public override string Gates => Spec.CoupledGates ? "igo" : "ifgo";

    public override bool HasCellState => true;

    public override string Source => WithOptions(
        "Long short-term memory cell (Hochreiter and Schmidhuber 1997, forget gate of Gers et al. 2000)",
        [
            .. Spec.CoupledGates ? (string[])["input and forget gate coupled (ONNX's input_forget; Greff et al. 2017)"] : [],
            .. Spec.Peephole ? (string[])["peepholes (Gers and Schmidhuber 2000)"] : [],
            .. Spec.Projection > 0 ? (string[])["a projection (Sak et al. 2014, nn.LSTM's proj_size)"] : [],
        ]);

    public override IEnumerable<string> Equations
    {
        get
        {
            string gate = Name(Spec.GateActivation);
            string candidate = Name(Spec.CandidateActivation);
            int width = System.Math.Max(gate.Length, candidate.Length);
            string hidden = $"o * {Name(Spec.CellActivation)}({Normalized("c'")})";
            string output = $"[{Spec.OutputSize}]";
            string units = $"[{Spec.Hidden}]";
            return SideBySide(
                [
                    .. Gates.Select(letter => Equation(letter, (letter == 'g' ? candidate : gate).PadRight(width))),
                    .. Spec.CoupledGates ? (string[])["f  = 1 - i"] : [],
                    "c' = f * c + i * g",
                    Spec.Projection > 0 ? $"h' = Whr ({hidden})" : $"h' = {hidden}",
                    .. Definitions(Spec.GateActivation, Spec.CandidateActivation, Spec.CellActivation),
                ],
                [
                    Spec.Projection > 0 ? $"x: [{Spec.Input}]; h: {output}; c: {units}" : $"x: [{Spec.Input}]; h, c: {units}",
                    $"Wx: [{Spec.Hidden}, {Spec.Input}] a gate",
                    $"{RecurrentShape("Wh")} a gate",
                    .. Spec.Bias ? (string[])[$"b: {units} a gate"] : [],
                    .. Spec.Peephole ? (string[])[$"p: {units} a gate"] : [],
                    .. Spec.Projection > 0 ? (string[])[$"Whr: [{Spec.OutputSize}, {Spec.Hidden}]"] : [],
                    .. NormShapes(of: "c"),
                ]);
        }
    }

    public override string Form => Spec.CoupledGates ? "CoupledLstm" : "Lstm";

    public override string PeepholeGates => !Spec.Peephole ? "" : Spec.CoupledGates ? "io" : "ifo";

    public override IEnumerable<string> Extras => Spec.LayerNorm ? [Vectors.CellNorm] : [];

    public override NormalizedVector? NormalizedVector => Spec.LayerNorm ? new(Vectors.CellNorm, "cell") : null;

    public override IEnumerable<StepPart> Step
    {
        get
        {
            foreach (StepPart part in Sums(Spec.LayerNorm ? CellPass() : GatesPass()))
            {
                yield return part;
            }

            if (NormalizedVector is { } cell)
            {
                yield return new NormalizeVectorPart(cell);
                yield return new PassPart(OutputPass());
            }

            if (Spec.Projection > 0)
            {
                yield return new ProjectPart();
            }
        }
    }

    public override IEnumerable<GradientPart> StepGradients
    {
        get
        {
            if (Spec.Projection > 0)
            {
                yield return new ProjectGradientPart();
            }

            if (NormalizedVector is { } cell)
            {
                yield return new GradientPassPart(OutputGradients());
                yield return new NormalizeCellGradientPart(cell);
            }

            yield return new GradientPassPart(GateGradients());
            foreach (GradientPart part in HiddenSumGradients())
            {
                yield return part;
            }
        }
    }

    /// <summary>Where the output gate's product goes, where that is not the new h.</summary>
    private string Output => Spec.Projection > 0 ? Vectors.CellOutput : "";

    private string CellEquation => Spec.CoupledGates ? "c' = (1 - i) * c + i * g" : "c' = f * c + i * g";

    private string Early => Gates.Replace("g", "");

    private UnitPass GatesPass()
    {
        var pass = new UnitPass("GatesPass", "From the sums and c to the new c, in place, and the new h.", Gates, firstGate: 0, output: Output);
        string gate = Name(Spec.GateActivation);
        foreach (char letter in PeepholeGates.Replace("o", ""))
        {
            pass.Set(letter.ToString(), Value.MultiplyAdd(UnitPass.Parameter(Vectors.Peephole(letter)).Load, UnitPass.C.Load, Value.Named(letter.ToString())));
        }

        string before = Spec.Peephole ? Early.Replace("o", "") : Early;
        pass.Say($"{string.Join(", ", before.ToCharArray())} = {gate}({(Spec.Peephole ? "sum + p * c" : "sum")})");
        Activate(pass, before);
        string output = $"h' = o * {CellActivationName}(c')";
        pass.Say($"g = {Name(Spec.CandidateActivation)}(sum); {CellEquation}{(Spec.Peephole ? $"; o = {gate}(sum + p * c')" : "")}; {output}");
        Value cNew = LetCell(pass);
        if (Spec.Peephole)
        {
            pass.Set("o", GateValue(Value.MultiplyAdd(UnitPass.Parameter(Vectors.Peephole('o')).Load, cNew, Value.Named("o"))));
        }

        pass.Store(Value.Named("o") * CellValue(cNew), UnitPass.Out);
        KeepGates(pass);
        return pass;
    }

    private UnitPass CellPass()
    {
        var pass = new UnitPass(
            "CellPass", "From the normalised sums and c to the gates and the new c, in place, and once more for its normalisation.", Gates, firstGate: 0,
            output: Vectors.CellNorm);
        pass.Say($"{string.Join(", ", Early.ToCharArray())} = {Name(Spec.GateActivation)}(sum); g = {Name(Spec.CandidateActivation)}(sum); {CellEquation}");
        Activate(pass, Early);
        pass.Store(LetCell(pass), UnitPass.Out);
        pass.Store(Value.Named("o"), UnitPass.Gate(Gates.IndexOf('o')));
        foreach (char gate in Gates.Replace("o", ""))
        {
            pass.Keep(Value.Named(gate.ToString()), UnitPass.Gate(Gates.IndexOf(gate)));
        }

        return pass;
    }

    private UnitPass OutputPass()
    {
        var pass = new UnitPass("OutputPass", "From the output gate and the normalised c to the new h.", "o", firstGate: Gates.IndexOf('o'), output: Output);
        pass.Say($"h' = o * {CellActivationName}(LN(c'))");
        pass.Store(Value.Named("o") * CellValue(UnitPass.Extra(Vectors.CellNorm).Load), UnitPass.Out);
        return pass;
    }

    private void Activate(UnitPass pass, string gates)
    {
        foreach (char gate in gates)
        {
            pass.Set(gate.ToString(), GateValue(Value.Named(gate.ToString())));
        }
    }

    /// <summary>The candidate and the new c.</summary>
    private Value LetCell(UnitPass pass)
    {
        Value i = Value.Named("i");
        Value g = pass.Set("g", CandidateValue(Value.Named("g")));
        Value cNew = pass.Let("cNew", Value.Flush(Value.MultiplyAdd(Spec.CoupledGates ? Value.One - i : Value.Named("f"), UnitPass.C.Load, i * g)));
        pass.Store(cNew, UnitPass.C);
        return cNew;
    }

    private void KeepGates(UnitPass pass)
    {
        for (int gate = 0; gate < Gates.Length; gate++)
        {
            pass.Keep(Value.Named(Gates[gate].ToString()), UnitPass.Gate(gate));
        }
    }

    private Value Let(GradientPass pass, char gate) => pass.Let(gate.ToString(), pass.Gate(Gates.IndexOf(gate)).Load);

    private GradientPass OutputGradients()
    {
        GradientPass pass = Gradients("OutputGradients", "From dh to the gradients of the output gate's argument and of the normalised c; dh is used up.");
        LetBounds(pass, "Gate");
        pass.Say($"h' = o * {CellActivationName}(LN(c'))");
        Value o = Let(pass, 'o');
        Value dh = pass.Let("dh", GradientPass.DOutput.Load);
        Value squashed = pass.Let("squashed", CellValue(GradientPass.Extra(Vectors.CellNorm).Load));
        pass.Store(dh * squashed * GateSlope(o), pass.DSum(Gates.IndexOf('o')));
        pass.Store(dh * o * CellSlope(squashed), GradientPass.DNormalized);
        pass.Store(Value.Zero, GradientPass.DOutput);
        return pass;
    }

    private GradientPass GateGradients()
    {
        GradientPass pass = Gradients(
            "GateGradients",
            Spec.LayerNorm
                ? "From dc and its part that came through the output to the gradients of the gates' arguments, and the dc that goes to the step before."
                : "From dh and dc to the gradients of the gates' sums, and the dc that goes to the step before; dh is used up.");
        LetBounds(pass, "Gate", "Candidate");
        pass.Say(Spec.LayerNorm ? CellEquation : $"h' = o * {CellActivationName}(c'); {CellEquation}");
        Value i = Let(pass, 'i');
        Value f = Spec.CoupledGates ? pass.Let("f", Value.One - i) : Let(pass, 'f');
        Value g = Let(pass, 'g');
        Value c = pass.Let("c", GradientPass.C.Load);
        Value dc = Spec.LayerNorm ? pass.Let("dc", GradientPass.Dc.Load + GradientPass.DNormalized.Load) : LetOutput(pass);
        Value dI = pass.Let("dI", dc * (Spec.CoupledGates ? g - c : g) * GateSlope(i));
        pass.Store(dI, pass.DSum(Gates.IndexOf('i')));
        if (!Spec.CoupledGates)
        {
            Value dF = pass.Let("dF", dc * c * GateSlope(f));
            pass.Store(dF, pass.DSum(Gates.IndexOf('f')));
        }

        pass.Store(dc * i * CandidateSlope(g), pass.DSum(Gates.IndexOf('g')));
        Value before = Spec.Peephole ? pass.Let("dcOld", dc * f) : dc * f;
        foreach (char gate in PeepholeGates.Replace("o", ""))
        {
            Value sum = Value.Named(gate == 'i' ? "dI" : "dF");
            before = pass.Set("dcOld", Value.MultiplyAdd(sum, GradientPass.Parameter(Vectors.Peephole(gate)).Load, before));
            AddPeephole(pass, gate, sum, c);
        }

        pass.Store(before, GradientPass.Dc);
        return pass;
    }

    /// <summary>The output gate: its gradient, and dc with the part that came through it.</summary>
    private Value LetOutput(GradientPass pass)
    {
        Value o = Let(pass, 'o');
        Value dh = pass.Let("dh", GradientPass.DOutput.Load);
        Value cNew = pass.Let("cNew", GradientPass.CNew.Load);
        Value squashed = pass.Let("squashed", CellValue(cNew));
        Value dO = pass.Let("dO", dh * squashed * GateSlope(o));
        Value dc = pass.Let("dc", Value.MultiplyAdd(dh * o, CellSlope(squashed), GradientPass.Dc.Load));
        pass.Store(dO, pass.DSum(Gates.IndexOf('o')));
        pass.Store(Value.Zero, GradientPass.DOutput);
        if (Spec.Peephole)
        {
            dc = pass.Set("dc", Value.MultiplyAdd(dO, GradientPass.Parameter(Vectors.Peephole('o')).Load, dc));
            AddPeephole(pass, 'o', dO, cNew);
        }

        return dc;
    }

    private static void AddPeephole(GradientPass pass, char gate, Value sum, Value cell) =>
        AddTerm(pass, GradientPass.DParameter(Vectors.Peephole(gate)), sum, cell);

    private string Equation(char gate, string activation)
    {
        string sum = Normalized($"Wx{gate} x + {Recurrent($"Wh{gate}")}" + (Spec.Bias ? $" + b{gate}" : ""));
        if (Spec.Peephole && gate != 'g')
        {
            sum += $" + p{gate} * {(gate == 'o' ? "c'" : "c")}";
        }

        return $"{gate}  = {activation}({Clipped(sum)})";
    }
}
