using System.Collections.Generic;
using RnnGen.Generator.Cells;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>The tensors that a cell loads: what the library's <c>PanelLayout</c> reads (a test compares them).</summary>
internal static class CellTensors
{
    /// <summary>The names of the biases without their suffix. A file has both or none.</summary>
    public static readonly string[] Biases = ["bias_ih", "bias_hh"];

    /// <summary>The tensors of a cell.</summary>
    /// <param name="cell">The cell.</param>
    /// <param name="suffix">Which cell of its layer it is.</param>
    public static ModuleSpec Of(CellSpec cell, string suffix) => new(suffix, [.. TensorsOf(cell, suffix)]);

    private static IEnumerable<TensorSpec> TensorsOf(CellSpec cell, string suffix)
    {
        CellDefinition definition = CellCatalogue.Of(cell);
        int gates = definition.Gates.Length * cell.Hidden;
        yield return new TensorSpec("weight_ih" + suffix, gates, cell.Input);
        yield return cell.IsElementwise ? new TensorSpec("weight_hh" + suffix, gates) : new TensorSpec("weight_hh" + suffix, gates, cell.OutputSize);
        foreach (string bias in cell.Bias ? Biases : [])
        {
            yield return new TensorSpec(bias + suffix, gates) { IsOptional = true };
        }

        if (cell.Projection > 0)
        {
            yield return new TensorSpec("weight_hr" + suffix, cell.OutputSize, cell.Hidden);
        }

        if (definition.PeepholeGates.Length > 0)
        {
            yield return new TensorSpec("weight_peephole" + suffix, definition.PeepholeGates.Length * cell.Hidden);
        }

        if (cell.LayerNorm)
        {
            yield return new TensorSpec("layer_norm_gates_weight" + suffix, gates);
            yield return new TensorSpec("layer_norm_gates_bias" + suffix, gates);
        }

        if (definition.NormalizedVector is { } vector)
        {
            yield return new TensorSpec($"layer_norm_{vector.Of}_weight{suffix}", cell.Hidden);
            yield return new TensorSpec($"layer_norm_{vector.Of}_bias{suffix}", cell.Hidden);
        }

        // The rest state.
        yield return new TensorSpec("initial_h" + suffix, cell.OutputSize) { IsOptional = true };
        if (definition.HasCellState)
        {
            yield return new TensorSpec("initial_c" + suffix, cell.Hidden) { IsOptional = true };
        }
    }
}
