using System;
using System.Linq;
using RnnGen.Import.Onnx.Schema;
using DataType = RnnGen.Import.Onnx.Schema.TensorProto.Types.DataType;

namespace RnnGen.Import.Export;

/// <summary>
/// One step of a cell that ONNX has no operator for, in primitive operators: from h, c and the input sums to the new h, the new c, and h once more.
/// </summary>
/// <param name="graph">The body.</param>
/// <param name="tensors">The model's tensors.</param>
/// <param name="layer">The layer.</param>
/// <param name="output">Floats of h.</param>
/// <param name="prefix">What stands before the names of its tensors.</param>
/// <param name="suffix">What stands behind them.</param>
internal sealed class ScanBody(GraphWriter graph, SavedTensors tensors, RecurrentModelLayer layer, int output, string prefix, string suffix)
{
    /// <summary>What is added to a variance: <c>RnnGen.Numerics.LayerNorm.Epsilon</c>, which is PyTorch's.</summary>
    private const float Epsilon = 1e-5f;

    private readonly int _gates = Recurrent.GatesOf(layer);
    private int _norms;

    private bool IsElementwise => layer.Recurrence == Recurrence.Diagonal;

    /// <summary>Writes it.</summary>
    public GraphProto Write()
    {
        string h = graph.AddInput("h", DataType.Float);
        string c = layer.Kind == RecurrentKind.Lstm ? graph.AddInput("c", DataType.Float) : "";
        string sums = graph.AddInput("sums", DataType.Float);
        string cNew = "";
        string hNew = layer.Kind switch
        {
            RecurrentKind.Lstm => WriteLstm(h, c, sums, out cNew),
            RecurrentKind.Gru => WriteGru(h, sums),
            _ => Activated("h_next", layer.Candidate, Clipped(Normalized(graph.Add("Add", "sum", [sums, RecurrentSums(h)]), "gates", 0, _gates))),
        };
        graph.AddOutput(hNew);
        if (cNew.Length > 0)
        {
            graph.AddOutput(cNew);
        }

        graph.AddOutput(graph.Add("Identity", "h_out", [hNew]));
        return graph.Proto;
    }

    private string WriteLstm(string h, string c, string inputSums, out string cNew)
    {
        string[] letters = layer.CoupledGates ? ["i", "g", "o"] : ["i", "f", "g", "o"];
        string[] sums = Split(graph.Add("Add", "gate_sums", [inputSums, RecurrentSums(h)]), letters);
        for (int gate = 0; gate < sums.Length; gate++)
        {
            sums[gate] = Normalized(sums[gate], "gates", gate, _gates);
        }

        string i = Gate(Peeping(sums[0], 0, c));
        string f = layer.CoupledGates ? graph.Add("Sub", "f", [graph.AddFloat("one", 1), i]) : Gate(Peeping(sums[1], 1, c));
        string g = Activated("candidate", layer.Candidate, Clipped(sums[^2]));
        cNew = graph.Add("Add", "c_next", [graph.Add("Mul", "kept", [f, c]), graph.Add("Mul", "added", [i, g])]);
        string o = Gate(Peeping(sums[^1], layer.CoupledGates ? 1 : 2, cNew));
        string squashed = Activated("squashed", layer.Cell, Normalized(cNew, "cell", 0, 1));
        string hidden = graph.Add("Mul", "h_next", [o, squashed]);
        if (layer.Projection == 0)
        {
            return hidden;
        }

        string name = $"{prefix}weight_hr{suffix}";
        string projection = graph.AddFloats(name, [layer.Hidden, output], SavedTensors.Transposed(tensors[name], layer.Hidden));
        return graph.Add("MatMul", "h_projected", [hidden, projection]);
    }

    private string WriteGru(string h, string inputSums)
    {
        string z;
        string n;
        if (layer.Variant == GruVariant.ResetAfter)
        {
            string[] x = Split(inputSums, ["xr", "xz", "xn"]);
            string[] u = Split(RecurrentSums(h), ["ur", "uz", "un"]);
            string r = Gate(Normalized(graph.Add("Add", "r_sum", [x[0], u[0]]), "gates", 0, _gates));
            z = Gate(Normalized(graph.Add("Add", "z_sum", [x[1], u[1]]), "gates", 1, _gates));
            string reset = graph.Add("Mul", "reset", [r, Normalized(u[2], "recurrent", 0, 1)]);
            n = Activated("n", layer.Candidate, Clipped(graph.Add("Add", "n_sum", [Normalized(x[2], "gates", 2, _gates), reset])));
        }
        else
        {
            // The candidate's recurrent sum is of what the reset gate leaves of h.
            string[] x = Split(inputSums, ["xr", "xz", "xn"]);
            string[] u = Split(RecurrentSums(h, 0, 2), ["ur", "uz"]);
            string r = Gate(Normalized(graph.Add("Add", "r_sum", [x[0], u[0]]), "gates", 0, _gates));
            z = Gate(Normalized(graph.Add("Add", "z_sum", [x[1], u[1]]), "gates", 1, _gates));
            string share = layer.Variant == GruVariant.ComplementReset ? graph.Add("Sub", "complement", [graph.AddFloat("one", 1), r]) : r;
            string left = graph.Add("Mul", "left", [share, h]);
            n = Activated("n", layer.Candidate, Clipped(Normalized(graph.Add("Add", "n_sum", [x[2], RecurrentSums(left, 2, 1)]), "gates", 2, _gates)));
        }

        // h' = n + z (h - n); of complements h + z (n - h).
        (string from, string to) = layer.Variant == GruVariant.ComplementReset ? (h, n) : (n, h);
        return graph.Add("Add", "h_next", [from, graph.Add("Mul", "moved", [z, graph.Add("Sub", "way", [to, from])])]);
    }

    private string RecurrentSums(string h) => RecurrentSums(h, 0, _gates);

    /// <summary>The recurrent sums of some gates with their biases, [batch, gates * hidden].</summary>
    private string RecurrentSums(string h, int firstGate, int gates)
    {
        int units = gates * layer.Hidden;
        float[] weights = tensors[$"{prefix}weight_hh{suffix}"];
        int terms = weights.Length / (_gates * layer.Hidden);
        ReadOnlySpan<float> rows = weights.AsSpan(firstGate * layer.Hidden * terms, units * terms);
        string sums = IsElementwise
            ? graph.Add(
                "Mul", "recurrent",
                [
                    gates == 1 ? h : graph.Add("Concat", "h_of_each", Enumerable.Repeat(h, gates).ToArray(), Attributes.Of("axis", 1)),
                    graph.AddFloats($"{prefix}weight_hh{suffix}", [units], rows),
                ])
            : graph.Add("MatMul", "recurrent", [h, graph.AddFloats($"{prefix}weight_hh{suffix}", [output, units], SavedTensors.Transposed(rows, output))]);
        ReadOnlySpan<float> biases = layer.Bias ? tensors[$"{prefix}bias_hh{suffix}"].AsSpan(firstGate * layer.Hidden, units) : default;
        return biases.ContainsAnyExcept(0f) ? graph.Add("Add", "recurrent_biased", [sums, graph.AddFloats($"{prefix}bias_hh{suffix}", [units], biases)]) : sums;
    }

    private string[] Split(string sums, ReadOnlySpan<string> names) => graph.AddNode("Split", names, [sums], Attributes.Of("axis", 1));

    private string Peeping(string sum, int peephole, string c)
    {
        if (!layer.Peephole)
        {
            return sum;
        }

        ReadOnlySpan<float> weights = tensors[$"{prefix}weight_peephole{suffix}"].AsSpan(peephole * layer.Hidden, layer.Hidden);
        return graph.Add("Add", "peeped", [sum, graph.Add("Mul", "peep", [c, graph.AddFloats($"{prefix}weight_peephole{suffix}", [layer.Hidden], weights)])]);
    }

    /// <summary>A sum that is normalised where the cell does that.</summary>
    /// <param name="sum">[batch, hidden]</param>
    /// <param name="of">What its gains and shifts are called after.</param>
    /// <param name="index">Which of them.</param>
    /// <param name="count">How many there are.</param>
    private string Normalized(string sum, string of, int index, int count)
    {
        if (!layer.LayerNorm)
        {
            return sum;
        }

        string gain = AddPart("weight");
        string shift = AddPart("bias");
        return graph.Add("LayerNormalization", $"normalized_{_norms++}", [sum, gain, shift], Attributes.Of("axis", -1), Attributes.Of("epsilon", Epsilon));

        string AddPart(string tensor)
        {
            string name = $"{prefix}layer_norm_{of}_{tensor}{suffix}";
            float[] values = tensors[name];
            return graph.AddFloats(name, [layer.Hidden], values.AsSpan(index * (values.Length / count), layer.Hidden));
        }
    }

    private string Gate(string sum) => Activated("gate", layer.Gate, Clipped(sum));

    private string Activated(string name, ModelActivation activation, string sum) => ActivationNodes.Add(graph, name, activation, sum);

    private string Clipped(string sum) =>
        layer.Clip > 0 ? graph.Add("Clip", "clipped", [sum, graph.AddFloat("lower", -layer.Clip), graph.AddFloat("upper", layer.Clip)]) : sum;
}
