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
/// <para>With every option: <c>h' = activation(clip(W x + U h + b))</c>, a clip being <c>min(max(a, -Clip), Clip)</c>. Without <see cref="CellAttribute.Bias"/>
/// there are no <c>bias_ih_l0</c> and <c>bias_hh_l0</c>. With <see cref="CellAttribute.LayerNorm"/> the sum is <c>LN(W x + U h + b)</c>, and there are
/// <c>layer_norm_gates_weight_l0</c> and <c>layer_norm_gates_bias_l0 [hidden]</c>. With <see cref="CellAttribute.Recurrence"/> diagonal, <c>U h</c> is <c>u * h</c>, and
/// <c>weight_hh_l0</c> is <c>[hidden]</c>.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = false, Inherited = false)]
public sealed class RnnCellAttribute : RnnAttribute
{
    /// <summary>Declares a cell whose input is as wide as its hidden state.</summary>
    /// <param name="hidden">Hidden units, and inputs: 1 to 16384.</param>
    public RnnCellAttribute(int hidden)
        : this(hidden, hidden)
    {
    }

    /// <summary>Declares a cell.</summary>
    /// <param name="input">Inputs a step: 1 to 16384.</param>
    /// <param name="hidden">Hidden units: 1 to 16384.</param>
    public RnnCellAttribute(int input, int hidden)
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
