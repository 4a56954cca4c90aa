using System;
using System.Collections.Generic;
using RnnGen.Generator.Model;
using RnnGen.Generator.Planning;
using RnnGen.Generator.Text;

namespace RnnGen.Generator.Emission;

/// <summary>What one kind of cell is to emission: its words, and its equations after the sums.</summary>
internal abstract class CellEquations
{
    /// <summary>The equations of a declaration.</summary>
    public static CellEquations Of(CellSpec spec) => spec.Kind switch
    {
        CellKind.Lstm => new LstmEquations(),
        CellKind.Gru => new GruEquations(),
        _ => new RnnEquations(),
    };

    /// <summary>The cell's full name.</summary>
    public abstract string Title { get; }

    /// <summary>The gates, a letter each, in PyTorch's order.</summary>
    public abstract string Gates { get; }

    /// <summary>Whether the state has a cell state c besides h.</summary>
    public virtual bool HasCellState => false;

    /// <summary>The input sum as its equations write it.</summary>
    public virtual string InputSum => "W x + b";

    /// <summary>The recurrent sum as its equations write it.</summary>
    public virtual string RecurrentSum => "U h";

    /// <summary>Where the cell comes from, and which variant it is.</summary>
    public abstract string Source(CellSpec spec);

    /// <summary>The equations with their shapes, a line each.</summary>
    public abstract IEnumerable<string> Equations(CellSpec spec);

    /// <summary>The biases in words.</summary>
    public virtual string Biases(CellSpec spec) => "one bias (the sum of PyTorch's two)";

    /// <summary>What a step does after the input sums, in order.</summary>
    public abstract IEnumerable<StepPart> Parts(CellSpec spec, CellPlan plan);

    /// <summary>Writes the methods that <see cref="Parts"/> names, but for the products.</summary>
    public abstract void WriteApplications(SourceWriter writer, CellSpec spec, CellPlan plan);

    protected static string Activation(string function, CellSpec spec) =>
        $"RnnNumerics::Activation.{function}{(spec.Accuracy == AccuracyKind.Standard ? "" : spec.Accuracy.ToString())}";
}

/// <summary>A part of a step: a product that adds recurrent sums, or the application of functions to what has been summed.</summary>
/// <param name="Method">The emitted method.</param>
/// <param name="Product">The product, or null for an application.</param>
/// <param name="Vector">Of a product, what it reads: <c>h</c>, or <c>extra</c> for the extra sums.</param>
/// <param name="Arguments">Of an application, its arguments: <c>sums</c>, <c>extra</c>, <c>h</c>, <c>c</c> and <c>next</c>.</param>
internal sealed record StepPart(string Method, ProductPlan? Product, string Vector, IReadOnlyList<string> Arguments)
{
    public static StepPart Sum(string method, ProductPlan product, string vector) => new(method, product, vector, Array.Empty<string>());

    public static StepPart Apply(string method, params string[] arguments) => new(method, null, "", arguments);
}
