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

    /// <summary>The input sum as its equations write it.</summary>
    public virtual string InputSum => Spec.Bias ? "W x + b" : "W x";

    /// <summary>The recurrent sum as its equations write it.</summary>
    public virtual string RecurrentSum => "U h";

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

    /// <summary>Whether the cell's new c is normalised.</summary>
    public virtual bool NormalizesCell => false;

    /// <summary>Vectors of one float a unit that stand behind the gates in a row of sums.</summary>
    public virtual IEnumerable<string> Extras => [];

    /// <summary>A step, in order.</summary>
    public abstract IEnumerable<StepPart> Step { get; }

    /// <summary>The backward pass of a step, in order.</summary>
    public abstract IEnumerable<GradientPart> StepGradients { get; }

    /// <summary>The passes of a step.</summary>
    public IEnumerable<UnitPass> Passes => Step.Select(static part => part switch
    {
        SumPart sum => sum.Pass,
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

            foreach ((string name, ActivationSpec activation) in new[]
            {
                ("Gate", Spec.GateActivation), ("Candidate", Spec.CandidateActivation), ("Cell", Spec.CellActivation),
            })
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

    /// <summary>A gate, of its sum.</summary>
    protected Value GateValue(Value sum) => Activated(Spec.GateActivation, "Gate", Clipped(sum));

    /// <summary>The candidate (or an Elman cell's output), of its sum.</summary>
    protected Value CandidateValue(Value sum) => Activated(Spec.CandidateActivation, "Candidate", Clipped(sum));

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

    /// <summary>The equations of what a declaration applies, where their names do not say it: clip, and activations with parameters.</summary>
    protected IEnumerable<string> Definitions(params ActivationSpec[] activations)
    {
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
