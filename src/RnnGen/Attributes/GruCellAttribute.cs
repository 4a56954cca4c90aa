using System;

namespace RnnGen;

/// <summary>
/// Turns a partial class into a gated recurrent unit (Cho et al. 2014): fixed-size, allocation-free, vectorised C# for exactly these sizes,
/// emitted at compile time.
/// </summary>
/// <remarks>
/// <code>
/// r = sigmoid(Wr x + Ur h + br)
/// z = sigmoid(Wz x + Uz h + bz)
/// n = tanh(Wn x + bn + r * (Un h + cn))      (ResetAfter; GruVariant has the others)
/// h' = (1 - z) * n + z * h
/// </code>
/// Parameters are named and ordered as in PyTorch's <c>nn.GRU</c>: <c>weight_ih_l0 [3 hidden, input]</c>, <c>weight_hh_l0 [3 hidden, hidden]</c>,
/// <c>bias_ih_l0 [3 hidden]</c>, <c>bias_hh_l0 [3 hidden]</c>, gates in the order r, z, n.
/// <para>With every option (ResetAfter; a clip is <c>min(max(a, -Clip), Clip)</c>):</para>
/// <code>
/// r = gate(clip(Wr x + Ur h + br))                    GateActivation, Clip
/// z = gate(clip(Wz x + Uz h + bz))
/// n = candidate(clip(Wn x + bn + r * (Un h + cn)))    CandidateActivation
/// </code>
/// With <see cref="CellAttribute.LayerNorm"/> LN stands around the sums of r and z, and <c>LN(Wn x + bn) + r * LN(Un h + cn)</c> is the argument of n; there
/// are also <c>layer_norm_gates_weight_l0</c> and <c>layer_norm_gates_bias_l0 [3 hidden]</c>, <c>layer_norm_recurrent_weight_l0</c> and
/// <c>layer_norm_recurrent_bias_l0 [hidden]</c>.
/// With <see cref="CellAttribute.Recurrence"/> diagonal, <c>U h</c> is <c>u * h</c>, and <c>weight_hh_l0</c> is <c>[3 hidden]</c>.
/// Without <see cref="CellAttribute.Bias"/> there are no <c>bias_ih_l0</c> and <c>bias_hh_l0</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class GruCellAttribute : GruAttribute
{
    /// <summary>Declares a cell whose input is as wide as its hidden state.</summary>
    /// <param name="hidden">Hidden units, and inputs: 1 to 16384.</param>
    public GruCellAttribute(int hidden)
        : this(hidden, hidden)
    {
    }

    /// <summary>Declares a cell.</summary>
    /// <param name="input">Inputs a step: 1 to 16384.</param>
    /// <param name="hidden">Hidden units: 1 to 16384.</param>
    public GruCellAttribute(int input, int hidden)
    {
        Input = input;
        Hidden = hidden;
    }

    /// <summary>Inputs a step.</summary>
    public int Input { get; }

    /// <summary>Hidden units.</summary>
    public int Hidden { get; }

    /// <summary>Whether the backward pass is emitted, too; false leaves a cell for inference only.</summary>
    public bool Training { get; set; } = true;

    /// <summary>
    /// A model file of the project that has the cell's weights: an <c>RnnModel</c> item of the project file, by its name or the end of its path. The compiler checks that
    /// they fit, and <c>Create()</c> gives a cell that has them. (Package RnnGen.Build.)
    /// </summary>
    public string? WeightsFile { get; set; }
}
