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
/// <item><term><c>weight_hh_l0</c></term><description>[G hidden, hidden], or [G hidden, projection]</description></item>
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
public sealed class LstmCellAttribute : Attribute
{
    /// <summary>Declares a cell whose input is as wide as its hidden state.</summary>
    /// <param name="hidden">Hidden units, and inputs: 1 to 4096.</param>
    public LstmCellAttribute(int hidden)
        : this(hidden, hidden)
    {
    }

    /// <summary>Declares a cell.</summary>
    /// <param name="input">Inputs a step: 1 to 4096.</param>
    /// <param name="hidden">Hidden units: 1 to 4096.</param>
    public LstmCellAttribute(int input, int hidden)
    {
        Input = input;
        Hidden = hidden;
    }

    /// <summary>Inputs a step.</summary>
    public int Input { get; }

    /// <summary>Hidden units.</summary>
    public int Hidden { get; }

    /// <summary>How closely sigmoid and tanh follow the exact functions.</summary>
    public Accuracy Accuracy { get; set; }

    /// <summary>Whether the cell has <c>bias_ih</c> and <c>bias_hh</c> (PyTorch's <c>bias</c>, Keras's <c>use_bias</c>). Without them, a file
    /// that has them is refused.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>Whether the gates i and f see c, and o sees c', each unit its own (Gers and Schmidhuber 2000; ONNX's <c>P</c>):
    /// <c>a_i = s_i + p_i * c</c>, <c>a_f = s_f + p_f * c</c>, <c>a_o = s_o + p_o * c'</c>. Adds <c>weight_peephole [3 hidden]</c>, in the order
    /// i, f, o (<c>[2 hidden]</c>, i, o, with <see cref="CoupledGates"/>). Not with <see cref="LayerNorm"/> (RNN0007).</summary>
    public bool Peephole { get; set; }

    /// <summary>The size of a projected h, from 1 to hidden - 1 (PyTorch's <c>proj_size</c>; Sak, Senior and Beaufays 2014):
    /// <c>h' = Whr (o * tanh(c'))</c>. Adds <c>weight_hr [projection, hidden]</c>, and <c>weight_hh</c> becomes <c>[4 hidden, projection]</c>; c keeps
    /// its hidden units. 0, the default: no projection.</summary>
    public int Projection { get; set; }

    /// <summary>Whether the forget gate is <c>f = 1 - i</c> (ONNX's <c>input_forget</c>; Greff et al. 2017). The gates are then i, g, o, in this order
    /// in all tensors, whose <c>4 hidden</c> becomes <c>3 hidden</c>.</summary>
    public bool CoupledGates { get; set; }

    /// <summary>Whether each gate's sum is normalised over the hidden units, and c' on its way to h' (Ba, Kiros and Hinton 2016, equations 20 to 22,
    /// of whole gate sums): <c>a = gain * (s - mean(s)) / sqrt(var(s) + 1e-5) + shift</c>, with the population's variance, and
    /// <c>h' = o * tanh(LN(c'))</c>; the carried c' is not normalised. Adds <c>layer_norm_gates_weight</c>, <c>layer_norm_gates_bias [4 hidden]</c>,
    /// <c>layer_norm_cell_weight</c> and <c>layer_norm_cell_bias [hidden]</c>. Not with <see cref="Peephole"/>, nor for a single hidden unit
    /// (RNN0007).</summary>
    public bool LayerNorm { get; set; }

    /// <summary>The bound of every gate's and the candidate's sum a, from -Clip to Clip, after layer norm and peepholes and before the activation
    /// (ONNX's <c>clip</c>); c is not clipped. NaN passes, and the derivative is 0 unless <c>|a| &lt; Clip</c>. 0, the default: no clipping.</summary>
    public float Clip { get; set; }

    /// <summary>The value that <c>Initialize</c> gives the forget gate's bias (Gers et al. 2000 and Jozefowicz et al. 2015 use 1; Keras's
    /// <c>unit_forget_bias</c>). 0, the default: drawn as the other biases. Needs <see cref="Bias"/>, and not <see cref="CoupledGates"/> (RNN0007).
    /// </summary>
    public float ForgetBias { get; set; }

    /// <summary>The activation of i, f and o: ONNX's f, Keras's <c>recurrent_activation</c>.</summary>
    public RnnActivation GateActivation { get; set; } = RnnActivation.Sigmoid;

    /// <summary>The alpha of <see cref="GateActivation"/>; NaN, the default, is ONNX's default for the function.</summary>
    public float GateAlpha { get; set; } = float.NaN;

    /// <summary>The beta of <see cref="GateActivation"/>; NaN, the default, is ONNX's default for the function.</summary>
    public float GateBeta { get; set; } = float.NaN;

    /// <summary>The activation of the candidate g: ONNX's g, Keras's <c>activation</c> (which is <see cref="CellActivation"/>, too).</summary>
    public RnnActivation CandidateActivation { get; set; } = RnnActivation.Tanh;

    /// <summary>The alpha of <see cref="CandidateActivation"/>; NaN, the default, is ONNX's default for the function.</summary>
    public float CandidateAlpha { get; set; } = float.NaN;

    /// <summary>The beta of <see cref="CandidateActivation"/>; NaN, the default, is ONNX's default for the function.</summary>
    public float CandidateBeta { get; set; } = float.NaN;

    /// <summary>The activation of c' on its way to h': ONNX's h.</summary>
    public RnnActivation CellActivation { get; set; } = RnnActivation.Tanh;

    /// <summary>The alpha of <see cref="CellActivation"/>; NaN, the default, is ONNX's default for the function.</summary>
    public float CellAlpha { get; set; } = float.NaN;

    /// <summary>The beta of <see cref="CellActivation"/>; NaN, the default, is ONNX's default for the function.</summary>
    public float CellBeta { get; set; } = float.NaN;

    /// <summary>Whether the backward pass is emitted, too; false leaves a cell for inference only.</summary>
    public bool Training { get; set; } = true;
}
