using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.AccuracyWalk;
using RnnGen.Formats;
using RnnGen.Reference;
using RnnGen.TestSupport;
using Xunit;

namespace RnnGen.Tests.Cells;

/// <summary>
/// Gradients where gates are near 0 and 1 (weights of +-25/sqrt(hidden)). There a step expands differences, so that the rounding of any float grows from step to
/// step: what docs/how-it-works.md states is that emitted code loses what float loses, the functions rounded correctly, and no more.
/// </summary>
public sealed class SaturatedCellTests
{
    private const int Seeds = 40;
    private const int Steps = 4;
    private const int Input = 3;
    private const int Hidden = 19;

    // As documented: of the largest element of its tensor.
    private const double Typical = 5e-6;
    private const double Worst = 2e-4;

    private delegate float[][] Emitted(TensorStore tensors, Problem problem);

    [Fact]
    public void Gradients_of_an_lstm_are_as_exact_as_float_is() => Check(
        gates: 4,
        static (tensors, problem) =>
        {
            var cell = new TestCells.Lstm3x19();
            cell.Load(tensors);
            var states = new TestCells.Lstm3x19.State[1];
            problem.Hidden0.CopyTo(states[0].Hidden);
            problem.Cell.CopyTo(states[0].Cell);
            var tape = new TestCells.Lstm3x19.Tape(Steps);
            var gradients = new TestCells.Lstm3x19.Gradients();
            var stateGradients = new TestCells.Lstm3x19.State[1];
            cell.Forward(problem.Inputs, new float[Steps * Hidden], states, tape);
            cell.Backward(problem.OutputGradients, tape, gradients, default, stateGradients);
            return Tensors(sink => gradients.Save(sink), stateGradients[0].Hidden.ToArray(), stateGradients[0].Cell.ToArray());
        },
        LstmGradients<double>(Sigmoid, Math.Tanh),
        LstmGradients<float>(static x => (float)Sigmoid(x), static x => (float)Math.Tanh(x)));

    [Fact]
    public void Gradients_of_a_gru_are_as_exact_as_float_is() => Check(
        gates: 3,
        static (tensors, problem) =>
        {
            var cell = new TestCells.Gru3x19();
            cell.Load(tensors);
            var states = new TestCells.Gru3x19.State[1];
            problem.Hidden0.CopyTo(states[0].Hidden);
            var tape = new TestCells.Gru3x19.Tape(Steps);
            var gradients = new TestCells.Gru3x19.Gradients();
            var stateGradients = new TestCells.Gru3x19.State[1];
            cell.Forward(problem.Inputs, new float[Steps * Hidden], states, tape);
            cell.Backward(problem.OutputGradients, tape, gradients, default, stateGradients);
            return Tensors(sink => gradients.Save(sink), stateGradients[0].Hidden.ToArray());
        },
        GruGradients<double>(Sigmoid, Math.Tanh),
        GruGradients<float>(static x => (float)Sigmoid(x), static x => (float)Math.Tanh(x)));

    private static void Check(int gates, Emitted emitted, Func<Problem, double[][]> exact, Func<Problem, double[][]> rounded)
    {
        var ours = new List<double>();
        var floats = new List<double>();
        for (int seed = 0; seed < Seeds; seed++)
        {
            var problem = new Problem(seed, gates);
            double[][] truth = exact(problem);
            ours.Add(Error([.. emitted(problem.Tensors, problem).Select(static tensor => Array.ConvertAll(tensor, static value => (double)value))], truth));
            floats.Add(Error(rounded(problem), truth));
        }

        // Without fused multiply-add each term is rounded twice.
        double roundings = Claims.HasFusedMultiplyAdd ? 1 : 1.5;
        double typical = Median(ours), typicalOfFloat = Median(floats), worst = ours.Max();
        Assert.True(
            typical <= roundings * Typical && typical <= roundings * 2 * typicalOfFloat && worst <= roundings * Worst,
            $"off by {typical:E1} as a rule ({typicalOfFloat:E1} with functions that are rounded correctly), by {worst:E1} at most ({floats.Max():E1})");
    }

    // The largest of all tensors, each relative to its largest element.
    private static double Error(double[][] actual, double[][] truth) => truth.Select((tensor, index) =>
        tensor.Zip(actual[index], static (wanted, found) => Math.Abs(found - wanted)).Largest() / tensor.Max(Math.Abs)).Largest();

    private static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static float[][] Tensors(Action<ITensorSink> save, params float[][] states)
    {
        var store = new TensorStore();
        save(store);
        return [store.Values("weight_ih_l0").ToArray(), store.Values("weight_hh_l0").ToArray(), store.Values("bias_ih_l0").ToArray(), .. states];
    }

    private static Func<Problem, double[][]> LstmGradients<T>(Func<T, T> sigmoid, Func<T, T> tanh)
        where T : System.Numerics.IFloatingPointIeee754<T> => problem =>
        {
            ActivationFunction<T> gate = ActivationFunction.Sigmoid<T>() with { Value = sigmoid }, other = ActivationFunction.Tanh<T>() with { Value = tanh };
            var cell = new LstmCell<T>(Input, Hidden, new LstmOptions<T> { GateActivation = gate, CandidateActivation = other, CellActivation = other });
            Fill(problem.WeightIh, cell.WeightIh);
            Fill(problem.WeightHh, cell.WeightHh);
            Fill(problem.Bias, cell.Bias);
            T[] hidden = Of<T>(problem.Hidden0), state = Of<T>(problem.Cell), dh = new T[Hidden], dc = new T[Hidden];
            LstmStep<T>[] tape = cell.Forward(Of<T>(problem.Inputs), new T[Steps * Hidden], hidden, state);
            var gradients = new LstmGradients<T>(cell);
            cell.Backward(Of<T>(problem.OutputGradients), tape, gradients, new T[Steps * Input], dh, dc);
            return [Doubles(gradients.WeightIh), Doubles(gradients.WeightHh), Doubles(gradients.Bias), Doubles(dh), Doubles(dc)];
        };

    private static Func<Problem, double[][]> GruGradients<T>(Func<T, T> sigmoid, Func<T, T> tanh)
        where T : System.Numerics.IFloatingPointIeee754<T> => problem =>
        {
            ActivationFunction<T> gate = ActivationFunction.Sigmoid<T>() with { Value = sigmoid }, other = ActivationFunction.Tanh<T>() with { Value = tanh };
            var cell = new GruCell<T>(Input, Hidden, Reference.GruVariant.ResetAfter, new GruOptions<T> { GateActivation = gate, CandidateActivation = other });
            Fill(problem.WeightIh, cell.WeightIh);
            Fill(problem.WeightHh, cell.WeightHh);
            Fill(problem.Bias, cell.Bias);
            T[] hidden = Of<T>(problem.Hidden0), dh = new T[Hidden];
            GruStep<T>[] tape = cell.Forward(Of<T>(problem.Inputs), new T[Steps * Hidden], hidden);
            var gradients = new GruGradients<T>(cell);
            cell.Backward(Of<T>(problem.OutputGradients), tape, gradients, new T[Steps * Input], dh);
            return [Doubles(gradients.WeightIh), Doubles(gradients.WeightHh), Doubles(gradients.Bias), Doubles(dh)];
        };

    private static T[] Of<T>(float[] values)
        where T : System.Numerics.IFloatingPointIeee754<T> => Array.ConvertAll(values, static value => T.CreateChecked(value));

    private static double[] Doubles<T>(T[] values)
        where T : System.Numerics.IFloatingPointIeee754<T> => Array.ConvertAll(values, static value => double.CreateChecked(value));

    private static void Fill<T>(float[] values, T[] destination)
        where T : System.Numerics.IFloatingPointIeee754<T> => Of<T>(values).CopyTo(destination, 0);

    private sealed class Problem
    {
        public Problem(int seed, int gates)
        {
            float bound = 25 / MathF.Sqrt(Hidden);
            WeightIh = Draw(seed, 1, gates * Hidden * Input, bound);
            WeightHh = Draw(seed, 2, gates * Hidden * Hidden, bound);
            Bias = Draw(seed, 3, gates * Hidden, bound);
            Inputs = Draw(seed, 4, Steps * Input, 1);
            OutputGradients = Draw(seed, 5, Steps * Hidden, 1);
            Hidden0 = Draw(seed, 6, Hidden, 1);
            Cell = Draw(seed, 7, Hidden, 1);
            Tensors.Write("weight_ih_l0", [gates * Hidden, Input], WeightIh);
            Tensors.Write("weight_hh_l0", [gates * Hidden, Hidden], WeightHh);
            Tensors.Write("bias_ih_l0", [gates * Hidden], Bias);
            Tensors.Write("bias_hh_l0", [gates * Hidden], new float[gates * Hidden]);
        }

        public TensorStore Tensors { get; } = new();

        public float[] WeightIh { get; }

        public float[] WeightHh { get; }

        public float[] Bias { get; }

        public float[] Inputs { get; }

        public float[] OutputGradients { get; }

        public float[] Hidden0 { get; }

        public float[] Cell { get; }

        private static float[] Draw(int seed, int part, int count, float bound) =>
            Array.ConvertAll(Noise.Create((seed * 10) + part, count), value => value * bound);
    }
}
