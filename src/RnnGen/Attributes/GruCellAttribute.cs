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
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class GruCellAttribute : Attribute
{
    /// <summary>Declares a cell whose input is as wide as its hidden state.</summary>
    /// <param name="hidden">Hidden units, and inputs: 1 to 4096.</param>
    public GruCellAttribute(int hidden)
        : this(hidden, hidden)
    {
    }

    /// <summary>Declares a cell.</summary>
    /// <param name="input">Inputs a step: 1 to 4096.</param>
    /// <param name="hidden">Hidden units: 1 to 4096.</param>
    public GruCellAttribute(int input, int hidden)
    {
        Input = input;
        Hidden = hidden;
    }

    /// <summary>Inputs a step.</summary>
    public int Input { get; }

    /// <summary>Hidden units.</summary>
    public int Hidden { get; }

    /// <summary>Where the reset gate acts.</summary>
    public GruVariant Variant { get; set; }

    /// <summary>How closely sigmoid and tanh follow the exact functions.</summary>
    public Accuracy Accuracy { get; set; }

    /// <summary>Whether the sums have biases: PyTorch's <c>bias</c>, Keras's <c>use_bias</c>. The default is true.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>
    /// Where the arguments of gates and candidate are clipped, to +-Clip: ONNX's <c>clip</c>, as ONNX Runtime does it. 0, the default, is nowhere.
    /// </summary>
    public float Clip { get; set; }

    /// <summary>The activation of the gates r and z: ONNX's f, Keras's <c>recurrent_activation</c>. The default is sigmoid.</summary>
    public RnnActivation GateActivation { get; set; } = RnnActivation.Sigmoid;

    /// <summary>The alpha of <see cref="GateActivation"/>.</summary>
    public float GateAlpha { get; set; }

    /// <summary>The beta of <see cref="GateActivation"/>.</summary>
    public float GateBeta { get; set; }

    /// <summary>The activation of the candidate n: ONNX's g. The default is tanh.</summary>
    public RnnActivation CandidateActivation { get; set; }

    /// <summary>The alpha of <see cref="CandidateActivation"/>.</summary>
    public float CandidateAlpha { get; set; }

    /// <summary>The beta of <see cref="CandidateActivation"/>.</summary>
    public float CandidateBeta { get; set; }

    /// <summary>Whether <c>Forward</c>, <c>Backward</c>, <c>Tape</c> and <c>Gradients</c> are emitted. The default is true.</summary>
    public bool Training { get; set; } = true;
}
