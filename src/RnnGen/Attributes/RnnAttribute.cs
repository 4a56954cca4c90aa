using System;

namespace RnnGen;

/// <summary>What an Elman cell and a layer of such cells can be declared with: <see cref="RnnCellAttribute"/>, which has the equations, and
/// <see cref="RnnLayerAttribute"/>.</summary>
public abstract class RnnAttribute : Attribute
{
    private protected RnnAttribute()
    {
    }

    /// <summary>The function of the sum: PyTorch's <c>nonlinearity</c>, Keras's <c>activation</c>, ONNX's f.</summary>
    public RnnActivation Activation { get; set; }

    /// <summary>How closely tanh follows the exact function.</summary>
    public Accuracy Accuracy { get; set; }

    /// <summary>Whether the cell has <c>bias_ih</c> and <c>bias_hh</c> (PyTorch's <c>bias</c>, Keras's <c>use_bias</c>). Without them, a file
    /// that has them is refused.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>The bound of the sum a, from -Clip to Clip, before the activation (ONNX's <c>clip</c>); NaN passes, and the derivative is 0 unless
    /// <c>|a| &lt; Clip</c>. 0, the default: no clipping.</summary>
    public float Clip { get; set; }

    /// <summary>The alpha of <see cref="Activation"/>; NaN, the default, is ONNX's default for the function.</summary>
    public float Alpha { get; set; } = float.NaN;

    /// <summary>The beta of <see cref="Activation"/>; NaN, the default, is ONNX's default for the function.</summary>
    public float Beta { get; set; } = float.NaN;
}
