using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>
/// Emitted cells' <c>Forward</c> and <c>Backward</c> against PyTorch in float64: every case, layer upon layer and in both directions, by composing cells.
/// </summary>
public sealed class EmittedGradientsAgainstTorchTests
{
    /// <summary>
    /// Relative to the largest of a tensor: what the design allows for gradients; outputs and states are held to it too. Two layers pass on what the upper
    /// one rounded.
    /// </summary>
    private const double Tolerance = 2e-6;

    [Theory]
    [InlineData("A_lstm_1x8")]
    [InlineData("A_lstm_3x5")]
    [InlineData("A_lstm_7x13")]
    [InlineData("A_lstm_17x31")]
    [InlineData("A_lstm_100x256")]
    [InlineData("A_gru_1x8")]
    [InlineData("A_gru_3x5")]
    [InlineData("A_gru_7x13")]
    [InlineData("A_gru_17x31")]
    [InlineData("A_rnn_tanh_3x5")]
    [InlineData("A_rnn_relu_7x13")]
    [InlineData("B_lstm_L2_uni_bias_tf_3x5_T1B1")]
    [InlineData("B_lstm_L2_bi_bias_bf_7x13_T4B5")]
    [InlineData("B_gru_L2_uni_bias_tf_3x5_T12B4")]
    [InlineData("B_gru_L2_bi_bias_bf_7x13_T1B1")]
    [InlineData("B_rnn_tanh_L2_bi_bias_tf_3x5_T9B2")]
    [InlineData("B_rnn_tanh_L2_bi_bias_bf_7x13_T1B1")]
    [InlineData("B_rnn_tanh_L2_bi_nobias_tf_1x8_T6B3")]
    [InlineData("B_rnn_tanh_L2_bi_nobias_bf_3x5_T12B4")]
    [InlineData("D_gru_packed_sorted_L1_uni")]
    [InlineData("D_lstm_packed_unsorted_L2_bi")]
    public void Outputs_final_states_and_gradients_agree(string name)
    {
        using TorchCase torch = TorchCase.Open(name);
        new TorchModule(torch, (layer, direction, width) => Create(torch.Kind, width, torch.HiddenSize, torch.Layer(layer, direction)), AssertClose).Check();
    }

    /// <summary>The emitted cell of a kind and size: <c>TorchCells</c> has them all.</summary>
    private static ITorchCell Create(string kind, int inputSize, int hiddenSize, ITensorSource parameters)
    {
        string name = $"{kind switch { "lstm" => "Lstm", "gru" => "Gru", "rnn_tanh" => "Rnn", _ => "Relu" }}{inputSize}x{hiddenSize}";
        Type cell = typeof(TorchCells).GetNestedType(name) ?? throw new ArgumentException($"There is no TorchCells.{name}.", nameof(kind));
        Type[] arguments = [cell, .. new[] { "State", "Workspace", "Tape", "Gradients" }.Select(nested => cell.GetNestedType(nested)!)];
        return (ITorchCell)Activator.CreateInstance(typeof(EmittedCell<,,,,>).MakeGenericType(arguments), parameters)!;
    }

    private static void AssertClose(float[] stored, double[] computed, string what)
    {
        Assert.Equal(stored.Length, computed.Length);
        double bound = Tolerance * stored.Max(Math.Abs);
        for (int i = 0; i < stored.Length; i++)
        {
            Assert.True(Math.Abs(computed[i] - stored[i]) <= bound, $"{what}, element {i}: {computed[i]:R} is not PyTorch's {stored[i]:R}.");
        }
    }

    private sealed class EmittedCell<TCell, TState, TWorkspace, TTape, TGradients> : ITorchCell
        where TCell : class, ITrainableCell<TCell, TState, TWorkspace, TTape, TGradients>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class
        where TTape : class
        where TGradients : class, ICellGradients
    {
        private readonly TCell _cell = new();
        private readonly TGradients _gradients = TCell.CreateGradients();

        public EmittedCell(ITensorSource parameters) => _cell.Load(parameters);

        public TorchParameters<double> TorchGradients
        {
            get
            {
                var saved = new Tensors();
                _gradients.Save(saved);
                return new(saved.Values["weight_ih_l0"], saved.Values["weight_hh_l0"], saved.Values["bias_ih_l0"], saved.Values["bias_hh_l0"]);
            }
        }

        public Pullback Forward(double[] inputs, double[] outputs, double[][] states)
        {
            int steps = inputs.Length / TCell.InputSize;
            TState[] state = [ToState(states)];
            float[] narrowOutputs = new float[outputs.Length];
            TTape tape = TCell.CreateTape(steps);
            _cell.Forward(Narrow(inputs), narrowOutputs, state, tape);
            Widen(narrowOutputs, outputs);
            FromState(state[0], states);
            return (outputGradients, inputGradients, stateGradients) =>
            {
                TState[] gradients = [ToState(stateGradients)];
                float[] narrowInputGradients = Narrow(inputGradients);
                _cell.Backward(Narrow(outputGradients), tape, _gradients, narrowInputGradients, gradients);
                Widen(narrowInputGradients, inputGradients);
                FromState(gradients[0], stateGradients);
            };
        }

        private static TState ToState(double[][] states)
        {
            var state = default(TState);
            Narrow(states[0]).CopyTo(state.Hidden);
            if (state is ILstmState)
            {
                // A copy on the heap, since the cell state is known only of the interface.
                var boxed = (ILstmState)state;
                Narrow(states[1]).CopyTo(boxed.Cell);
                state = (TState)boxed;
            }

            return state;
        }

        private static void FromState(TState state, double[][] states)
        {
            Widen(state.Hidden, states[0]);
            if (state is ILstmState lstm)
            {
                Widen(lstm.Cell, states[1]);
            }
        }

        private static float[] Narrow(double[] values) => Array.ConvertAll(values, value => (float)value);

        private static void Widen(ReadOnlySpan<float> values, double[] destination)
        {
            for (int i = 0; i < values.Length; i++)
            {
                destination[i] = values[i];
            }
        }
    }

    private sealed class Tensors : ITensorSink
    {
        public Dictionary<string, double[]> Values { get; } = [];

        public void Write(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values) =>
            Values.Add(name, Array.ConvertAll(values.ToArray(), value => (double)value));
    }
}
