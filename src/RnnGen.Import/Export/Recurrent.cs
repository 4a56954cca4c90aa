using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Import.Onnx.Schema;

namespace RnnGen.Import.Export;

/// <summary>The cells of a layer at one depth, in one direction or both: an operator of ONNX, or a <c>Scan</c> a direction.</summary>
/// <param name="graph">The graph.</param>
/// <param name="tensors">The model's tensors.</param>
/// <param name="layer">The layer.</param>
/// <param name="depth">How many of its cells are below.</param>
internal sealed class Recurrent(GraphWriter graph, SavedTensors tensors, RecurrentModelLayer layer, int depth)
{
    private readonly string _prefix = layer.Name.Length == 0 ? "" : layer.Name + ".";

    /// <summary>[time, batch, size]</summary>
    public required string Input { get; init; }

    /// <summary>[directions, batch, size], or empty for zeros.</summary>
    public required string InitialHidden { get; init; }

    /// <summary>[directions, batch, size], or empty for zeros.</summary>
    public required string InitialCell { get; init; }

    /// <summary>Gives the number of streams, [1].</summary>
    public required Func<string> BatchSize { get; init; }

    private int InputSize => depth == 0 ? layer.Input : layer.Output;

    private int OutputSize => layer.Projection > 0 ? layer.Projection : layer.Hidden;

    private int Gates => GatesOf(layer);

    private bool HasCell => layer.Kind == RecurrentKind.Lstm;

    private string[] Suffixes => [.. SuffixesOf(layer, depth)];

    /// <summary>A name of one of its values.</summary>
    private string Named(string value) => $"{_prefix}{value}_l{depth}";

    /// <summary>The gates of a cell.</summary>
    public static int GatesOf(RecurrentModelLayer layer) => layer.Kind switch
    {
        RecurrentKind.Lstm => layer.CoupledGates ? 3 : 4,
        RecurrentKind.Gru => 3,
        _ => 1,
    };

    /// <summary>What stands behind the names of its tensors, of each direction.</summary>
    public static IEnumerable<string> SuffixesOf(RecurrentModelLayer layer, int depth) =>
        layer.Bidirectional ? [$"_l{depth}", $"_l{depth}_reverse"] : layer.Reverse ? [$"_l{depth}_reverse"] : [$"_l{depth}"];

    /// <summary>Checks that ONNX can say what the layer does.</summary>
    /// <param name="layer">The layer.</param>
    /// <exception cref="NotSupportedException">It cannot.</exception>
    public static void Check(RecurrentModelLayer layer)
    {
        CheckOption("Kind", layer.Kind);
        CheckOption("Variant", layer.Variant);
        CheckOption("Recurrence", layer.Recurrence);
        CheckOption("GateActivation", layer.Gate.Function);
        CheckOption(layer.Kind == RecurrentKind.Rnn ? "Activation" : "CandidateActivation", layer.Candidate.Function);
        CheckOption("CellActivation", layer.Cell.Function);

        void CheckOption<T>(string option, T value)
            where T : struct, Enum
        {
            if (!Enum.IsDefined(value))
            {
                throw new NotSupportedException($"Layer '{layer.Name}': {option} is {value}, for which there is nothing in ONNX.");
            }
        }
    }

    /// <summary>Adds it to the graph.</summary>
    /// <returns>h of every step, [time, batch, directions * size]; h and c at the end, [directions, batch, size], the last empty where there is none.</returns>
    public (string Outputs, string Hidden, string Cell) Write() => IsOperator ? WriteOperator() : WriteScans();

    /// <summary>
    /// Whether ONNX has an operator for it. A GRU of complements is one that resets before, with z and r taken from 1: of the sigmoid that is its value at the
    /// negated sum.
    /// </summary>
    private bool IsOperator => layer is { Projection: 0, LayerNorm: false, Recurrence: Recurrence.Full }
        && (layer.Variant != GruVariant.ComplementReset || layer.Gate.Function == RnnActivation.Sigmoid);

    private (string Outputs, string Hidden, string Cell) WriteOperator()
    {
        int directions = Suffixes.Length;
        int[] order = OperatorOrder;
        int rows = order.Length * layer.Hidden;
        string w = AddWeights("W", "weight_ih", [directions, rows, InputSize]);
        string r = AddWeights("R", "weight_hh", [directions, rows, layer.Hidden]);
        string b = !layer.Bias ? "" : graph.AddFloats(
            Named("B"), [directions, 2 * rows],
            Suffixes.SelectMany(suffix => (float[])[.. OperatorWeights("bias_ih" + suffix), .. OperatorWeights("bias_hh" + suffix)]).ToArray());
        string p = !layer.Peephole ? "" : graph.AddFloats(
            Named("P"), [directions, 3 * layer.Hidden],
            Suffixes.SelectMany(suffix => layer.CoupledGates
                ? SavedTensors.Reordered(tensors[$"{_prefix}weight_peephole{suffix}"], 2, [0, 1, -1])
                : SavedTensors.Reordered(tensors[$"{_prefix}weight_peephole{suffix}"], 3, [0, 2, 1])).ToArray());

        string[] outputs = graph.AddNode(
            OperatorType, [Named("Y"), Named("Y_h"), HasCell ? Named("Y_c") : ""], [Input, w, r, b, "", InitialHidden, InitialCell, p],
            [.. OperatorAttributes]);
        return (Joined(outputs[0], directions), outputs[1], outputs[2]);

        string AddWeights(string name, string tensor, ReadOnlySpan<long> shape) =>
            graph.AddFloats(Named(name), shape, Suffixes.SelectMany(suffix => OperatorWeights(tensor + suffix)).ToArray());
    }

    /// <summary>[time, directions, batch, size] as [time, batch, directions * size].</summary>
    private string Joined(string outputs, int directions)
    {
        if (directions == 1)
        {
            return graph.Add("Squeeze", Named("outputs"), [outputs, graph.Integers(1)]);
        }

        string turned = graph.Add("Transpose", Named("by_stream"), [outputs], Attributes.Of("perm", (long[])[0, 2, 1, 3]));
        return graph.Add("Reshape", Named("outputs"), [turned, graph.Integers(0, 0, directions * layer.Hidden)]);
    }

    private string OperatorType => layer.Kind switch
    {
        RecurrentKind.Lstm => "LSTM",
        RecurrentKind.Gru => "GRU",
        _ => "RNN",
    };

    /// <summary>
    /// Where ONNX's gates stand in our tensors: i, o, f, c where we have i, f, g, o (coupled i, g, o: ONNX has rows of f that nothing reads); z, r, h where we
    /// have r, z, n.
    /// </summary>
    private int[] OperatorOrder => layer.Kind switch
    {
        RecurrentKind.Lstm => layer.CoupledGates ? [0, 2, -1, 1] : [0, 3, 1, 2],
        RecurrentKind.Gru => [1, 0, 2],
        _ => [0],
    };

    private float[] OperatorWeights(string tensor)
    {
        float[] values = SavedTensors.Reordered(tensors[_prefix + tensor], Gates, OperatorOrder);
        if (layer.Variant == GruVariant.ComplementReset)
        {
            foreach (ref float value in values.AsSpan(0, values.Length * 2 / 3))
            {
                value = -value;
            }
        }

        return values;
    }

    private IEnumerable<AttributeProto> OperatorAttributes
    {
        get
        {
            yield return Attributes.Of("hidden_size", layer.Hidden);
            if (layer.Bidirectional || layer.Reverse)
            {
                yield return Attributes.Of("direction", layer.Bidirectional ? "bidirectional" : "reverse");
            }

            if (layer.Clip > 0)
            {
                yield return Attributes.Of("clip", layer.Clip);
            }

            if (layer.CoupledGates)
            {
                yield return Attributes.Of("input_forget", 1);
            }

            if (layer is { Kind: RecurrentKind.Gru, Variant: GruVariant.ResetAfter })
            {
                yield return Attributes.Of("linear_before_reset", 1);
            }

            (ModelActivation Activation, RnnActivation Default)[] activations = layer.Kind switch
            {
                RecurrentKind.Lstm => [(layer.Gate, RnnActivation.Sigmoid), (layer.Candidate, RnnActivation.Tanh), (layer.Cell, RnnActivation.Tanh)],
                RecurrentKind.Gru => [(layer.Gate, RnnActivation.Sigmoid), (layer.Candidate, RnnActivation.Tanh)],
                _ => [(layer.Candidate, RnnActivation.Tanh)],
            };
            if (activations.All(static activation => activation.Activation.Function == activation.Default))
            {
                yield break;
            }

            ModelActivation[] all = [.. Suffixes.SelectMany(_ => activations).Select(static activation => activation.Activation)];
            float[] alphas = [.. all.Select(ActivationNodes.AlphaOf).OfType<float>()];
            float[] betas = [.. all.Select(ActivationNodes.BetaOf).OfType<float>()];
            yield return Attributes.Of("activations", all.Select(static activation => activation.Function.ToString()));
            if (alphas.Length > 0)
            {
                yield return Attributes.Of("activation_alpha", alphas);
            }

            if (betas.Length > 0)
            {
                yield return Attributes.Of("activation_beta", betas);
            }
        }
    }

    private (string Outputs, string Hidden, string Cell) WriteScans()
    {
        string[] suffixes = Suffixes;
        var outputs = new string[suffixes.Length];
        var hidden = new string[suffixes.Length];
        var cell = new string[suffixes.Length];
        for (int direction = 0; direction < suffixes.Length; direction++)
        {
            (outputs[direction], hidden[direction], cell[direction]) = WriteScan(direction, suffixes[direction]);
        }

        return (
            suffixes.Length == 1 ? outputs[0] : graph.Add("Concat", Named("outputs"), outputs, Attributes.Of("axis", 2)),
            Stacked("final_h", hidden), HasCell ? Stacked("final_c", cell) : "");
    }

    /// <summary>[batch, size] of each direction as [directions, batch, size].</summary>
    private string Stacked(string name, string[] states)
    {
        string[] rows = [.. states.Select(state => graph.Add("Unsqueeze", Named(name), [state, graph.Integers(0)]))];
        return rows.Length == 1 ? rows[0] : graph.Add("Concat", Named(name), rows, Attributes.Of("axis", 0));
    }

    private (string Outputs, string Hidden, string Cell) WriteScan(int direction, string suffix)
    {
        // The input sums of all steps are one product.
        string weights = graph.AddFloats(
            $"{_prefix}weight_ih{suffix}", [InputSize, Gates * layer.Hidden], SavedTensors.Transposed(tensors[$"{_prefix}weight_ih{suffix}"], InputSize));
        string sums = graph.Add("MatMul", $"{_prefix}products{suffix}", [Input, weights]);
        if (layer.Bias)
        {
            string bias = graph.AddFloats($"{_prefix}bias_ih{suffix}", [Gates * layer.Hidden], tensors[$"{_prefix}bias_ih{suffix}"]);
            sums = graph.Add("Add", $"{_prefix}sums{suffix}", [sums, bias]);
        }

        List<string> states = [InitialOf(InitialHidden, direction, OutputSize, $"{_prefix}first_h{suffix}")];
        if (HasCell)
        {
            states.Add(InitialOf(InitialCell, direction, layer.Hidden, $"{_prefix}first_c{suffix}"));
        }

        GraphProto body = new ScanBody(graph.StartBody($"{_prefix}step{suffix}"), tensors, layer, OutputSize, _prefix, suffix).Write();
        bool isReverse = suffix.EndsWith("_reverse", StringComparison.Ordinal);
        string[] results = graph.AddNode(
            "Scan", [$"{_prefix}last_h{suffix}", .. HasCell ? (string[])[$"{_prefix}last_c{suffix}"] : [], $"{_prefix}h{suffix}"], [.. states, sums],
            [
                Attributes.Of("body", body), Attributes.Of("num_scan_inputs", 1),
                .. isReverse
                    ? (AttributeProto[])[Attributes.Of("scan_input_directions", (long[])[1]), Attributes.Of("scan_output_directions", (long[])[1])]
                    : [],
            ]);
        return (results[^1], results[0], HasCell ? results[1] : "");
    }

    /// <summary>The first state of a direction, [batch, size].</summary>
    private string InitialOf(string states, int direction, int size, string name)
    {
        if (states.Length > 0)
        {
            string row = graph.Add("Slice", name + "_row", [states, graph.Integers(direction), graph.Integers(direction + 1), graph.Integers(0)]);
            return graph.Add("Squeeze", name, [row, graph.Integers(0)]);
        }

        string shape = graph.Add("Concat", "state_shape", [BatchSize(), graph.Integers(size)], Attributes.Of("axis", 0));
        return graph.Add("Expand", name, [graph.AddFloats("zero", [1], [0f]), shape]);
    }
}
