using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.ML.OnnxRuntime;
using RnnGen.Benchmarks.Peers.Onnx;
using RnnGen.Formats;
using RnnGen.Import.Onnx.Schema;
using Xunit;

namespace RnnGen.Conformance.Tests;

/// <summary>The options that ONNX has, against ONNX Runtime: what each of its attributes is here.</summary>
public sealed class EmittedAgainstOnnxRuntimeTests
{
    private const int Input = 5;
    private const int Hidden = 21;
    private const int Steps = 7;
    private const int Streams = 3;

    /// <summary>Its own sigmoid and tanh are some 1e-6 off.</summary>
    private const double Tolerance = 1e-5;

    // Where ONNX's gates (i, o, f, c; z, r, h) stand in ours.
    private static readonly int[] LstmGates = [0, 3, 1, 2];
    private static readonly int[] GruGates = [1, 0, 2];

    [Fact]
    public void Lstm() => Check<OnnxCells.Lstm, OnnxCells.Lstm.State, OnnxCells.Lstm.Workspace>("LSTM", LstmGates);

    [Fact]
    public void Peepholes_are_P() => Check<OnnxCells.LstmPeephole, OnnxCells.LstmPeephole.State, OnnxCells.LstmPeephole.Workspace>("LSTM", LstmGates);

    [Fact]
    public void Coupled_gates_are_input_forget() =>
        Check<OnnxCells.LstmCoupled, OnnxCells.LstmCoupled.State, OnnxCells.LstmCoupled.Workspace>("LSTM", LstmGates, OnnxModel.Attribute("input_forget", 1));

    [Fact]
    public void Clip_is_clip() =>
        Check<OnnxCells.LstmClip, OnnxCells.LstmClip.State, OnnxCells.LstmClip.Workspace>("LSTM", LstmGates, OnnxModel.Attribute("clip", 0.3f));

    [Fact]
    public void Options_together() => Check<OnnxCells.LstmAll, OnnxCells.LstmAll.State, OnnxCells.LstmAll.Workspace>(
        "LSTM", LstmGates, OnnxModel.Attribute("input_forget", 1), OnnxModel.Attribute("clip", 0.4f));

    [Fact]
    public void Activations_are_f_g_and_h() => Check<OnnxCells.LstmActivations, OnnxCells.LstmActivations.State, OnnxCells.LstmActivations.Workspace>(
        "LSTM", LstmGates, Activations(["HardSigmoid", "ScaledTanh", "Softsign"], [0.3f, 1.2f], [0.4f, 0.7f]));

    [Fact]
    public void A_gru_clips() => Check<OnnxCells.GruClip, OnnxCells.GruClip.State, OnnxCells.GruClip.Workspace>(
        "GRU", GruGates, OnnxModel.Attribute("linear_before_reset", 1), OnnxModel.Attribute("clip", 0.3f));

    [Fact]
    public void Reset_before_is_the_default() =>
        Check<OnnxCells.GruResetBefore, OnnxCells.GruResetBefore.State, OnnxCells.GruResetBefore.Workspace>("GRU", GruGates);

    [Fact]
    public void A_grus_activations_are_f_and_g() => Check<OnnxCells.GruActivations, OnnxCells.GruActivations.State, OnnxCells.GruActivations.Workspace>(
        "GRU", GruGates, [.. Activations(["HardSigmoid", "Elu"], [0.2f, 0.6f], [0.5f]), OnnxModel.Attribute("clip", 0.5f)]);

    [Fact]
    public void An_elman_cell_clips() =>
        Check<OnnxCells.RnnClip, OnnxCells.RnnClip.State, OnnxCells.RnnClip.Workspace>("RNN", [0], OnnxModel.Attribute("clip", 0.3f));

    [Fact]
    public void Leaky_relu() => Check<OnnxCells.RnnLeakyRelu, OnnxCells.RnnLeakyRelu.State, OnnxCells.RnnLeakyRelu.Workspace>(
        "RNN", [0], Activations(["LeakyRelu"], [0.2f], []));

    [Fact]
    public void Affine() => Check<OnnxCells.RnnAffine, OnnxCells.RnnAffine.State, OnnxCells.RnnAffine.Workspace>(
        "RNN", [0], Activations(["Affine"], [0.5f], [0.1f]));

    [Fact]
    public void Softplus() => Check<OnnxCells.RnnSoftplus, OnnxCells.RnnSoftplus.State, OnnxCells.RnnSoftplus.Workspace>(
        "RNN", [0], Activations(["Softplus"], [], []));

    [Fact]
    public void Thresholded_relu() => Check<OnnxCells.RnnThresholdedRelu, OnnxCells.RnnThresholdedRelu.State, OnnxCells.RnnThresholdedRelu.Workspace>(
        "RNN", [0], Activations(["ThresholdedRelu"], [0.1f], []));

    private static AttributeProto[] Activations(string[] names, float[] alphas, float[] betas) =>
    [
        OnnxModel.Attribute("activations", names), OnnxModel.Attribute("activation_alpha", alphas), OnnxModel.Attribute("activation_beta", betas),
    ];

    private static void Check<TCell, TState, TWorkspace>(string operatorType, int[] gates, params AttributeProto[] attributes)
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class
    {
        var cell = new TCell();
        cell.Initialize(seed: 4);
        var tensors = new Tensors();
        cell.Save(tensors);
        var random = new Random(5);
        float[] inputs = [.. Enumerable.Range(0, Steps * Streams * Input).Select(_ => (4 * random.NextSingle()) - 2)];
        float[] outputs = new float[Steps * Streams * Hidden];
        cell.Run(inputs, outputs, new TState[Streams], TCell.CreateWorkspace(Streams));

        float[] expected = RunOnnx(operatorType, gates, attributes, tensors.Values, inputs);
        for (int i = 0; i < expected.Length; i++)
        {
            Assert.True(Math.Abs(expected[i] - outputs[i]) <= Tolerance, $"output {i} is {outputs[i]:R}, ONNX Runtime's is {expected[i]:R}");
        }
    }

    private static float[] RunOnnx(string operatorType, int[] gates, AttributeProto[] attributes, IReadOnlyDictionary<string, float[]> tensors, float[] inputs)
    {
        int rows = gates.Length * Hidden;
        bool hasBias = tensors.ContainsKey("bias_ih_l0");
        bool hasPeepholes = tensors.ContainsKey("weight_peephole_l0");
        string[] names = hasPeepholes ? ["X", "W", "R", hasBias ? "B" : "", "", "", "", "P"] : ["X", "W", "R", "B"];
        var model = new OnnxModel(operatorType, names, ["Y"], [OnnxModel.Attribute("hidden_size", Hidden), .. attributes]);
        model.AddConstant("W", [1, rows, Input], Reordered("weight_ih_l0", gates));
        model.AddConstant("R", [1, rows, Hidden], Reordered("weight_hh_l0", gates));
        if (hasBias)
        {
            model.AddConstant("B", [1, 2 * rows], [.. Reordered("bias_ih_l0", gates), .. Reordered("bias_hh_l0", gates)]);
        }

        if (hasPeepholes)
        {
            // Ours i, f, o; ONNX's i, o, f.
            model.AddConstant("P", [1, 3 * Hidden], Reordered("weight_peephole_l0", [0, 2, 1]));
        }

        model.AddInput("X", [Steps, Streams, Input]);
        model.AddOutput("Y", [Steps, 1, Streams, Hidden]);
        using var session = new InferenceSession(model.ToArray());
        using var input = OrtValue.CreateTensorValueFromMemory(inputs, [Steps, Streams, Input]);
        using var options = new RunOptions();
        using IDisposableReadOnlyCollection<OrtValue> results = session.Run(options, ["X"], [input], ["Y"]);
        return results[0].GetTensorDataAsSpan<float>().ToArray();

        // Coupled cells have no rows of f, for which ONNX has rows that nobody reads: zeros.
        float[] Reordered(string name, int[] order)
        {
            float[] values = tensors[name];
            int perUnit = name == "weight_ih_l0" ? Input : name == "weight_hh_l0" ? Hidden : 1;
            int length = Hidden * perUnit;
            bool isCoupled = values.Length < order.Length * length;
            return [.. order.SelectMany(gate => !isCoupled ? values.AsSpan(gate * length, length).ToArray()
                : gate == 1 ? new float[length] : values.AsSpan((gate > 1 ? gate - 1 : gate) * length, length).ToArray())];
        }
    }

    private sealed class Tensors : ITensorSink
    {
        public Dictionary<string, float[]> Values { get; } = [];

        public void Write(string name, ReadOnlySpan<int> shape, ReadOnlySpan<float> values) => Values.Add(name, values.ToArray());
    }
}
