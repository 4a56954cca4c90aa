using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using RnnGen.Formats;
using RnnGen.Reference;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>The reference's layers and networks in double: against central differences, and against PyTorch's stacked and bidirectional modules.</summary>
public sealed class ReferenceNetworkTests
{
    private const double Delta = 1e-6;
    private const double DifferenceTolerance = 2e-8;

    /// <summary>PyTorch's numbers are rounded to float, and nothing else is between.</summary>
    private const double TorchTolerance = 1e-7;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Cases");

    public static TheoryData<string> Networks => [.. Creators.Keys];

    private static Dictionary<string, Func<Layer<double>>> Creators { get; } = new()
    {
        ["dense"] = static () => new DenseLayer<double>(3, 4, Reference.DenseActivation.None),
        ["tanh"] = static () => new DenseLayer<double>(3, 4, Reference.DenseActivation.Tanh),
        ["relu"] = static () => new DenseLayer<double>(3, 4, Reference.DenseActivation.Relu),
        ["sigmoid"] = static () => new DenseLayer<double>(3, 1, Reference.DenseActivation.Sigmoid),
        ["softmax"] = static () => new DenseLayer<double>(3, 4, Reference.DenseActivation.Softmax),
        ["log-softmax"] = static () => new DenseLayer<double>(3, 4, Reference.DenseActivation.LogSoftmax),
        ["last"] = static () => new PoolingLayer<double>(3, PoolingKind.LastStep),
        ["mean"] = static () => new PoolingLayer<double>(3, PoolingKind.Mean),
        ["max"] = static () => new PoolingLayer<double>(3, PoolingKind.Max),
        ["scaling"] = static () => new ScalingLayer<double>(3, static (row, i) => (row + i) % 3),
        ["both directions"] = static () => new BidirectionalLayer<double>(
            new RecurrentLayer<double>(new LstmCell<double>(3, 4)), new RecurrentLayer<double>(new GruCell<double>(3, 5, Reference.GruVariant.ResetAfter), "_l0_reverse")),
        ["final state"] = static () => new FinalStateLayer<double>(new RecurrentLayer<double>(new LstmCell<double>(3, 4))),
        ["final states"] = static () => new FinalStateLayer<double>(new BidirectionalLayer<double>(
            new RecurrentLayer<double>(new LstmCell<double>(3, 4)), new RecurrentLayer<double>(new GruCell<double>(3, 5, Reference.GruVariant.ResetAfter), "_l0_reverse"))),
        ["from the end"] = static () => new ReverseLayer<double>(new RecurrentLayer<double>(new LstmCell<double>(3, 4), "_l0_reverse")),
        ["final state from the end"] = static () => new FinalStateLayer<double>(
            new ReverseLayer<double>(new RecurrentLayer<double>(new GruCell<double>(3, 5, Reference.GruVariant.ResetAfter), "_l0_reverse"))),
        ["stack"] = static () => new Network<double>(
        [
            new DenseLayer<double>(3, 5, Reference.DenseActivation.Tanh),
            new BidirectionalLayer<double>(
                new RecurrentLayer<double>(new LstmCell<double>(5, 4)), new RecurrentLayer<double>(new LstmCell<double>(5, 4), "_l0_reverse")),
            new ScalingLayer<double>(8, static (row, i) => (row * i) % 2 == 0 ? 1.25 : 0),
            new RecurrentLayer<double>(new RnnCell<double>(8, 6, ActivationFunction.Tanh<double>())),
            new PoolingLayer<double>(6, PoolingKind.Mean),
            new DenseLayer<double>(6, 3, Reference.DenseActivation.Softmax),
        ]),
    };

    [Theory]
    [MemberData(nameof(Networks))]
    public void Gradients_are_central_differences(string name)
    {
        const int Rows = 4;
        Layer<double> layer = Creators[name]();
        var random = new Random(name.Length);
        double[] inputs = Noise(random, Rows * layer.InputSize), state = Noise(random, layer.StateSize);
        foreach (Parameter<double> parameter in layer.Parameters)
        {
            Noise(random, parameter.Values.Length).CopyTo(parameter.Values, 0);
        }

        // A pooling layer counts rows: two came before.
        if (layer is PoolingLayer<double>)
        {
            state[0] = 2;
        }
        else if (layer is Network<double>)
        {
            state[^7] = 2;
        }

        double[] outputWeights = Noise(random, layer.Forward(inputs, [.. state]).Outputs.Length), stateWeights = Noise(random, state.Length);
        int count = layer is PoolingLayer<double> ? 0 : layer is Network<double> ? state.Length - 7 : -1;
        if (count >= 0)
        {
            stateWeights[count] = 0;
        }

        double[] stateGradients = [.. stateWeights];
        double[] inputGradients = layer.Forward(inputs, [.. state]).Pullback([.. outputWeights], stateGradients);
        AssertDifferences("inputs", inputs, inputGradients, -1);
        AssertDifferences("state", state, stateGradients, count);
        foreach (Parameter<double> parameter in layer.Parameters)
        {
            AssertDifferences(parameter.Name, parameter.Values, parameter.Gradients, -1);
        }

        void AssertDifferences(string what, double[] values, double[] gradients, int except)
        {
            for (int i = 0; i < values.Length; i++)
            {
                if (i == except)
                {
                    continue;
                }

                double value = values[i];
                values[i] = value + Delta;
                double above = Loss();
                values[i] = value - Delta;
                double below = Loss();
                values[i] = value;
                Assert.True(Math.Abs(((above - below) / (2 * Delta)) - gradients[i]) <= DifferenceTolerance, $"{name}: {what} {i}: {gradients[i]:R}, differences {(above - below) / (2 * Delta):R}");
            }
        }

        double Loss()
        {
            double[] final = [.. state];
            double[] outputs = layer.Forward(inputs, final).Outputs;
            return outputs.Zip(outputWeights, static (a, b) => a * b).Sum() + final.Zip(stateWeights, static (a, b) => a * b).Sum();
        }
    }

    [Fact]
    public void Embeddings_add_up_by_token()
    {
        var layer = new EmbeddingLayer<double>(4, 2);
        new double[] { 0, 1, 2, 3, 4, 5, 6, 7 }.CopyTo(layer.Parameters[0].Values, 0);
        (double[] outputs, LayerPullback<double> pullback) = layer.Forward([3, 1, 3], []);
        Assert.Equal([6, 7, 2, 3, 6, 7], outputs);
        Assert.Equal([0, 0, 0], pullback([1, 2, 10, 20, 100, 200], []));
        Assert.Equal([0, 0, 10, 20, 0, 0, 101, 202], layer.Parameters[0].Gradients);
    }

    [Fact]
    public void A_padding_token_has_a_row_and_no_gradients()
    {
        var layer = new EmbeddingLayer<double>(4, 2, paddingIndex: 3);
        new double[] { 0, 1, 2, 3, 4, 5, 6, 7 }.CopyTo(layer.Parameters[0].Values, 0);
        (double[] outputs, LayerPullback<double> pullback) = layer.Forward([3, 1, 3], []);
        Assert.Equal([6, 7, 2, 3, 6, 7], outputs);
        pullback([1, 2, 10, 20, 100, 200], []);
        Assert.Equal([0, 0, 10, 20, 0, 0, 0, 0], layer.Parameters[0].Gradients);
        Assert.Throws<ArgumentOutOfRangeException>(() => new EmbeddingLayer<double>(4, 2, paddingIndex: 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EmbeddingLayer<double>(4, 2, paddingIndex: -2));
    }

    [Fact]
    public void A_reverse_layer_is_the_second_of_two_directions()
    {
        RecurrentLayer<double> forward = new(new LstmCell<double>(3, 4)), reverse = new(new LstmCell<double>(3, 4), "_l0_reverse");
        var random = new Random(1);
        foreach (Parameter<double> parameter in forward.Parameters.Concat(reverse.Parameters))
        {
            Noise(random, parameter.Values.Length).CopyTo(parameter.Values, 0);
        }

        double[] inputs = Noise(random, 15), states = Noise(random, 16), state = states[8..];
        double[] both = new BidirectionalLayer<double>(forward, reverse).Forward(inputs, states).Outputs;
        double[] outputs = new ReverseLayer<double>(reverse).Forward(inputs, state).Outputs;
        Assert.Equal(both.Chunk(8).SelectMany(static row => row[4..]), outputs);
        Assert.Equal(states[8..], state);
    }

    [Theory]
    [InlineData(PoolingKind.LastStep)]
    [InlineData(PoolingKind.Mean)]
    [InlineData(PoolingKind.Max)]
    public void Pooling_in_pieces_is_pooling_at_once(PoolingKind kind)
    {
        var layer = new PoolingLayer<double>(2, kind);
        double[] inputs = Noise(new Random(1), 10), whole = new double[3], pieces = new double[3];
        double[] expected = layer.Forward(inputs, whole).Outputs;
        layer.Forward(inputs[..4], pieces);
        Assert.Equal(expected, layer.Forward(inputs[4..], pieces).Outputs);
        Assert.Equal(whole, pieces);
        Assert.Equal(expected, layer.Forward([], pieces).Outputs);
        Assert.Equal([0, 0], layer.Forward([], new double[3]).Outputs);
    }

    [Fact]
    public void A_final_state_is_that_of_each_direction()
    {
        var both = new BidirectionalLayer<double>(
            new RecurrentLayer<double>(new LstmCell<double>(2, 3)), new RecurrentLayer<double>(new LstmCell<double>(2, 3), "_l0_reverse"));
        foreach (Parameter<double> parameter in both.Parameters)
        {
            Noise(new Random(1), parameter.Values.Length).CopyTo(parameter.Values, 0);
        }

        double[] inputs = Noise(new Random(2), 8), state = Noise(new Random(3), 12);
        double[] rows = both.Forward(inputs, [.. state]).Outputs;
        Assert.Equal([.. rows[^6..^3], .. rows[3..6]], new FinalStateLayer<double>(both).Forward(inputs, [.. state]).Outputs);

        // Of no rows it is the state that there is: h of each direction, and not c.
        Assert.Equal([.. state[..3], .. state[6..9]], new FinalStateLayer<double>(both).Forward([], [.. state]).Outputs);
        Assert.Throws<ArgumentException>(() => new FinalStateLayer<double>(new DenseLayer<double>(2, 3, Reference.DenseActivation.None)));
    }

    [Fact]
    public void Sizes_are_checked()
    {
        Assert.Throws<ArgumentException>(() => new Network<double>([new DenseLayer<double>(2, 3, Reference.DenseActivation.None), new DenseLayer<double>(2, 3, Reference.DenseActivation.None)]));
        Assert.Throws<ArgumentException>(() => new Network<double>([]));
        Assert.Throws<ArgumentException>(() => new DenseLayer<double>(2, 3, Reference.DenseActivation.None).Forward(new double[3], []));
        Assert.Throws<ArgumentException>(() => new PoolingLayer<double>(2, PoolingKind.Max).Forward(new double[2], []));
        Assert.Throws<ArgumentOutOfRangeException>(() => new DenseLayer<double>(0, 3, Reference.DenseActivation.None));
        Assert.Throws<ArgumentOutOfRangeException>(() => new EmbeddingLayer<double>(1, 0));
    }

    [Theory]
    [InlineData("B_gru_L2_bi_bias_bf_7x13_T1B1")]
    [InlineData("B_gru_L2_uni_bias_tf_3x5_T12B4")]
    [InlineData("B_lstm_L2_bi_bias_bf_7x13_T4B5")]
    [InlineData("B_lstm_L2_uni_bias_tf_3x5_T1B1")]
    [InlineData("B_rnn_tanh_L2_bi_bias_tf_3x5_T9B2")]
    [InlineData("B_rnn_tanh_L2_bi_nobias_bf_3x5_T12B4")]
    [InlineData("D_gru_packed_sorted_L1_uni")]
    [InlineData("D_lstm_packed_unsorted_L2_bi")]
    public void Stacked_and_bidirectional_modules_are_PyTorchs(string name)
    {
        using TorchCase torch = TorchCase.Open(name);
        using JsonDocument index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "index.json")));
        bool bias = index.RootElement.EnumerateArray().Single(row => row.GetProperty("case").GetString() == name).GetProperty("bias").GetBoolean();
        using var file = SafetensorsFile.Open(Path.Combine(Folder, name + ".safetensors"));
        var network = new Network<double>([.. Enumerable.Range(0, torch.Layers).Select(layer => LayerOf(torch, file, bias, layer))]);
        for (int stream = 0; stream < torch.Streams; stream++)
        {
            double[] state = States(torch, stream, "h0", "c0"), stateGradients = States(torch, stream, "Gh", "Gc");
            (double[] outputs, LayerPullback<double> pullback) = network.Forward(Double(torch.Input(stream)), state);
            AssertClose(torch.Output(stream), outputs, "output");
            AssertClose(States(torch, stream, "hn", "cn"), state, "final state");
            AssertClose(torch.InputGradients(stream), pullback(Double(torch.OutputGradients(stream)), stateGradients), "gradients of the input");
            AssertClose(States(torch, stream, "grad.h0", "grad.c0"), stateGradients, "gradients of the initial state");
        }

        foreach (Parameter<double> parameter in network.Parameters)
        {
            string tensor = parameter.Name.Replace("recurrent_bias", "bias_hh", StringComparison.Ordinal);
            tensor = tensor.StartsWith("bias_l", StringComparison.Ordinal) ? "bias_ih" + tensor["bias".Length..] : tensor;
            AssertClose(Double(file.Read("grad." + tensor)[^parameter.Gradients.Length..]), parameter.Gradients, parameter.Name);
        }
    }

    private static Layer<double> LayerOf(TorchCase torch, SafetensorsFile file, bool bias, int layer)
    {
        int width = layer == 0 ? torch.InputSize : torch.OutputSize;
        RecurrentLayer<double> forward = Directed($"_l{layer}");
        return torch.Directions == 1 ? forward : new BidirectionalLayer<double>(forward, Directed($"_l{layer}_reverse"));

        RecurrentLayer<double> Directed(string suffix)
        {
            RecurrentLayer<double> cell = torch.Kind switch
            {
                "lstm" => new(new LstmCell<double>(width, torch.HiddenSize), suffix),
                "gru" => new(new GruCell<double>(width, torch.HiddenSize, Reference.GruVariant.ResetAfter), suffix),
                _ => new(new RnnCell<double>(width, torch.HiddenSize, ActivationFunction.Tanh<double>(), new RnnOptions<double> { Bias = bias }), suffix),
            };
            foreach (Parameter<double> parameter in cell.Parameters)
            {
                double[] values = parameter.Name == "bias" + suffix ? Biases()
                    : parameter.Name == "recurrent_bias" + suffix ? Double(file.Read("bias_hh" + suffix)[^torch.HiddenSize..])
                    : Double(file.Read(parameter.Name));
                values.CopyTo(parameter.Values, 0);
            }

            return cell;

            // Of a GRU's candidate the recurrent one is apart.
            double[] Biases() => [.. file.Read("bias_ih" + suffix).Zip(file.Read("bias_hh" + suffix)).Select((pair, unit) =>
                pair.First + (torch.Kind == "gru" && unit >= 2 * torch.HiddenSize ? 0.0 : pair.Second))];
        }
    }

    private static double[] States(TorchCase torch, int stream, string hidden, string cell) =>
    [
        .. from layer in Enumerable.Range(0, torch.Layers)
           from direction in Enumerable.Range(0, torch.Directions)
           from name in torch.Kind == "lstm" ? new[] { hidden, cell } : [hidden]
           from value in torch.State(name, layer, direction, stream)
           select (double)value,
    ];

    private static void AssertClose(float[] expected, double[] actual, string what) => AssertClose(Double(expected), actual, what);

    private static void AssertClose(double[] expected, double[] actual, string what)
    {
        Assert.Equal(expected.Length, actual.Length);
        double bound = TorchTolerance * Math.Max(0.1, expected.Select(Math.Abs).DefaultIfEmpty(0).Max());
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - actual[i]) <= bound, $"{what}, element {i}: {actual[i]:R} is not PyTorch's {expected[i]:R}.");
        }
    }

    private static double[] Double(float[] values) => Array.ConvertAll(values, static value => (double)value);

    private static double[] Noise(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextDouble()) - 1)];
}
