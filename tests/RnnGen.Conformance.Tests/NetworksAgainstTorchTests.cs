using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.Json;
using RnnGen.Formats;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>
/// Emitted networks against PyTorch's stacked and bidirectional modules in float64, batch first or time first, packed or not: parameters are loaded from
/// PyTorch's file as it is; outputs, final states and the gradients of everything are compared.
/// </summary>
public sealed class NetworksAgainstTorchTests
{
    /// <summary>Of outputs and states, absolute: the peers' own on such cases.</summary>
    private const double Tolerance = 1e-6;

    /// <summary>Relative to the largest of a tensor. Two layers pass on what the upper one rounded.</summary>
    private const double GradientTolerance = 2e-6;

    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Cases");

    [Theory]
    [InlineData("B_gru_L2_bi_bias_bf_7x13_T1B1")]
    [InlineData("B_gru_L2_uni_bias_tf_3x5_T12B4")]
    [InlineData("B_lstm_L2_bi_bias_bf_7x13_T4B5")]
    [InlineData("B_lstm_L2_uni_bias_tf_3x5_T1B1")]
    [InlineData("B_rnn_tanh_L2_bi_bias_bf_7x13_T1B1")]
    [InlineData("B_rnn_tanh_L2_bi_bias_tf_3x5_T9B2")]
    [InlineData("B_rnn_tanh_L2_bi_nobias_bf_3x5_T12B4")]
    [InlineData("B_rnn_tanh_L2_bi_nobias_tf_1x8_T6B3")]
    [InlineData("D_gru_packed_sorted_L1_uni")]
    [InlineData("D_lstm_packed_unsorted_L2_bi")]
    public void Stacked_bidirectional_and_packed_modules_agree(string name)
    {
        (SafetensorsFile file, JsonElement row) = Case(name);
        using (file)
        {
            CheckOf(name).Run(file, row);
        }
    }

    private static (SafetensorsFile File, JsonElement Row) Case(string name)
    {
        using JsonDocument index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder, "index.json")));
        JsonElement row = index.RootElement.EnumerateArray().Single(row => row.GetProperty("case").GetString() == name);
        return (SafetensorsFile.Open(Path.Combine(Folder, name + ".safetensors")), row.Clone());
    }

    private static ICheck CheckOf(string name)
    {
        Type network = typeof(TorchNetworks).GetNestedType(name)!;
        Type[] arguments = [network, .. new[] { "State", "Workspace", "Tape", "Gradients" }.Select(nested => network.GetNestedType(nested)!)];
        return (ICheck)Activator.CreateInstance(typeof(Check<,,,,>).MakeGenericType(arguments))!;
    }

    /// <summary>
    /// Pooling by the final state is <c>torch.cat((h_n[-2], h_n[-1]), 1)</c> (of one direction <c>h_n[-1]</c>), packed or not. Its gradients are those of
    /// <c>h_n</c>, which the cases above have.
    /// </summary>
    [Theory]
    [InlineData("B_lstm_L2_bi_bias_bf_7x13_T4B5")]
    [InlineData("D_lstm_packed_unsorted_L2_bi")]
    [InlineData("D_gru_packed_sorted_L1_uni")]
    [InlineData("B_rnn_tanh_L2_bi_bias_tf_3x5_T9B2")]
    public void Final_states_agree(string name)
    {
        (SafetensorsFile file, JsonElement row) = Case(name);
        using (file)
        {
            CheckOf("FinalOf_" + name).RunFinalState(file, row);
        }
    }

    /// <summary>The README's two attributes are PyTorch's <c>nn.LSTM(100, 256, num_layers=2)</c>, batch first or not.</summary>
    [Theory]
    [InlineData(SequenceLayout.TimeFirst)]
    [InlineData(SequenceLayout.BatchFirst)]
    public void Two_layers_of_256_agree(SequenceLayout layout)
    {
        const int Steps = 12, Streams = 3, Units = 256;
        using var file = SafetensorsFile.Open(Path.Combine(Folder, "lstm_100x256_L2.safetensors"));
        var network = new TorchNetworks.Lstm100x256x2();
        network.Initialize(1);
        bool batchFirst = layout == SequenceLayout.BatchFirst;
        float[] inputs = Turned(file.Read("input"), batchFirst, Steps, Streams);
        float[] outputs = new float[Steps * Streams * Units];
        var states = new TorchNetworks.Lstm100x256x2.State[Streams];
        network.Run(inputs, outputs, states, new TorchNetworks.Lstm100x256x2.Workspace(Steps, Streams), layout: layout);

        AssertClose(Turned(file.Read("output"), batchFirst, Steps, Streams), outputs, Tolerance, "output");
        float[] final = new float[2 * Streams * Units];
        TorchNetworks.Lstm100x256x2.State.GetHidden(states, final);
        AssertClose(file.Read("hn"), final, Tolerance, "hn");
        TorchNetworks.Lstm100x256x2.State.GetCell(states, final);
        AssertClose(file.Read("cn"), final, Tolerance, "cn");

        var tape = new TorchNetworks.Lstm100x256x2.Tape(Steps, Streams);
        var gradients = new TorchNetworks.Lstm100x256x2.Gradients();
        float[] inputGradients = new float[inputs.Length];
        network.Forward(inputs, new float[outputs.Length], new TorchNetworks.Lstm100x256x2.State[Streams], tape, layout: layout);
        network.Backward(Turned(file.Read("G"), batchFirst, Steps, Streams), tape, gradients, inputGradients);
        AssertRelative(Turned(file.Read("grad.input"), batchFirst, Steps, Streams), inputGradients, "grad.input");
        var saved = new TensorStore();
        gradients.Save(saved);
        foreach (string name in saved.Names.Where(static name => name.Contains("bias", StringComparison.Ordinal)))
        {
            AssertRelative(file.Read("grad." + name["lstm.".Length..]), saved.Values(name).ToArray(), name);
        }
    }

    private static float[] Turned(float[] timeFirst, bool toBatchFirst, int steps, int streams)
    {
        if (!toBatchFirst)
        {
            return timeFirst;
        }

        int width = timeFirst.Length / (steps * streams);
        float[] turned = new float[timeFirst.Length];
        for (int row = 0; row < steps * streams; row++)
        {
            timeFirst.AsSpan(row * width, width).CopyTo(turned.AsSpan(((row % streams * steps) + (row / streams)) * width));
        }

        return turned;
    }

    private static void AssertClose(float[] stored, float[] computed, double tolerance, string what)
    {
        Assert.Equal(stored.Length, computed.Length);
        for (int i = 0; i < stored.Length; i++)
        {
            Assert.True(Math.Abs(computed[i] - stored[i]) <= tolerance, $"{what}, element {i}: {computed[i]:R} is not PyTorch's {stored[i]:R}.");
        }
    }

    private static void AssertRelative(float[] stored, float[] computed, string what) =>
        AssertClose(stored, computed, GradientTolerance * stored.Max(Math.Abs), what);

    /// <summary>One case, whatever its network's types.</summary>
    private interface ICheck
    {
        void Run(SafetensorsFile file, JsonElement row);

        void RunFinalState(SafetensorsFile file, JsonElement row);
    }

    private sealed class Check<TNetwork, TState, TWorkspace, TTape, TGradients> : ICheck
        where TNetwork : class, ITrainableNetwork<TNetwork, float, TState, TWorkspace, TTape, TGradients>, new()
        where TState : struct, INetworkState<TState>
        where TWorkspace : class
        where TTape : class, INetworkTape
        where TGradients : class, ICellGradients
    {
        public void Run(SafetensorsFile file, JsonElement row)
        {
            int steps = row.GetProperty("seq_len").GetInt32(), streams = row.GetProperty("batch").GetInt32();
            SequenceLayout layout = row.GetProperty("batch_first").GetBoolean() ? SequenceLayout.BatchFirst : SequenceLayout.TimeFirst;
            JsonElement length = row.GetProperty("lengths");
            int[] lengths = length.ValueKind == JsonValueKind.Null ? [] : [.. length.EnumerateArray().Select(static item => item.GetInt32())];

            var network = new TNetwork();
            network.Load(file, mode: LoadMode.DeclaredOnly);
            float[] inputs = file.Read("input");
            float[] expected = file.Read("output");
            int outputSize = TNetwork.OutputSize;

            // A packed module pads its outputs to the longest sequence, and the case to its steps.
            Assert.Equal(steps * streams * outputSize, expected.Length);
            float[] outputs = new float[expected.Length];
            TState[] states = States(file, "h0", "c0", streams);
            network.Run(inputs, outputs, states, TNetwork.CreateWorkspace(steps, streams), lengths, layout);
            AssertClose(expected, outputs, Tolerance, "output");
            AssertStates(States(file, "hn", "cn", streams), states, Tolerance, "final states");

            TTape tape = TNetwork.CreateTape(steps, streams);
            TGradients gradients = TNetwork.CreateGradients();
            states = States(file, "h0", "c0", streams);
            network.Forward(inputs, outputs, states, tape, lengths, layout);
            AssertClose(expected, outputs, Tolerance, "output of Forward");
            AssertStates(States(file, "hn", "cn", streams), states, Tolerance, "final states of Forward");

            float[] inputGradients = new float[inputs.Length];
            TState[] stateGradients = States(file, "Gh", "Gc", streams);
            network.Backward(file.Read("G"), tape, gradients, inputGradients, stateGradients);
            AssertRelative(file.Read("grad.input"), inputGradients, "grad.input");
            TState[] initial = States(file, "grad.h0", "grad.c0", streams);
            AssertStates(initial, stateGradients, GradientTolerance * Values(initial).Max(Math.Abs), "gradients of the initial states");

            var saved = new TensorStore();
            gradients.Save(saved);
            Assert.Equal(row.GetProperty("weights").GetArrayLength(), saved.Names.Count);
            foreach (JsonElement weight in row.GetProperty("weights").EnumerateArray())
            {
                string name = weight.GetString()!;
                AssertRelative(file.Read("grad." + name), saved.Values(saved.Names.Single(candidate => candidate.EndsWith(name, StringComparison.Ordinal))).ToArray(), name);
            }
        }

        public void RunFinalState(SafetensorsFile file, JsonElement row)
        {
            int steps = row.GetProperty("seq_len").GetInt32(), streams = row.GetProperty("batch").GetInt32();
            SequenceLayout layout = row.GetProperty("batch_first").GetBoolean() ? SequenceLayout.BatchFirst : SequenceLayout.TimeFirst;
            JsonElement length = row.GetProperty("lengths");
            int[] lengths = length.ValueKind == JsonValueKind.Null ? [] : [.. length.EnumerateArray().Select(static item => item.GetInt32())];
            var network = new TNetwork();
            network.Load(file, mode: LoadMode.DeclaredOnly);

            // h_n is [layers * directions, streams, hidden]; the last layer's are the last.
            float[] hn = file.Read("hn");
            int directions = TState.Layers[0].Directions, hidden = TState.Layers[0].HiddenSize;
            float[] expected = new float[streams * directions * hidden];
            for (int direction = 0; direction < directions; direction++)
            {
                for (int stream = 0; stream < streams; stream++)
                {
                    int from = hn.Length - (((((directions - direction) * streams) - stream) * hidden));
                    hn.AsSpan(from, hidden).CopyTo(expected.AsSpan(((stream * directions) + direction) * hidden));
                }
            }

            float[] outputs = new float[expected.Length];
            TState[] states = States(file, "h0", "c0", streams);
            network.Run(file.Read("input"), outputs, states, TNetwork.CreateWorkspace(steps, streams), lengths, layout);
            AssertClose(expected, outputs, Tolerance, "final states");

            states = States(file, "h0", "c0", streams);
            network.Forward(file.Read("input"), outputs, states, TNetwork.CreateTape(steps, streams), lengths, layout);
            AssertClose(expected, outputs, Tolerance, "final states of Forward");
        }

        /// <summary>States of PyTorch's h and c: [layers * directions, streams, size].</summary>
        private static TState[] States(SafetensorsFile file, string hidden, string cell, int streams)
        {
            var states = new TState[streams];
            TState.SetHidden(states, file.Read(hidden));
            if (TState.Layers[0].HasCell)
            {
                TState.SetCell(states, file.Read(cell));
            }

            return states;
        }

        private static float[] Values(TState[] states)
        {
            StateLayer layer = TState.Layers[0];
            float[] hidden = new float[layer.HiddenFloats(states.Length)], cell = new float[layer.CellFloats(states.Length)];
            TState.GetHidden(states, hidden);
            if (layer.HasCell)
            {
                TState.GetCell(states, cell);
            }

            return [.. hidden, .. cell];
        }

        private static void AssertStates(TState[] expected, TState[] actual, double tolerance, string what) =>
            AssertClose(Values(expected), Values(actual), tolerance, what);
    }
}
