using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace RnnGen.Import.StateDicts;

/// <summary>
/// Tells a recurrent layer of a <c>state_dict</c> by the names and shapes of its tensors, which are those of PyTorch's modules and of our own files.
/// </summary>
internal static class StateDictRecurrent
{
    private const int MaxSize = 4096;
    private const int MaxLayers = 64;

    /// <summary>Whether a module's names are those of a recurrent layer, whatever its shapes.</summary>
    public static bool IsNamedAsOne(StateDictModule module) => module.Has("weight_hh_l0") || module.Has("weight_hh_l0_reverse");

    /// <summary>The layer that a module is.</summary>
    /// <param name="module">A module that is named as one.</param>
    /// <param name="read">Takes the names of the tensors that the layer has.</param>
    /// <param name="problem">Why it is none that can be declared, or null.</param>
    /// <returns>The layer, or null.</returns>
    public static RecurrentModelLayer? Describe(StateDictModule module, ISet<string> read, out string? problem)
    {
        bool bidirectional = module.Has("weight_hh_l0") && module.Has("weight_hh_l0_reverse");
        bool reverse = !module.Has("weight_hh_l0");
        string first = reverse ? "_l0_reverse" : "_l0";
        string[] directions = bidirectional ? ["", "_reverse"] : reverse ? ["_reverse"] : [""];
        int layers = 1;
        while (layers <= MaxLayers && module.Has(Invariant($"weight_hh_l{layers}{directions[0]}")))
        {
            layers++;
        }

        long[]? weightHr = module.Find("weight_hr" + first, 2);
        if (module.Find("weight_ih" + first, 2) is not [var rows, var input] || module.Find("weight_hh" + first, 2) is not [_, var output]
            || (weightHr is null && module.Has("weight_hr" + first)))
        {
            string found = $"{module.Describe("weight_ih" + first)}, {module.Describe("weight_hh" + first)}";
            problem = $"{found}; a recurrent layer has [gates * hidden, input] and [gates * hidden, hidden]";
            return null;
        }

        long hidden = weightHr is [_, var columns] ? columns : output;
        long gates = hidden > 0 && rows % hidden == 0 ? rows / hidden : 0;
        bool coupled = gates == 3 && module.Find("weight_peephole" + first, 1) is [var peepholes] && peepholes == 2 * hidden;
        RecurrentKind? kind = gates switch { 4 => RecurrentKind.Lstm, 3 => coupled ? RecurrentKind.Lstm : RecurrentKind.Gru, 1 => RecurrentKind.Rnn, _ => null };
        problem = kind is null ? $"{module.Describe("weight_ih" + first)} for {hidden} hidden units; an LSTM has 4 rows a unit, a GRU 3, an Elman layer 1"
            : weightHr is not null && kind != RecurrentKind.Lstm ? $"{module.Describe("weight_hr" + first)}; only an LSTM has a projection"
            : input is < 1 or > MaxSize || hidden > MaxSize ? $"it takes {input} floats and has {hidden} units; a network has at most {MaxSize} of each"
            : layers > MaxLayers ? $"it has more than {MaxLayers} cells one on top of the other"
            : reverse && layers > 1 ? "it reads from the end, and has several cells one on top of the other"
            : null;
        if (problem is not null)
        {
            return null;
        }

        var layer = new RecurrentModelLayer(module.Name, kind!.Value, (int)input, (int)hidden)
        {
            Layers = layers,
            Bidirectional = bidirectional,
            Reverse = reverse,
            Bias = module.Has("bias_ih" + first) || module.Has("bias_hh" + first),
            Projection = weightHr is null ? 0 : (int)Math.Min(output, MaxSize + 1),
            Peephole = module.Has("weight_peephole" + first),
            CoupledGates = coupled,
        };
        problem = Check(module, layer, (int)gates, directions, read);
        return problem is null ? layer : null;
    }

    /// <summary>Whether the tensors of all cells are as those of the first one say.</summary>
    private static string? Check(StateDictModule module, RecurrentModelLayer layer, int gates, string[] directions, ISet<string> read)
    {
        string? problem = null;
        void Need(string local, params ReadOnlySpan<long> shape)
        {
            problem ??= module.ProblemOf(local, shape);
            read.Add(local);
        }

        long rows = (long)gates * layer.Hidden;
        long output = layer.Projection > 0 ? layer.Projection : layer.Hidden;
        for (int depth = 0; depth < layer.Layers && problem is null; depth++)
        {
            foreach (string direction in directions)
            {
                string suffix = Invariant($"_l{depth}{direction}");
                Need("weight_ih" + suffix, rows, depth == 0 ? layer.Input : layer.Output);
                Need("weight_hh" + suffix, rows, output);
                if (layer.Bias)
                {
                    Need("bias_ih" + suffix, rows);
                    Need("bias_hh" + suffix, rows);
                }

                if (layer.Projection > 0)
                {
                    Need("weight_hr" + suffix, output, layer.Hidden);
                }

                if (layer.Peephole)
                {
                    Need("weight_peephole" + suffix, (layer.CoupledGates ? 2L : 3L) * layer.Hidden);
                }

                // A rest state may stand beside the weights, of some cells or of all.
                if (module.Has("initial_h" + suffix))
                {
                    Need("initial_h" + suffix, output);
                }

                if (layer.Kind == RecurrentKind.Lstm && module.Has("initial_c" + suffix))
                {
                    Need("initial_c" + suffix, layer.Hidden);
                }
            }
        }

        return problem;
    }

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
