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
}
