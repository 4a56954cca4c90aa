using System;

namespace RnnGen;

/// <summary>What every cell and every layer of cells can be declared with.</summary>
public abstract class CellAttribute : Attribute
{
    private protected CellAttribute()
    {
    }

    /// <summary>How closely sigmoid and tanh follow the exact functions.</summary>
    public Accuracy Accuracy { get; set; }

    /// <summary>Whether the cell has <c>bias_ih</c> and <c>bias_hh</c> (PyTorch's <c>bias</c>, Keras's <c>use_bias</c>). Without them, a file
    /// that has them is refused.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>
    /// How the old h enters the sums. With <see cref="Recurrence.Diagonal"/> every <c>U h</c> of the equations is <c>u * h</c>, element by element (a GRU that resets
    /// before: <c>u * (r * h)</c>), added to the input sum with one rounding, and what other options do with a sum comes after it. <c>weight_hh</c> is then
    /// <c>[gates hidden]</c>, in the order of the gates, and drawn uniformly from +-1/sqrt(hidden) as it is otherwise. With an Elman cell this is IndRNN (Li et al.
    /// 2018); <c>docs/diagonal.md</c> says how ParaGRU and ParaLSTM (Danieli et al. 2025) are declared. Not with <see cref="LstmAttribute.Projection"/> (RNN0007).
    /// </summary>
    public Recurrence Recurrence { get; set; }

    /// <summary>
    /// Whether what goes into the gates and the candidate is normalised over the hidden units (Ba, Kiros and Hinton 2016):
    /// <c>LN(s) = gain * (s - mean(s)) / sqrt(var(s) + 1e-5) + shift</c>, with the population's variance and each gate's own gain and shift.
    /// <list type="bullet">
    /// <item><description>LSTM: each gate's whole sum, and c' on its way to h', <c>h' = o * tanh(LN(c'))</c>; the carried c' is not normalised.</description></item>
    /// <item><description>GRU: the whole sums of r and z. Of n in ResetAfter, as in the paper's GRU, the input sum and the recurrent sum by themselves,
    /// <c>n = tanh(LN(Wn x + bn) + r * LN(Un h + cn))</c>; in other variants the whole sum.</description></item>
    /// <item><description>Elman cell: the sum.</description></item>
    /// </list>
    /// Adds <c>layer_norm_gates_weight</c> and <c>layer_norm_gates_bias [gates hidden]</c>; of an LSTM <c>layer_norm_cell_weight</c> and
    /// <c>layer_norm_cell_bias [hidden]</c>; of a GRU that resets after <c>layer_norm_recurrent_weight</c> and <c>layer_norm_recurrent_bias [hidden]</c>. Not with
    /// <see cref="LstmAttribute.Peephole"/>, nor for a single hidden unit (RNN0007).
    /// </summary>
    public bool LayerNorm { get; set; }

    /// <summary>The bound of the argument a of every gate's and the candidate's activation, from -Clip to Clip, after all that else becomes of the sum
    /// (ONNX's <c>clip</c>); the state is not clipped. NaN passes, and the derivative is 0 unless <c>|a| &lt; Clip</c>. 0, the default: no clipping.</summary>
    public float Clip { get; set; }
}
