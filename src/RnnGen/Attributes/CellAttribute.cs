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

    /// <summary>The bound of the argument a of every gate's and the candidate's activation, from -Clip to Clip, after all that else becomes of the sum
    /// (ONNX's <c>clip</c>); the state is not clipped. NaN passes, and the derivative is 0 unless <c>|a| &lt; Clip</c>. 0, the default: no clipping.</summary>
    public float Clip { get; set; }
}
