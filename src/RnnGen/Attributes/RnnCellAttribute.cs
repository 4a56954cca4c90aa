using System;

namespace RnnGen;

/// <summary>
/// Turns a partial class into an Elman cell (Elman 1990): fixed-size, allocation-free, vectorised C# for exactly these sizes, emitted at
/// compile time.
/// </summary>
/// <remarks>
/// <code>
/// h' = tanh(W x + U h + b)
/// </code>
/// Parameters are named as in PyTorch's <c>nn.RNN</c>: <c>weight_ih_l0 [hidden, input]</c>, <c>weight_hh_l0 [hidden, hidden]</c>,
/// <c>bias_ih_l0 [hidden]</c>, <c>bias_hh_l0 [hidden]</c>.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class RnnCellAttribute : Attribute
{
    /// <summary>Declares a cell whose input is as wide as its hidden state.</summary>
    /// <param name="hidden">Hidden units, and inputs: 1 to 4096.</param>
    public RnnCellAttribute(int hidden)
        : this(hidden, hidden)
    {
    }

    /// <summary>Declares a cell.</summary>
    /// <param name="input">Inputs a step: 1 to 4096.</param>
    /// <param name="hidden">Hidden units: 1 to 4096.</param>
    public RnnCellAttribute(int input, int hidden)
    {
        Input = input;
        Hidden = hidden;
    }

    /// <summary>Inputs a step.</summary>
    public int Input { get; }

    /// <summary>Hidden units.</summary>
    public int Hidden { get; }

    /// <summary>The function of the sum.</summary>
    public RnnActivation Activation { get; set; }

    /// <summary>How closely tanh follows the exact function.</summary>
    public Accuracy Accuracy { get; set; }

    /// <summary>Whether the sum has a bias: PyTorch's <c>bias</c>, Keras's <c>use_bias</c>. The default is true.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>
    /// Where the argument of the activation is clipped, to +-Clip: ONNX's <c>clip</c>, as ONNX Runtime does it. 0, the default, is nowhere.
    /// </summary>
    public float Clip { get; set; }

    /// <summary>The alpha of <see cref="Activation"/>.</summary>
    public float Alpha { get; set; }

    /// <summary>The beta of <see cref="Activation"/>.</summary>
    public float Beta { get; set; }

    /// <summary>Whether <c>Forward</c>, <c>Backward</c>, <c>Tape</c> and <c>Gradients</c> are emitted. The default is true.</summary>
    public bool Training { get; set; } = true;
}
