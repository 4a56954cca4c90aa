using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Emission;

/// <summary>What one kind of cell is to emission: its words, and its equations after the sums, forward and backward.</summary>
/// <param name="spec">The declaration.</param>
internal abstract class CellEquations(CellSpec spec)
{
    /// <summary>The equations of a declaration.</summary>
    public static CellEquations Of(CellSpec spec) => spec.Kind switch
    {
        CellKind.Lstm => new LstmEquations(spec),
        CellKind.Gru => new GruEquations(spec),
        _ => new RnnEquations(spec),
    };

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

    /// <summary>What a step does after the input sums, in order.</summary>
    public abstract IEnumerable<StepPart> Parts(CellPlan plan);

    /// <summary>Writes the methods that <see cref="Parts"/> names, but for the products.</summary>
    public abstract void WriteApplications(SourceWriter writer, CellPlan plan);

    /// <summary>What the backward pass of a step does, in order.</summary>
    public abstract IEnumerable<BackwardPart> BackwardParts(CellPlan plan);

    /// <summary>Writes the methods that <see cref="BackwardParts"/> names, but for the products.</summary>
    public abstract void WriteBackwardApplications(SourceWriter writer, CellPlan plan);

    /// <summary>A gate, of its sum.</summary>
    protected string GateValue(string sum) => Value(Spec.GateActivation, Clipped(sum));

    /// <summary>The candidate (or an Elman cell's output), of its sum.</summary>
    protected string CandidateValue(string sum) => Value(Spec.CandidateActivation, Clipped(sum));

    /// <summary>What the output gate lets through, of the cell state; never clipped.</summary>
    protected string CellValue(string cell) => Value(Spec.CellActivation, cell);

    /// <summary>The derivative of a gate by its sum, from the gate.</summary>
    protected string GateSlope(string gate) => ClippedSlope(Spec.GateActivation, gate, "Gate");

    /// <summary>The derivative of the candidate by its sum, from the candidate.</summary>
    protected string CandidateSlope(string candidate) => ClippedSlope(Spec.CandidateActivation, candidate, "Candidate");

    /// <summary>The derivative of <see cref="CellValue"/>, from its value.</summary>
    protected string CellSlope(string value) => Slope(Spec.CellActivation, value);

    /// <summary>Where gates or candidates stand whose sums were clipped: constants at the head of a method that calls a slope.</summary>
    /// <param name="names"><c>Gate</c>, <c>Candidate</c> or both.</param>
    protected string[] ClipBounds(params string[] names) => Spec.Clip == 0 ? [] :
    [
        .. from name in names
           let activation = name == "Gate" ? Spec.GateActivation : Spec.CandidateActivation
           from bound in new[] { ("lower", -Spec.Clip), ("upper", Spec.Clip) }
           select $"float {bound.Item1}{name} = {Value(activation, Literal(bound.Item2))};",
    ];

    /// <summary>What the backward pass needs again is kept in the row of sums.</summary>
    protected string Kept(VectorSyntax vector, string value, string gate, string lane) => Spec.Training ? "\n" + vector.Store(value, gate, lane) : "";

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

    private string Clipped(string sum) => Spec.Clip == 0 ? sum : $"RnnNumerics::Activation.Clip({sum}, {Literal(Spec.Clip)})";

    private string ClippedSlope(ActivationSpec activation, string value, string bounds) => Spec.Clip == 0
        ? Slope(activation, value)
        : $"RnnNumerics::ActivationSlope.Clipped({Slope(activation, value)}, {value}, lower{bounds}, upper{bounds})";

    private string Value(ActivationSpec activation, string argument)
    {
        bool hasAccuracies = activation.Kind is RnnActivationKind.Sigmoid or RnnActivationKind.Tanh or RnnActivationKind.ScaledTanh;
        string accuracy = hasAccuracies && Spec.Accuracy != AccuracyKind.Standard ? Spec.Accuracy.ToString() : "";
        string parameters = activation.Kind switch
        {
            RnnActivationKind.HardSigmoid or RnnActivationKind.Affine or RnnActivationKind.ScaledTanh =>
                $", {Literal(activation.Alpha)}, {Literal(activation.Beta)}",
            RnnActivationKind.LeakyRelu or RnnActivationKind.ThresholdedRelu or RnnActivationKind.Elu => $", {Literal(activation.Alpha)}",
            _ => "",
        };
        return $"RnnNumerics::Activation.{activation.Kind}{accuracy}({argument}{parameters})";
    }

    private static string Slope(ActivationSpec activation, string value)
    {
        string parameters = activation.Kind switch
        {
            RnnActivationKind.ScaledTanh => $", {Literal(activation.Alpha)}, {Literal(activation.Beta)}",
            RnnActivationKind.HardSigmoid or RnnActivationKind.Affine or RnnActivationKind.LeakyRelu or RnnActivationKind.Elu =>
                $", {Literal(activation.Alpha)}",
            _ => "",
        };
        return $"RnnNumerics::ActivationSlope.{activation.Kind}({value}{parameters})";
    }

    private static string Literal(float value) => value.ToString("R", CultureInfo.InvariantCulture) + "f";

    private static string Written(float value) => value.ToString("R", CultureInfo.InvariantCulture);
}

/// <summary>A part of a step: a product that adds recurrent sums, the projection, or the application of functions to what has been summed.</summary>
/// <param name="Method">The emitted method; of the projection none.</param>
/// <param name="Product">Of a product, its plan.</param>
/// <param name="Vector">Of a product, what it reads: <c>h</c>, or the name of an extra vector.</param>
/// <param name="Arguments">Of an application, its arguments: <c>sums</c>, <c>h</c>, <c>c</c>, <c>next</c>, and names of the plan's vectors.</param>
internal sealed record StepPart(string Method, ProductPlan? Product, string Vector, IReadOnlyList<string> Arguments)
{
    public static StepPart Sum(string method, ProductPlan product, string vector) => new(method, product, vector, Array.Empty<string>());

    public static StepPart Apply(string method, params string[] arguments) => new(method, null, "", arguments);

    public static StepPart Project { get; } = new("", null, "cellOutput", Array.Empty<string>());
}

/// <summary>
/// A part of a step's backward pass: a product that gives gradients of what was multiplied, the projection's, or the application of derivatives.
/// </summary>
/// <param name="Method">Of an application, the emitted method.</param>
/// <param name="Arguments">Of an application, its arguments.</param>
/// <param name="Group">Of a product, the gradients of sums that it reads.</param>
/// <param name="Target">Of a product, what it adds to.</param>
internal sealed record BackwardPart(string Method, IReadOnlyList<string> Arguments, int Group, string Target)
{
    public static BackwardPart Apply(string method, params string[] arguments) => new(method, arguments, 0, "");

    public static BackwardPart Product(int group, string target) => new("", Array.Empty<string>(), group, target);

    public static BackwardPart Project { get; } = new("", Array.Empty<string>(), 0, "dm");
}
