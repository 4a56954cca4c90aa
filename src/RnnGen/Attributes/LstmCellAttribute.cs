using System;

namespace RnnGen;

/// <summary>
/// Turns a partial class into a long short-term memory cell (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000):
/// fixed-size, allocation-free, vectorised C# for exactly these sizes, emitted at compile time.
/// </summary>
/// <remarks>
/// <code>
/// i = sigmoid(Wxi x + Whi h + bi)
/// f = sigmoid(Wxf x + Whf h + bf)
/// g = tanh   (Wxg x + Whg h + bg)
/// o = sigmoid(Wxo x + Who h + bo)
/// c' = f * c + i * g
/// h' = o * tanh(c')
/// </code>
/// Parameters are named and ordered as in PyTorch's <c>nn.LSTM</c>: <c>weight_ih_l0 [4 hidden, input]</c>,
/// <c>weight_hh_l0 [4 hidden, hidden]</c>, <c>bias_ih_l0 [4 hidden]</c>, <c>bias_hh_l0 [4 hidden]</c>, gates in the order i, f, g, o.
/// <para>With every option, in the order of the computation (a clip is <c>min(max(a, -Clip), Clip)</c>):</para>
/// <code>
/// s_k = (Wxk x + bk) + Whk h                          k = i, f, g, o; x: [input], h: [hidden], or [projection]
/// s_k = (Wxk x + bk) + whk * h                        Recurrence.Diagonal, in its place
/// a_k = LN(s_k)                                       LayerNorm
/// a_i = s_i + p_i * c,  a_f = s_f + p_f * c           Peephole
/// i = gate(clip(a_i)),  f = gate(clip(a_f))           GateActivation, Clip
/// f = 1 - i                                           CoupledGates
/// g = candidate(clip(a_g))                            CandidateActivation
/// c' = f * c + i * g                                  [hidden]
/// a_o = s_o + p_o * c'                                Peephole
/// o = gate(clip(a_o))
/// m = o * cell(c'), or o * cell(LN(c'))               CellActivation, LayerNorm
/// h' = m, or Whr m                                    Projection
/// </code>
/// <list type="table">
/// <listheader><term>tensor</term><description>shape; G is 4, or 3 with CoupledGates</description></listheader>
/// <item><term><c>weight_ih_l0</c></term><description>[G hidden, input]</description></item>
/// <item><term><c>weight_hh_l0</c></term><description>[G hidden, hidden], or [G hidden, projection]; [G hidden] with Recurrence.Diagonal</description></item>
/// <item><term><c>bias_ih_l0</c>, <c>bias_hh_l0</c></term><description>[G hidden]; absent without Bias</description></item>
/// <item><term><c>weight_hr_l0</c></term><description>[projection, hidden]; Projection</description></item>
/// <item><term><c>weight_peephole_l0</c></term><description>[3 hidden]: i, f, o, or [2 hidden]: i, o; Peephole; no PyTorch module has it</description></item>
/// <item><term><c>layer_norm_gates_weight_l0</c>, <c>layer_norm_gates_bias_l0</c></term><description>[G hidden]; LayerNorm; no PyTorch module has them
/// </description></item>
/// <item><term><c>layer_norm_cell_weight_l0</c>, <c>layer_norm_cell_bias_l0</c></term><description>[hidden]; LayerNorm; no PyTorch module has them
/// </description></item>
/// </list>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class LstmCellAttribute : LstmAttribute
{
    /// <summary>Declares a cell whose input is as wide as its hidden state.</summary>
    /// <param name="hidden">Hidden units, and inputs: 1 to 16384.</param>
    public LstmCellAttribute(int hidden)
        : this(hidden, hidden)
    {
    }

    /// <summary>Declares a cell.</summary>
    /// <param name="input">Inputs a step: 1 to 16384.</param>
    /// <param name="hidden">Hidden units: 1 to 16384.</param>
    public LstmCellAttribute(int input, int hidden)
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
