using System;
using System.Collections.Generic;
using System.Linq;

namespace RnnGen.Conformance.Tests;

/// <summary>
/// A reference cell of random parameters on a random sequence, and a loss with given gradients: the sum of the outputs and the final
/// states, each times its weight.
/// </summary>
internal sealed class GradientProblem
{
    private readonly string _kind;
    private readonly double[][] _initialStates;
    private readonly double[][] _finalStateGradients;

    public GradientProblem(string kind, Random random, int inputSize, int hiddenSize, int steps, double parameterScale)
    {
        _kind = kind;
        Cell = ReferenceCell.Create(kind, inputSize, hiddenSize);
        foreach ((_, double[] values, _) in Cell.Parameters)
        {
            Fill(random, values, parameterScale);
        }

        Inputs = Fill(random, new double[steps * inputSize], 1);
        OutputGradients = Fill(random, new double[steps * Cell.OutputSize], 1);
        InputGradients = new double[steps * inputSize];
        _initialStates = CreateStates();
        _finalStateGradients = CreateStates();
        StateGradients = CopyFinalStateGradients();

        double[][] CreateStates() =>
            [.. Cell.StateSizes.Select(size => Fill(random, new double[size], 1))];
    }

    public ReferenceCell Cell { get; }

    /// <summary>[step, input]</summary>
    public double[] Inputs { get; }

    /// <summary>The loss's weights of the outputs, [step, hidden].</summary>
    public double[] OutputGradients { get; }

    /// <summary>What <see cref="Backward"/> found for the inputs, [step, input].</summary>
    public double[] InputGradients { get; }

    /// <summary>What <see cref="Backward"/> found for the initial states, [hidden] each.</summary>
    public double[][] StateGradients { get; }

    /// <summary>Everything that the loss is a function of, with the gradients that <see cref="Backward"/> found.</summary>
    public IEnumerable<(string Name, double[] Values, double[] Gradients)> Variables =>
    [
        .. Cell.Parameters,
        ("input", Inputs, InputGradients),
        .. _initialStates.Select((state, i) => ($"initial state {i}", state, StateGradients[i])),
    ];

    /// <summary>Uniform in +-scale.</summary>
    public static double[] Fill(Random random, double[] values, double scale)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ((random.NextDouble() * 2) - 1) * scale;
        }

        return values;
    }

    public double[][] CopyInitialStates() => [.. _initialStates.Select(state => state.ToArray())];

    /// <summary>The loss's weights of the final states.</summary>
    public double[][] CopyFinalStateGradients() => [.. _finalStateGradients.Select(state => state.ToArray())];

    /// <summary>The forward pass from the initial states.</summary>
    public Pullback Forward() => Cell.Forward(Inputs, new double[OutputGradients.Length], CopyInitialStates());

    /// <summary>Forward and backward once.</summary>
    public void Backward() => Forward()(OutputGradients, InputGradients, StateGradients);

    /// <summary>
    /// The four-point central difference of the loss along a line: (8 (L(e) - L(-e)) - (L(2e) - L(-2e))) / 12e. Null if an activation's
    /// kink lies between its points.
    /// </summary>
    /// <param name="epsilon">e.</param>
    /// <param name="moveTo">Moves the variables to a point of the line; left at 0.</param>
    public double? Difference(double epsilon, Action<double> moveTo)
    {
        double[] offsets = [-2 * epsilon, -epsilon, epsilon, 2 * epsilon, 0];
        double[] losses = new double[offsets.Length];
        bool[][] sides = new bool[offsets.Length][];
        for (int i = 0; i < offsets.Length; i++)
        {
            moveTo(offsets[i]);
            losses[i] = Loss();
            sides[i] = [.. Cell.SidesOfKinks];
        }

        return sides.All(side => side.SequenceEqual(sides[^1]))
            ? ((8 * (losses[2] - losses[1])) - (losses[3] - losses[0])) / (12 * epsilon)
            : null;
    }

    public override string ToString() =>
        $"{_kind} {Cell.InputSize} -> {Cell.HiddenSize} over {OutputGradients.Length / Cell.OutputSize} steps";

    private double Loss()
    {
        double[] outputs = new double[OutputGradients.Length];
        double[][] states = CopyInitialStates();
        Cell.Forward(Inputs, outputs, states);
        return Dot(outputs, OutputGradients) + states.Zip(_finalStateGradients, Dot).Sum();
    }

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
