using System;

namespace RnnGen;

/// <summary>
/// A long short-term memory layer of a <see cref="NetworkAttribute">network</see>, as PyTorch's <c>nn.LSTM</c>: one cell or several stacked, in one direction
/// or both. <see cref="LstmCellAttribute"/> has the equations; its options are here, too, and hold for all cells of the layer.
/// </summary>
/// <remarks>
/// Its parameters are PyTorch's, under the layer's name: <c>lstm.weight_ih_l0</c> and so on, of layer 1 <c>_l1</c>, of the reverse direction <c>_l0_reverse</c>. Both directions' outputs stand side by side,
/// forward first.
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class LstmLayerAttribute : LstmAttribute
{
    /// <summary>Declares a layer that takes what the layer before gives (or, of the first layer, what <see cref="NetworkAttribute"/> says).</summary>
    /// <param name="hidden">Hidden units: 1 to 4096.</param>
    public LstmLayerAttribute(int hidden) => Hidden = hidden;

    /// <summary>Declares a layer and what it takes.</summary>
    /// <param name="input">Floats a step: 1 to 4096; what the layer before gives, if there is one.</param>
    /// <param name="hidden">Hidden units: 1 to 4096.</param>
    public LstmLayerAttribute(int input, int hidden)
    {
        Input = input;
        Hidden = hidden;
    }

    /// <summary>Floats a step takes, or 0 where it was not declared.</summary>
    public int Input { get; }

    /// <summary>Hidden units.</summary>
    public int Hidden { get; }

    /// <summary>The layer's name in a <c>state_dict</c>, and in the members that are emitted for it; <c>lstm</c> where it is null, and empty for
    /// tensors without a prefix.</summary>
    public string? Name { get; set; }

    /// <summary>Cells one on top of the other (PyTorch's <c>num_layers</c>), 1 to 64: each takes the outputs of the one below.</summary>
    public int Layers { get; set; } = 1;

    /// <summary>Whether what a cell takes is added to what it gives (<c>x + lstm(x)[0]</c> in PyTorch): of several stacked cells around each, after its dropout, so that what
    /// the layer takes must be as wide as what it gives, of both directions together (RNN0007). The states stay as they are without it.</summary>
    public bool Residual { get; set; }

    /// <summary>Whether a second cell reads each sequence from its end (PyTorch's <c>bidirectional</c>). The outputs are then twice as wide, and a network
    /// with such a layer has no <c>Step</c>, since an output depends on all inputs of the sequence.</summary>
    public bool Bidirectional { get; set; }

    /// <summary>Whether the layer's only cell (where several are stacked: each of them) reads each sequence from its end (ONNX's <c>direction</c> <c>reverse</c>, Keras's
    /// <c>go_backwards</c>). The output of a step stands at that step, and the final state is the one after the first step. The tensors are those of the reverse
    /// direction, <c>_l0_reverse</c>, and the network has no <c>Step</c>. Not with <see cref="Bidirectional"/> (RNN0007).</summary>
    public bool Reverse { get; set; }

    /// <summary>The share of outputs of every stacked cell but the topmost that training sets to zero (PyTorch's <c>dropout</c>), 0 to below 1; the others
    /// are divided by what is left. Needs <see cref="Layers"/> of at least 2: behind the topmost put a <see cref="DropoutLayerAttribute"/>. Only <c>Forward</c> drops anything;
    /// the tape has the seed.</summary>
    public double Dropout { get; set; }

    /// <summary>Whether <see cref="Dropout"/> drops the same floats at all steps of a sequence. See <see cref="DropoutLayerAttribute.Variational"/>.</summary>
    public bool VariationalDropout { get; set; }

    /// <summary>
    /// The share of recurrent weights (<c>weight_hh</c>, of all stacked cells and both directions) that training sets to zero, 0 to below 1; the others are divided by what
    /// is left. It is the weight drop of AWD-LSTM (Merity et al. 2018; <c>F.dropout(weight_hh, p)</c> before <c>Forward</c>), one mask for all streams and steps, which
    /// depends on the tape's <c>DropoutSeed</c> alone.
    /// </summary>
    public double RecurrentDropout { get; set; }
}
