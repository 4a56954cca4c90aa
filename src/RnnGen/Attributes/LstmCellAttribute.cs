using System;

namespace RnnGen;

/// <summary>
/// Turns a partial class into a long short-term memory cell (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000):
/// fixed-size, allocation-free, vectorised C# for exactly these sizes, emitted at compile time.
/// </summary>
/// <remarks>
/// <para>The equations; x: [input]; h: [hidden], or [Projection]; c: [hidden].</para>
/// <code>
/// i = sigmoid(Wxi x + Whi h + bi)
/// f = sigmoid(Wxf x + Whf h + bf)
/// g = tanh   (Wxg x + Whg h + bg)
/// o = sigmoid(Wxo x + Who h + bo)
/// c' = f * c + i * g
/// h' = o * tanh(c')
/// </code>
/// <para>
/// With options: <see cref="Peephole"/> adds pi * c, pf * c and po * c' to the sums of i, f and o; <see cref="CoupledGates"/> makes f = 1 - i;
/// <see cref="LayerNorm"/> normalises each gate's sums, and c' inside the last tanh; <see cref="Projection"/> makes h' = Whr (o * tanh(c'));
/// <see cref="Clip"/> clips what goes into the gates and the candidate.
/// </para>
/// <para>
/// Parameters are named and ordered as in PyTorch's <c>nn.LSTM</c>, gates in the order i, f, g, o (i, g, o with coupled gates): <c>weight_ih_l0</c>
/// [4 hidden, input], <c>weight_hh_l0</c> [4 hidden, h], <c>bias_ih_l0</c> and <c>bias_hh_l0</c> [4 hidden], <c>weight_hr_l0</c> [Projection, hidden]. What
/// PyTorch has no module for: <c>weight_peephole_l0</c> [3 hidden] in the order i, f, o ([2 hidden] i, o with coupled gates),
/// <c>layer_norm_gates_weight_l0</c> and <c>layer_norm_gates_bias_l0</c> [4 hidden], <c>layer_norm_cell_weight_l0</c> and <c>layer_norm_cell_bias_l0</c>
/// [hidden].
/// </para>
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

    /// <summary>Whether the sums have biases: PyTorch's <c>bias</c>, Keras's <c>use_bias</c>. The default is true.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>
    /// Whether gates look at the cell state (Gers and Schmidhuber 2000): i and f at the old one, o at the new one, a weight a unit. ONNX's <c>P</c>, which is
    /// ordered i, o, f.
    /// </summary>
    public bool Peephole { get; set; }

    /// <summary>
    /// Floats of h where it is a projection of o * tanh(c') (Sak et al. 2014), less than hidden: PyTorch's <c>proj_size</c>. 0, the default, is no
    /// projection.
    /// </summary>
    public int Projection { get; set; }

    /// <summary>Whether one gate serves both input and forgetting, f = 1 - i (Greff et al. 2017): ONNX's <c>input_forget</c>.</summary>
    public bool CoupledGates { get; set; }

    /// <summary>
    /// Whether sums are normalised over the hidden units (Ba et al. 2016): each gate's, by <c>gain * (s - mean(s)) / sqrt(var(s) + 1e-5) + shift</c>, and c'
    /// where h' is computed of it; c' is carried on as it is.
    /// </summary>
    public bool LayerNorm { get; set; }

    /// <summary>
    /// Where the arguments of gates and candidate are clipped, to +-Clip: ONNX's <c>clip</c>, as ONNX Runtime does it (c is not clipped). 0, the default, is
    /// nowhere.
    /// </summary>
    public float Clip { get; set; }

    /// <summary>
    /// The forget gate's bias after <c>Initialize</c> (Jozefowicz et al. 2015 advise 1): Keras's <c>unit_forget_bias</c> is 1. Where it is not set, it is drawn
    /// like every other.
    /// </summary>
    public float ForgetBias { get; set; }

    /// <summary>The activation of the gates i, f and o: ONNX's f, Keras's <c>recurrent_activation</c>. The default is sigmoid.</summary>
    public RnnActivation GateActivation { get; set; } = RnnActivation.Sigmoid;

    /// <summary>The alpha of <see cref="GateActivation"/>.</summary>
    public float GateAlpha { get; set; }

    /// <summary>The beta of <see cref="GateActivation"/>.</summary>
    public float GateBeta { get; set; }

    /// <summary>The activation of the candidate g: ONNX's g. The default is tanh.</summary>
    public RnnActivation CandidateActivation { get; set; }

    /// <summary>The alpha of <see cref="CandidateActivation"/>.</summary>
    public float CandidateAlpha { get; set; }

    /// <summary>The beta of <see cref="CandidateActivation"/>.</summary>
    public float CandidateBeta { get; set; }

    /// <summary>The activation of c' on its way out: ONNX's h. The default is tanh.</summary>
    public RnnActivation CellActivation { get; set; }

    /// <summary>The alpha of <see cref="CellActivation"/>.</summary>
    public float CellAlpha { get; set; }

    /// <summary>The beta of <see cref="CellActivation"/>.</summary>
    public float CellBeta { get; set; }

    /// <summary>Whether <c>Forward</c>, <c>Backward</c>, <c>Tape</c> and <c>Gradients</c> are emitted. The default is true.</summary>
    public bool Training { get; set; } = true;
}
