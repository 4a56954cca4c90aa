using System;
using System.Linq;
using RnnGen.Reference;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>The reference's backward pass against central differences in double, and what it promises of tapes and accumulation.</summary>
public sealed class ReferenceGradientsTests
{
    /// <summary>
    /// The step of the four-point differences: their error is of its fourth power, 1e-12 times a fifth derivative, and a rounding of the
    /// loss by its 1e-3rd.
    /// </summary>
    private const double Epsilon = 1e-3;

    /// <summary>Relative to 1 or the largest gradient of the tensor; the worst that these seeds show is between 1e-11 and 1e-10.</summary>
    private const double Tolerance = 1e-9;

    /// <summary>Of the whole gradient of a large cell, relative; the worst that this seed shows is 3e-11.</summary>
    private const double WholeTolerance = 1e-9;

    public static TheoryData<string> Kinds =>
        ["lstm", "gru", "gru_reset_before", "gru_complement_reset", "rnn_tanh", "rnn_relu"];

    /// <summary>What a cell can be declared with, each alone and several together.</summary>
    public static TheoryData<string> KindsWithOptions =>
    [
        "lstm bias=false", "lstm peephole", "lstm coupled", "lstm coupled peephole", "lstm projection", "lstm layernorm", "lstm clip",
        "lstm projection peephole bias=false", "lstm projection coupled layernorm", "lstm peephole clip projection", "lstm layernorm clip",
        "lstm gate=hardsigmoid candidate=softsign cell=softplus", "lstm gate=softsign candidate=elu cell=scaledtanh peephole",
        "lstm gate=affine candidate=leakyrelu cell=thresholdedrelu", "lstm gate=scaledtanh candidate=relu cell=sigmoid coupled clip",
        "gru bias=false", "gru clip", "gru_reset_before clip bias=false", "gru_complement_reset clip",
        "gru gate=hardsigmoid candidate=softplus", "gru_reset_before gate=softsign candidate=elu", "gru_complement_reset gate=affine candidate=scaledtanh",
        "gru layernorm", "gru layernorm clip bias=false", "gru_reset_before layernorm", "gru_complement_reset layernorm candidate=softplus",
        "lstm diagonal", "lstm diagonal coupled peephole", "lstm diagonal layernorm bias=false", "gru diagonal", "gru diagonal layernorm clip",
        "gru_reset_before diagonal bias=false", "gru_complement_reset diagonal layernorm", "rnn_tanh diagonal", "rnn_tanh diagonal clip layernorm",
        "rnn_tanh layernorm", "rnn_tanh layernorm bias=false clip",
        "rnn_tanh bias=false", "rnn_tanh clip", "rnn_tanh candidate=softplus", "rnn_tanh candidate=hardsigmoid clip",
    ];

    public static TheoryData<string> SmoothKinds =>
        ["lstm", "gru", "gru_reset_before", "gru_complement_reset", "rnn_tanh"];

    [Theory]
    [MemberData(nameof(Kinds))]
    [MemberData(nameof(KindsWithOptions))]
    public void Every_gradient_is_the_central_difference(string kind)
    {
        // A normalisation of few units bends sharply: smaller steps, whose differences lose more to rounding.
        (double epsilon, double tolerance) = kind.Contains("layernorm", StringComparison.Ordinal) ? (1e-4, 1e-7) : (Epsilon, Tolerance);
        var random = new Random(3);
        int checkedCount = 0;
        int kinkCount = 0;
        for (int shape = 0; shape < 12; shape++)
        {
            var problem = new GradientProblem(
                kind, random, inputSize: random.Next(1, 5), hiddenSize: random.Next(2, 6), steps: random.Next(1, 6), parameterScale: 1);
            problem.Backward();
            foreach ((string name, double[] values, double[] gradients) in problem.Variables)
            {
                double largest = gradients.Append(1).Max(Math.Abs);
                for (int i = 0; i < values.Length; i++)
                {
                    double value = values[i];
                    double? difference = problem.Difference(epsilon, offset => values[i] = value + offset);
                    if (difference is not { } slope)
                    {
                        kinkCount++;
                        continue;
                    }

                    checkedCount++;
                    Assert.True(
                        Math.Abs(slope - gradients[i]) <= tolerance * largest,
                        $"{name}[{i}] of {problem}: the gradient is {gradients[i]:R}, the difference {slope:R}.");
                }
            }
        }

        // Where a kink lies within the points of a difference, there is no gradient to compare it with.
        Assert.True(kinkCount * 4 <= checkedCount, $"{kinkCount} differences span a kink, only {checkedCount} do not.");
        Assert.True(kinkCount == 0 || !SmoothKinds.Contains(kind));
    }

    /// <summary>Smooth activations only: of so many rectifiers, some have their kink within any points of a difference.</summary>
    [Theory]
    [MemberData(nameof(SmoothKinds))]
    public void Whole_gradient_of_a_large_cell_is_the_central_difference_in_a_random_direction(string kind)
    {
        var random = new Random(4);
        var problem = new GradientProblem(kind, random, inputSize: 100, hiddenSize: 256, steps: 100, parameterScale: 1 / 16.0);
        problem.Backward();
        (double[] Values, double[] Origin, double[] Direction)[] lines =
        [
            .. problem.Variables.Select(variable => (
                variable.Values,
                Origin: variable.Values.ToArray(),
                Direction: GradientProblem.Fill(random, new double[variable.Values.Length], 1 / 16.0))),
        ];
        double expected = problem.Variables
            .Zip(lines, (variable, line) => variable.Gradients.Zip(line.Direction, (gradient, along) => gradient * along).Sum())
            .Sum();

        double? difference = problem.Difference(Epsilon, offset =>
        {
            foreach ((double[] values, double[] origin, double[] direction) in lines)
            {
                for (int i = 0; i < values.Length; i++)
                {
                    values[i] = origin[i] + (offset * direction[i]);
                }
            }
        });

        Assert.NotNull(difference);
        Assert.Equal(1, difference.Value / expected, WholeTolerance);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Forward_gives_the_bits_of_Run(string kind)
    {
        var problem = new GradientProblem(kind, new Random(5), inputSize: 3, hiddenSize: 4, steps: 6, parameterScale: 1);
        double[] outputs = new double[6 * 4];
        double[] recorded = new double[6 * 4];
        double[][] states = problem.CopyInitialStates();
        double[][] recordedStates = problem.CopyInitialStates();

        problem.Cell.Run(problem.Inputs, outputs, states);
        problem.Cell.Forward(problem.Inputs, recorded, recordedStates);

        Assert.Equal(outputs, recorded);
        Assert.Equal(states, recordedStates);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Gradients_add_up_and_a_tape_serves_again(string kind)
    {
        var problem = new GradientProblem(kind, new Random(6), inputSize: 3, hiddenSize: 4, steps: 5, parameterScale: 1);
        Pullback pullback = problem.Forward();
        double[][] first = Pull(into: 0);
        double[][] parameters = CopyGradients();

        double[][] second = Pull(into: 1);

        Assert.All(first, (values, i) => Assert.All(values, (value, j) => Assert.Equal(value, second[i][j], 1e-12)));
        Assert.All(parameters, (values, i) => Assert.All(values, (value, j) =>
            Assert.Equal(2 * value, problem.Cell.Parameters[i].Gradients[j], 1e-12)));
        Assert.Contains(parameters, values => values.Any(value => value != 0));

        double[][] Pull(double into)
        {
            double[] inputGradients = new double[problem.Inputs.Length];
            Array.Fill(inputGradients, into);
            double[][] stateGradients = problem.CopyFinalStateGradients();
            pullback(problem.OutputGradients, inputGradients, stateGradients);
            return [[.. inputGradients.Select(gradient => gradient - into)], .. stateGradients];
        }

        double[][] CopyGradients() => [.. problem.Cell.Parameters.Select(parameter => parameter.Gradients.ToArray())];
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Two_tapes_joined_by_the_state_are_one(string kind)
    {
        const int inputSize = 3;
        const int hiddenSize = 4;
        const int steps = 7;
        const int firstSteps = 3;
        var whole = new GradientProblem(kind, new Random(7), inputSize, hiddenSize, steps, parameterScale: 1);
        var parts = new GradientProblem(kind, new Random(7), inputSize, hiddenSize, steps, parameterScale: 1);
        whole.Backward();

        double[][] states = parts.CopyInitialStates();
        Pullback first = parts.Cell.Forward(parts.Inputs[..(firstSteps * inputSize)], new double[firstSteps * hiddenSize], states);
        Pullback second = parts.Cell.Forward(
            parts.Inputs[(firstSteps * inputSize)..], new double[(steps - firstSteps) * hiddenSize], states);
        double[] firstInputGradients = new double[firstSteps * inputSize];
        double[] secondInputGradients = new double[(steps - firstSteps) * inputSize];
        double[][] stateGradients = parts.CopyFinalStateGradients();
        second(parts.OutputGradients[(firstSteps * hiddenSize)..], secondInputGradients, stateGradients);
        first(parts.OutputGradients[..(firstSteps * hiddenSize)], firstInputGradients, stateGradients);

        Assert.Equal(whole.InputGradients, firstInputGradients.Concat(secondInputGradients));
        Assert.Equal(whole.StateGradients, stateGradients);
        Assert.Equal(
            whole.Cell.Parameters.Select(parameter => parameter.Gradients),
            parts.Cell.Parameters.Select(parameter => parameter.Gradients));
    }

    [Fact]
    public void Wrong_sizes_are_named()
    {
        var lstm = new LstmCell<double>(inputSize: 3, hiddenSize: 4);
        var gradients = new LstmGradients<double>(lstm);
        double[] three = new double[3];
        double[] four = new double[4];
        LstmStep<double>[] tape = lstm.Forward(three, four, four, four);
        LstmStep<double>[] othersTape = new LstmCell<double>(inputSize: 2, hiddenSize: 4).Forward([1, 2], four, four, four);
        var othersGradients = new LstmGradients<double>(new LstmCell<double>(inputSize: 2, hiddenSize: 4));

        Assert.Throws<ArgumentException>("inputs", () => lstm.Forward(four, four, four, four));
        Assert.Throws<ArgumentException>("outputs", () => lstm.Forward(three, three, four, four));
        Assert.Throws<ArgumentException>("hidden", () => lstm.Forward(three, four, three, four));
        Assert.Throws<ArgumentException>("cell", () => lstm.Forward(three, four, four, three));
        Assert.Throws<ArgumentException>("outputGradients", () => lstm.Backward(three, tape, gradients, three, four, four));
        Assert.Throws<ArgumentException>("tape", () => lstm.Backward(four, othersTape, gradients, three, four, four));
        Assert.Throws<ArgumentException>("gradients", () => lstm.Backward(four, tape, othersGradients, three, four, four));
        Assert.Throws<ArgumentException>("inputGradients", () => lstm.Backward(four, tape, gradients, four, four, four));
        Assert.Throws<ArgumentException>("hiddenGradients", () => lstm.Backward(four, tape, gradients, three, three, four));
        Assert.Throws<ArgumentException>("cellGradients", () => lstm.Backward(four, tape, gradients, three, four, three));
    }

    [Fact]
    public void Gradients_of_another_variant_are_refused()
    {
        var cell = new GruCell<double>(inputSize: 3, hiddenSize: 4, Reference.GruVariant.ResetAfter);
        var others = new GruGradients<double>(new GruCell<double>(inputSize: 3, hiddenSize: 4, Reference.GruVariant.ResetBefore));
        double[] three = new double[3];
        double[] four = new double[4];
        GruStep<double>[] tape = cell.Forward(three, four, four);

        Assert.Throws<ArgumentException>("gradients", () => cell.Backward(four, tape, others, three, four));
    }
}
