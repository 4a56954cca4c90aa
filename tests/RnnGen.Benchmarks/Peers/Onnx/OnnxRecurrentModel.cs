using System;
using System.Linq;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;
using RnnGen.Import.Onnx.Schema;

namespace RnnGen.Benchmarks.Peers.Onnx;

/// <summary>
/// One recurrent operator a layer (https://onnx.ai/onnx/operators/onnx__LSTM.html, onnx__GRU.html, onnx__RNN.html) with PyTorch's weights, gates
/// reordered.
/// </summary>
internal static class OnnxRecurrentModel
{
    /// <summary>The input tensor's name, [step, stream, input].</summary>
    public const string Inputs = "X";

    /// <summary>The name of all hidden states, [step, 1, stream, hidden].</summary>
    public const string Outputs = "Y";

    /// <summary>The names of the states that a step reads, each [1, stream, hidden].</summary>
    /// <param name="cell">The cell.</param>
    public static string[] InitialStates(CellKind cell) => cell switch
    {
        CellKind.Lstm => ["initial_h", "initial_c"],
        CellKind.Gru or CellKind.Rnn => ["initial_h"],
        _ => throw NotSupported(cell),
    };

    /// <summary>The names of the states that a step leaves, in the order and with the shapes of <see cref="InitialStates"/>.</summary>
    /// <param name="cell">The cell.</param>
    public static string[] FinalStates(CellKind cell) => cell switch
    {
        CellKind.Lstm => ["Y_h", "Y_c"],
        CellKind.Gru or CellKind.Rnn => ["Y_h"],
        _ => throw NotSupported(cell),
    };

    /// <summary>Whole sequences from zero states: X to Y.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="weights">The weights.</param>
    public static byte[] OfSequences(CaseShape shape, CellWeights weights)
    {
        OnnxModel model = Create(shape, weights, states: [], outputs: [Outputs]);
        model.AddOutput(Outputs, [shape.Steps, 1, shape.Batch, shape.Hidden]);
        return model.ToArray();
    }

    /// <summary>Single steps with the state handed in and out: X and the initial states to the final states.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="weights">The weights.</param>
    public static byte[] OfSteps(CaseShape shape, CellWeights weights)
    {
        string[] initial = InitialStates(shape.Cell);
        string[] final = FinalStates(shape.Cell);
        OnnxModel model = Create(shape, weights, initial, outputs: ["", .. final]);
        for (int i = 0; i < initial.Length; i++)
        {
            model.AddInput(initial[i], [1, shape.Batch, shape.Hidden]);
            model.AddOutput(final[i], [1, shape.Batch, shape.Hidden]);
        }

        return model.ToArray();
    }

    private static OnnxModel Create(CaseShape shape, CellWeights weights, string[] states, string[] outputs)
    {
        if (shape.Layers > 1 && states.Length > 0)
        {
            throw new NotSupportedException($"{shape.Layers} layers: ONNX models of steps are built for one");
        }

        var model = new OnnxModel(OperatorType(shape.Cell), InputsOf(0, states), shape.Layers == 1 ? outputs : ["Y0"], AttributesOf(shape));
        AddWeights(model, shape, weights, 0);
        model.AddInput(Inputs, [shape.Steps, shape.Batch, shape.Input]);
        for (int layer = 1; layer < shape.Layers; layer++)
        {
            // As PyTorch's exporter has it: [step, 1, stream, hidden] without the direction.
            if (layer == 1)
            {
                model.AddConstant("direction", [1]);
            }

            model.AddNode("Squeeze", [$"Y{layer - 1}", "direction"], [LayerInput(layer)], []);
            model.AddNode(OperatorType(shape.Cell), InputsOf(layer, []), layer == shape.Layers - 1 ? outputs : [$"Y{layer}"], AttributesOf(shape));
            AddWeights(model, shape, weights, layer);
        }

        return model;
    }

    private static string LayerInput(int layer) => layer == 0 ? Inputs : $"{Inputs}{layer}";

    // The empty name leaves out sequence_lens, which stands between the bias and the states.
    private static string[] InputsOf(int layer, string[] states) =>
        [LayerInput(layer), $"W{layer}", $"R{layer}", $"B{layer}", .. states.Length == 0 ? states : ["", .. states]];

    private static void AddWeights(OnnxModel model, CaseShape shape, CellWeights weights, int layer)
    {
        int[] gates = GatesInOnnxOrder(shape.Cell);
        int rows = gates.Length * shape.Hidden;
        model.AddConstant($"W{layer}", [1, rows, layer == 0 ? shape.Input : shape.Hidden], Reordered(weights.Values($"weight_ih_l{layer}"), gates));
        model.AddConstant($"R{layer}", [1, rows, shape.Hidden], Reordered(weights.Values($"weight_hh_l{layer}"), gates));
        model.AddConstant($"B{layer}", [1, 2 * rows],
            [.. Reordered(weights.Values($"bias_ih_l{layer}"), gates), .. Reordered(weights.Values($"bias_hh_l{layer}"), gates)]);
    }

    private static string OperatorType(CellKind cell) => cell switch
    {
        CellKind.Lstm => "LSTM",
        CellKind.Gru => "GRU",
        CellKind.Rnn => "RNN",
        _ => throw NotSupported(cell),
    };

    // What makes ONNX's equations PyTorch's: by default its GRU resets the state before the product. The others agree as they are.
    private static AttributeProto[] AttributesOf(CaseShape shape) =>
    [
        OnnxModel.Attribute("hidden_size", shape.Hidden),
        .. shape.Cell switch
        {
            CellKind.Lstm or CellKind.Rnn => (AttributeProto[])[],
            CellKind.Gru => [OnnxModel.Attribute("linear_before_reset", 1)],
            _ => throw NotSupported(shape.Cell),
        },
    ];

    // Where ONNX's gates stand in PyTorch's matrices: ONNX has i, o, f, c where PyTorch has i, f, g, o, and z, r, h where it has r, z, n.
    private static int[] GatesInOnnxOrder(CellKind cell) => cell switch
    {
        CellKind.Lstm => [0, 3, 1, 2],
        CellKind.Gru => [1, 0, 2],
        CellKind.Rnn => [0],
        _ => throw NotSupported(cell),
    };

    private static float[] Reordered(float[] values, int[] gates)
    {
        int gateLength = values.Length / gates.Length;
        return [.. gates.SelectMany(gate => values.AsSpan(gate * gateLength, gateLength).ToArray())];
    }

    private static NotSupportedException NotSupported(CellKind cell) => new($"no ONNX operator is known here for {cell.DisplayName()}");
}
