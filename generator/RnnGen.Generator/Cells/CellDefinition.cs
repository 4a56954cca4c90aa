using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Cells;

/// <summary>
/// One kind of cell: its words, its gates and tensors, and its equations forward and backward, as typed steps. All that a kind is stands here; a plan gives it
/// places, and emission prints it.
/// </summary>
/// <param name="spec">The declaration.</param>
internal abstract class CellDefinition(CellSpec spec)
{
    protected CellSpec Spec { get; } = spec;

    /// <summary>The cell's full name.</summary>
    public abstract string Title { get; }

    /// <summary>The gates, a letter each, in PyTorch's order.</summary>
    public abstract string Gates { get; }

    /// <summary>Whether the state has a cell state c besides h.</summary>
    public virtual bool HasCellState => false;

    /// <summary>Where the cell comes from, and which variant it is.</summary>
    public abstract string Source { get; }

    /// <summary>The equations with their shapes, a line each.</summary>
    public abstract IEnumerable<string> Equations { get; }

    /// <summary>The biases in words.</summary>
    public virtual string Biases => Spec.Bias ? "one bias (the sum of PyTorch's two)" : "no bias";

    /// <summary>The form of the cell, as saved files describe it.</summary>
    public abstract string Form { get; }

    /// <summary>Gates whose recurrent weights are multiplied with h; those behind them with what the reset gate leaves of it.</summary>
    public virtual int FirstGates => Gates.Length;

    /// <summary>Whether the last gate's recurrent sum stays apart from its input sum, and has a bias of its own.</summary>
    public virtual bool HasRecurrentBias => false;

    /// <summary>Gates that look at the cell state, a letter each, in the order of their weights.</summary>
    public virtual string PeepholeGates => "";

    /// <summary>What is normalised besides the gates' sums, or null.</summary>
    public virtual NormalizedVector? NormalizedVector => null;

    /// <summary>Terms of a recurrent sum that is a product of a matrix: floats of h, or 0 where the recurrence is element by element.</summary>
    public int RecurrentTerms => Spec.IsElementwise ? 0 : Spec.OutputSize;

    /// <summary>Recurrent weights of a gate's unit.</summary>
    public int RecurrentWeights => Spec.IsElementwise ? 1 : Spec.OutputSize;

    /// <summary>Vectors of one float a unit that stand behind the gates in a row of sums.</summary>
    public virtual IEnumerable<string> Extras => [];

    /// <summary>A step, in order.</summary>
    public abstract IEnumerable<StepPart> Step { get; }

    /// <summary>The backward pass of a step, in order.</summary>
    public abstract IEnumerable<GradientPart> StepGradients { get; }

    /// <summary>The passes of a step.</summary>
    public IEnumerable<UnitPass> Passes => Step.Select(static part => part switch
    {
        SumPart { IsKept: false } sum => sum.Pass,
        PassPart pass => pass.Pass,
        _ => null,
    }).OfType<UnitPass>();

    /// <summary>The passes of its backward pass.</summary>
    public IEnumerable<GradientPass> GradientPasses => StepGradients.OfType<GradientPassPart>().Select(static part => part.Pass);

    /// <summary>Floats that are named in the equations: clip, and the activations' parameters.</summary>
    public IEnumerable<(string Name, float Value)> Constants
    {
        get
        {
            if (Spec.Clip != 0)
            {
                yield return ("ClipLimit", Spec.Clip);
            }

            foreach ((string name, ActivationSpec activation) in Activations.Select(static activation => (activation.Name, activation.Value)))
            {
                if (ActivationSpec.TakesAlpha(activation.Kind))
                {
                    yield return (name + "Alpha", activation.Alpha);
                }

                if (ActivationSpec.TakesBeta(activation.Kind))
                {
                    yield return (name + "Beta", activation.Beta);
                }
            }
        }
    }

    /// <summary>The activations that are not the default.</summary>
    public IEnumerable<(string Name, ActivationSpec Value)> OtherActivations =>
        Activations.Where(static activation => activation.Value != activation.Default).Select(static activation => (activation.Name, activation.Value));

    private (string Name, ActivationSpec Value, ActivationSpec Default)[] Activations =>
    [
        ("Gate", Spec.GateActivation, ActivationSpec.Sigmoid), ("Candidate", Spec.CandidateActivation, ActivationSpec.Tanh), ("Cell", Spec.CellActivation, ActivationSpec.Tanh),
    ];

    /// <summary>The sums of a pass's gates, normalised where the cell does that, and the pass.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="operand">The vector behind the sums that the recurrent weights are multiplied with, or nothing for h.</param>
    protected IEnumerable<StepPart> Sums(UnitPass pass, string operand = "")
    {
        if (!Spec.LayerNorm)
        {
            AddRecurrentTerms(pass, operand, pass.RecurrentSums);
            yield return new SumPart(pass, operand);
            yield break;
        }

        yield return Spec.IsElementwise ? new SumPart(RecurrentTermsPass(pass, operand), operand) : new SumPart(pass, operand) { IsKept = true };
        yield return new NormalizePart(pass.FirstGate, pass.Gates.Length);
        if (pass.Apart.Length > 0)
        {
            yield return new NormalizeVectorPart(NormalizedVector!);
        }

        yield return new PassPart(pass);
    }

    /// <summary>From the gradients of what h's gates are functions of to those of their sums, and on to dh.</summary>
    protected IEnumerable<GradientPart> HiddenSumGradients()
    {
        if (Spec.LayerNorm)
        {
            yield return new NormalizeGradientPart(0, FirstGates);
        }

        if (Spec.LayerNorm && HasRecurrentBias)
        {
            yield return new NormalizeApartGradientPart(NormalizedVector!);
            yield return new GradientPassPart(SharedGradients());
        }

        yield return Spec.IsElementwise ? new GradientPassPart(RecurrentTermGradients()) : new HiddenProductPart();
    }

    /// <summary>The same of the gate behind them, and on to the gradient of what the reset gate leaves of h.</summary>
    protected IEnumerable<GradientPart> ResetSumGradients()
    {
        if (Spec.LayerNorm)
        {
            yield return new NormalizeGradientPart(FirstGates, Gates.Length - FirstGates);
        }

        yield return Spec.IsElementwise ? new GradientPassPart(ResetTermGradients()) : new ResetProductPart();
    }

    /// <summary>A gate, of its sum.</summary>
    protected Value GateValue(Value sum) => Activated(Spec.GateActivation, "Gate", Clipped(sum));

    /// <summary>The candidate (or an Elman cell's output), of its sum. A denormal sum counts as zero: an odd function makes denormal numbers of it, which are slow.</summary>
    protected Value CandidateValue(Value sum) => Activated(Spec.CandidateActivation, "Candidate", Clipped(Value.Flush(sum)));

    /// <summary>What the output gate lets through, of the cell state; never clipped.</summary>
    protected Value CellValue(Value cell) => Activated(Spec.CellActivation, "Cell", cell);

    /// <summary>The derivative of a gate by its sum, from the gate.</summary>
    protected Value GateSlope(Value gate) => ClippedSlope(Spec.GateActivation, gate, "Gate");

    /// <summary>The derivative of the candidate by its sum, from the candidate.</summary>
    protected Value CandidateSlope(Value candidate) => ClippedSlope(Spec.CandidateActivation, candidate, "Candidate");

    /// <summary>The derivative of <see cref="CellValue"/>, from its value.</summary>
    protected Value CellSlope(Value value) => Slope(Spec.CellActivation, "Cell", value.ToString());

    /// <summary>Where gates or candidates stand whose sums were clipped: bounds at the head of a pass that needs a slope.</summary>
    /// <param name="pass">The pass.</param>
    /// <param name="names"><c>Gate</c>, <c>Candidate</c> or both.</param>
    protected void LetBounds(GradientPass pass, params string[] names)
    {
        foreach (string name in Spec.Clip == 0 ? [] : names)
        {
            ActivationSpec activation = name == "Gate" ? Spec.GateActivation : Spec.CandidateActivation;
            pass.LetBound("lower" + name, Activated(activation, name, Value.Named("-ClipLimit")).ToString());
            pass.LetBound("upper" + name, Activated(activation, name, Value.Named("ClipLimit")).ToString());
        }
    }

    /// <summary>The name of what is applied to the cell state, in equations.</summary>
    public string CellActivationName => Name(Spec.CellActivation);

    /// <summary>An activation's name in equations.</summary>
    protected static string Name(ActivationSpec activation)
    {
        string name = activation.Kind.ToString();
        return char.ToLowerInvariant(name[0]) + name.Substring(1);
    }

    /// <summary>A recurrent sum in equations: <c>U h</c>, or <c>u * h</c>.</summary>
    protected string Recurrent(string weights, string operand = "h") =>
        Spec.IsElementwise ? $"{char.ToLowerInvariant(weights[0])}{weights.Substring(1)} * {operand}" : $"{weights} {operand}";

    /// <summary>The recurrent weights and their shape in equations.</summary>
    protected string RecurrentShape(string weights) => Spec.IsElementwise
        ? $"{char.ToLowerInvariant(weights[0])}{weights.Substring(1)}: [{Spec.Hidden}]"
        : $"{weights}: [{Spec.Hidden}, {Spec.OutputSize}]";

    /// <summary>A sum in equations that is normalised where the cell does that.</summary>
    protected string Normalized(string sum) => Spec.LayerNorm ? $"LN({sum})" : sum;

    /// <summary>What goes into an activation, in equations.</summary>
    protected string Clipped(string sum) => Spec.Clip == 0 ? sum : $"clip({sum})";

    /// <summary>Where the cell comes from, with what its options add.</summary>
    protected string WithOptions(string cell, params string[] options)
    {
        string[] all =
        [
            .. options,
            .. Spec.LayerNorm ? (string[])["layer normalisation (Ba et al. 2016)"] : [],
            .. Spec.IsElementwise ? (string[])["a recurrence element by element"] : [],
        ];
        return all.Length == 0 ? cell : $"{cell}, with {string.Join(", ", all)}";
    }

    /// <summary>The shapes of a layer normalisation.</summary>
    /// <param name="of">What is normalised besides the gates' sums.</param>
    protected string[] NormShapes(string of = "") =>
        !Spec.LayerNorm ? [] : [$"gain, shift: [{Spec.Hidden}]{(Gates.Length > 1 ? " a gate" : "")}{(of.Length > 0 ? $", and [{Spec.Hidden}] of {of}" : "")}"];

    /// <summary>
    /// The equations of what a declaration applies, where their names do not say it: layer normalisation, clip, and activations with parameters.
    /// </summary>
    protected IEnumerable<string> Definitions(params ActivationSpec[] activations)
    {
        if (Spec.LayerNorm)
        {
            yield return "LN(s) = gain * (s - mean(s)) / sqrt(var(s) + 1e-5) + shift, over the hidden units";
        }

        if (Spec.Clip != 0)
        {
            yield return $"clip(s) = min(max(s, -{Written(Spec.Clip)}), {Written(Spec.Clip)})";
        }

        foreach (ActivationSpec activation in activations.Distinct())
        {
            string alpha = Written(activation.Alpha);
            string beta = Written(activation.Beta);
            string? definition = activation.Kind switch
            {
                RnnActivationKind.HardSigmoid => $"min(max({alpha} * s + {beta}, 0), 1)",
                RnnActivationKind.LeakyRelu => $"s >= 0 ? s : {alpha} * s",
                RnnActivationKind.ThresholdedRelu => $"s >= {alpha} ? s : 0",
                RnnActivationKind.Affine => $"{alpha} * s + {beta}",
                RnnActivationKind.ScaledTanh => $"{alpha} * tanh({beta} * s)",
                RnnActivationKind.Elu => $"s >= 0 ? s : {alpha} * (exp(s) - 1)",
                RnnActivationKind.Softsign => "s / (1 + abs(s))",
                RnnActivationKind.Softplus => "log(1 + exp(s))",
                _ => null,
            };
            if (definition is not null)
            {
                yield return $"{Name(activation)}(s) = {definition}";
            }
        }
    }

    /// <summary>Equations and, beside them, the shapes of what they name.</summary>
    protected static IEnumerable<string> SideBySide(IReadOnlyList<string> equations, IReadOnlyList<string> shapes)
    {
        int width = equations.Take(shapes.Count).Max(static equation => equation.Length) + 6;
        for (int line = 0; line < Math.Max(equations.Count, shapes.Count); line++)
        {
            string equation = line < equations.Count ? equations[line] : "";
            yield return line < shapes.Count ? equation.PadRight(width) + shapes[line] : equation;
        }
    }

    /// <summary>The recurrent terms of a recurrence element by element, added to the sums at the head of a pass.</summary>
    private void AddRecurrentTerms(UnitPass pass, string operand, IEnumerable<(char Gate, string Sum)> sums)
    {
        if (Spec.IsElementwise)
        {
            Value vector = (operand.Length == 0 ? UnitPass.H : UnitPass.Extra(operand)).Load;
            pass.Begin(
                operand.Length == 0 ? "sum + u * h" : "sum + u * v, v what the reset gate leaves of h",
                sums.Select(sum => (sum.Sum, Value.MultiplyAdd(UnitPass.Parameter(Vectors.Recurrent(sum.Gate)).Load, vector, Value.Named(sum.Sum)))));
        }
    }

    /// <summary>A pass that adds the recurrent terms to the sums that are normalised next.</summary>
    private UnitPass RecurrentTermsPass(UnitPass next, string operand)
    {
        var pass = new UnitPass(
            next.Name.Replace("Pass", "") + "Sums", "Adds the recurrent terms to the sums, in the row: they are normalised next.",
            next.Gates, next.FirstGate, next.Apart);
        for (int index = 0; index < next.Gates.Length; index++)
        {
            pass.Store(Value.Named(next.Gates[index].ToString()), UnitPass.Gate(next.FirstGate + index));
        }

        if (next.Apart.Length > 0)
        {
            pass.Store(Value.Named(next.Apart), UnitPass.Extra(NormalizedVector!.Vector));
        }

        AddRecurrentTerms(pass, operand, next.RecurrentSums);
        return pass;
    }

    /// <summary>Of the gates whose sums do not stay apart, the gradients of the recurrent sums are those of the input sums.</summary>
    private GradientPass SharedGradients()
    {
        GradientPass pass = Gradients("SharedGradients", "The gradients of the input sums are those of the recurrent ones, but for the last gate.");
        for (int gate = 0; gate + 1 < Gates.Length; gate++)
        {
            pass.Store(pass.DInputSum(gate).Load, pass.DSum(gate));
        }

        return pass;
    }

    /// <summary>A backward pass of this cell, without statements.</summary>
    protected GradientPass Gradients(string name, string summary) => new(name, summary, FirstGates < Gates.Length);

    private GradientPass RecurrentTermGradients()
    {
        GradientPass pass = Gradients("RecurrentTermGradients", "From the gradients of the sums to those of u in u * h, and to dh of the step before.");
        Value h = pass.Let("h", GradientPass.H.Load);
        Value dh = pass.Let("dh", GradientPass.Dh.Load);
        for (int gate = 0; gate < FirstGates; gate++)
        {
            Value sum = pass.Let("d" + char.ToUpperInvariant(Gates[gate]), pass.DSum(gate).Load);
            dh = pass.Set("dh", Value.MultiplyAdd(sum, GradientPass.Parameter(Vectors.Recurrent(Gates[gate])).Load, dh));
            AddTerm(pass, GradientPass.DParameter(Vectors.Recurrent(Gates[gate])), sum, h);
        }

        pass.Store(dh, GradientPass.Dh);
        return pass;
    }

    private GradientPass ResetTermGradients()
    {
        char gate = Gates[FirstGates];
        GradientPass pass = Gradients(
            "ResetTermGradients", "From the gradient of the candidate's sum to that of its u, and to that of what the reset gate leaves of h.");
        Value sum = pass.Let("d" + char.ToUpperInvariant(gate), GradientPass.DResetSum.Load);
        pass.Store(Value.MultiplyAdd(sum, GradientPass.Parameter(Vectors.Recurrent(gate)).Load, GradientPass.DReset.Load), GradientPass.DReset);
        AddTerm(pass, GradientPass.DParameter(Vectors.Recurrent(gate)), sum, GradientPass.Extra(Vectors.Reset).Load);
        return pass;
    }

    /// <summary>Adds a product to a gradient.</summary>
    protected static void AddTerm(GradientPass pass, Place gradient, Value left, Value right) =>
        pass.Store(Value.MultiplyAdd(left, right, gradient.Load), gradient);

    private Value Clipped(Value sum) => Spec.Clip == 0 ? sum : Value.Call("Activation.Clip", sum.ToString(), "ClipLimit");

    private Value ClippedSlope(ActivationSpec activation, Value value, string name) => Spec.Clip == 0
        ? Slope(activation, name, value.ToString())
        : Value.Call("ActivationSlope.Clipped", Slope(activation, name, value.ToString()).ToString(), value.ToString(), "lower" + name, "upper" + name);

    private Value Activated(ActivationSpec activation, string name, Value argument)
    {
        bool hasAccuracies = activation.Kind is RnnActivationKind.Sigmoid or RnnActivationKind.Tanh or RnnActivationKind.ScaledTanh;
        string accuracy = hasAccuracies && Spec.Accuracy != AccuracyKind.Standard ? Spec.Accuracy.ToString() : "";
        return Value.Call(
            $"Activation.{activation.Kind}{accuracy}",
            [argument.ToString(), .. Parameters(name, ActivationSpec.TakesAlpha(activation.Kind), ActivationSpec.TakesBeta(activation.Kind))]);
    }

    private static Value Slope(ActivationSpec activation, string name, string value)
    {
        bool takesAlpha = ActivationSpec.TakesAlpha(activation.Kind) && activation.Kind != RnnActivationKind.ThresholdedRelu;
        return Value.Call($"ActivationSlope.{activation.Kind}", [value, .. Parameters(name, takesAlpha, activation.Kind == RnnActivationKind.ScaledTanh)]);
    }

    private static IEnumerable<string> Parameters(string name, bool hasAlpha, bool hasBeta) =>
        [.. hasAlpha ? (string[])[name + "Alpha"] : [], .. hasBeta ? (string[])[name + "Beta"] : []];

    private static string Written(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}
