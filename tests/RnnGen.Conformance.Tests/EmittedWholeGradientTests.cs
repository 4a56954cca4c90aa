using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Reference;
using Xunit;
using Xunit.Abstractions;

namespace RnnGen.Conformance.Tests;

/// <summary>
/// The whole gradient of a cell of some size at once, 100 -> 256 over 100 steps: along one random direction of all parameters, inputs and initial states the
/// loss must change as emitted gradients say. (As kann checks its gradients: one number for half a million of them.)
/// </summary>
public sealed class EmittedWholeGradientTests(ITestOutputHelper log)
{
    private const int Steps = 100;

    /// <summary>
    /// The step of the four-point difference of the reference's loss in double, whose own error is some 1e-10 (<see cref="ReferenceGradientsTests"/>): what is
    /// left is that of the emitted gradients, float sums over 100 steps.
    /// </summary>
    private const double Epsilon = 1e-3;

    /// <summary>Relative.</summary>
    private const double Tolerance = 1e-5;

    private delegate double LossOf(double[] weightIh, double[] weightHh, double[] bias, double[] recurrentBias, double[] inputs, double[] hidden, double[] cell);

    [Fact]
    public void Of_an_lstm_is_the_central_difference_in_a_random_direction() =>
        Check<TorchCells.Lstm100x256, TorchCells.Lstm100x256.State, TorchCells.Lstm100x256.Workspace, TorchCells.Lstm100x256.Tape, TorchCells.Lstm100x256.Gradients>(
            (outputGradients, finalHidden, finalCell) => (weightIh, weightHh, bias, _, inputs, hidden, cell) =>
            {
                var reference = new LstmCell<double>(TorchCells.Lstm100x256.InputSize, TorchCells.Lstm100x256.HiddenSize);
                weightIh.CopyTo(reference.WeightIh, 0);
                weightHh.CopyTo(reference.WeightHh, 0);
                bias.CopyTo(reference.Bias, 0);
                double[] outputs = new double[outputGradients.Length];
                reference.Run(inputs, outputs, hidden, cell);
                return Dot(outputs, outputGradients) + Dot(hidden, finalHidden) + Dot(cell, finalCell);
            });

    [Fact]
    public void Of_a_gru_is_the_central_difference_in_a_random_direction() =>
        Check<TorchCells.Gru100x256, TorchCells.Gru100x256.State, TorchCells.Gru100x256.Workspace, TorchCells.Gru100x256.Tape, TorchCells.Gru100x256.Gradients>(
            (outputGradients, finalHidden, _) => (weightIh, weightHh, bias, recurrentBias, inputs, hidden, _) =>
            {
                var reference = new GruCell<double>(TorchCells.Gru100x256.InputSize, TorchCells.Gru100x256.HiddenSize, Reference.GruVariant.ResetAfter);
                weightIh.CopyTo(reference.WeightIh, 0);
                weightHh.CopyTo(reference.WeightHh, 0);
                bias.CopyTo(reference.Bias, 0);
                recurrentBias.AsSpan(2 * TorchCells.Gru100x256.HiddenSize).CopyTo(reference.RecurrentBias);
                double[] outputs = new double[outputGradients.Length];
                reference.Run(inputs, outputs, hidden);
                return Dot(outputs, outputGradients) + Dot(hidden, finalHidden);
            });

    private void Check<TCell, TState, TWorkspace, TTape, TGradients>(Func<double[], double[], double[], LossOf> lossFor)
        where TCell : class, ITrainableCell<TCell, TState, TWorkspace, TTape, TGradients>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class
        where TTape : class
        where TGradients : class, ICellGradients
    {
        var random = new Random(11);
        var parameters = new Tensors();
        var cell = new TCell();
        cell.Initialize(seed: 3);
        cell.Save(parameters);
        float[] inputs = Draw(random, Steps * TCell.InputSize);
        float[] outputGradients = Draw(random, Steps * TCell.OutputSize);
        var states = new TState[1];
        var stateGradients = new TState[1];
        float[] initialHidden = Draw(random, TCell.HiddenSize);
        float[] finalHidden = Draw(random, TCell.HiddenSize);
        float[] initialCell = Draw(random, TCell.HiddenSize);
        float[] finalCell = Draw(random, TCell.HiddenSize);
        Set(ref states[0], initialHidden, initialCell);
        Set(ref stateGradients[0], finalHidden, finalCell);

        TTape tape = TCell.CreateTape(Steps);
        TGradients gradients = TCell.CreateGradients();
        float[] inputGradients = new float[inputs.Length];
        cell.Forward(inputs, new float[outputGradients.Length], states, tape);
        cell.Backward(outputGradients, tape, gradients, inputGradients, stateGradients);
        var saved = new Tensors();
        gradients.Save(saved);

        (float[] Values, float[] Gradients)[] variables =
        [
            (parameters.Values["weight_ih_l0"], saved.Values["weight_ih_l0"]),
            (parameters.Values["weight_hh_l0"], saved.Values["weight_hh_l0"]),
            (parameters.Values["bias_ih_l0"], saved.Values["bias_ih_l0"]),
            (parameters.Values["bias_hh_l0"], RecurrentBiasGradients(parameters.Values["bias_hh_l0"], saved.Values["bias_hh_l0"])),
            (inputs, inputGradients),
            (initialHidden, stateGradients[0].Hidden.ToArray()),
            (initialCell, stateGradients[0] is ILstmState lstm ? lstm.Cell.ToArray() : new float[TCell.HiddenSize]),
        ];
        double[][] directions = [.. variables.Select(variable => Widen(Draw(random, variable.Values.Length)))];
        double expected = variables.Zip(directions, (variable, direction) => Dot(Widen(variable.Gradients), direction)).Sum();
        LossOf lossOf = lossFor(Widen(outputGradients), Widen(finalHidden), Widen(finalCell));
        double difference = ((8 * (Loss(1) - Loss(-1))) - (Loss(2) - Loss(-2))) / (12 * Epsilon);

        log.WriteLine($"difference {difference:R}, gradient {expected:R}");
        Assert.Equal(1, expected / difference, Tolerance);

        double Loss(int steps)
        {
            // A sixteenth: as parameters are themselves.
            double[][] moved =
            [
                .. variables.Zip(directions, (variable, direction) =>
                    variable.Values.Zip(direction, (value, along) => value + (steps * Epsilon / 16 * along)).ToArray()),
            ];
            return 16 * lossOf(moved[0], moved[1], moved[2], moved[3], moved[4], moved[5], moved[6]);
        }
    }

    /// <summary>Of the recurrent biases only those that are apart: the others, which the cell saves as zeros, have been counted with their sums.</summary>
    private static float[] RecurrentBiasGradients(float[] biases, float[] gradients) =>
        [.. biases.Zip(gradients, (bias, gradient) => bias == 0 ? 0 : gradient)];

    private static void Set<TState>(ref TState state, float[] hidden, float[] cell)
        where TState : struct, IRecurrentState
    {
        hidden.CopyTo(state.Hidden);
        if (state is ILstmState)
        {
            // Through a copy on the heap: c is known only of the interface.
            var boxed = (ILstmState)state;
            cell.CopyTo(boxed.Cell);
            state = (TState)boxed;
        }
    }

    private static float[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (random.NextSingle() * 2) - 1)];

    private static double[] Widen(float[] values) => Array.ConvertAll(values, value => (double)value);

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();

    private sealed class Tensors : ITensorSink, ITensorSource
    {
        public string Name => "memory";

        public Dictionary<string, float[]> Values { get; } = [];

        public void Write(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values) => Values.Add(name, values.ToArray());

        public bool Contains(string name) => Values.ContainsKey(name);

        public void Read(string name, ReadOnlySpan<int> shape, Span<float> destination) => Values[name].CopyTo(destination);
    }
}
