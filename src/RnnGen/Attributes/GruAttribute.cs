using System;

namespace RnnGen;

/// <summary>What a gated recurrent unit cell and a layer of such cells can be declared with: <see cref="GruCellAttribute"/>, which has the equations, and
/// <see cref="GruLayerAttribute"/>.</summary>
public abstract class GruAttribute : Attribute
{
    private protected GruAttribute()
    {
    }

    /// <summary>Where the reset gate acts.</summary>
    public GruVariant Variant { get; set; }

    /// <summary>How closely sigmoid and tanh follow the exact functions.</summary>
    public Accuracy Accuracy { get; set; }

    /// <summary>Whether the cell has <c>bias_ih</c> and <c>bias_hh</c> (PyTorch's <c>bias</c>, Keras's <c>use_bias</c>). Without them, a file
    /// that has them is refused.</summary>
    public bool Bias { get; set; } = true;

    /// <summary>The bound of the arguments a of the activations of r, z and n, from -Clip to Clip (ONNX's <c>clip</c>); NaN passes, and the derivative
    /// is 0 unless <c>|a| &lt; Clip</c>. 0, the default: no clipping.</summary>
    public float Clip { get; set; }

    /// <summary>The activation of r and z: ONNX's f, Keras's <c>recurrent_activation</c>.</summary>
    public RnnActivation GateActivation { get; set; } = RnnActivation.Sigmoid;

    /// <summary>The alpha of <see cref="GateActivation"/>; NaN, the default, is ONNX's default for the function.</summary>
    public float GateAlpha { get; set; } = float.NaN;

    /// <summary>The beta of <see cref="GateActivation"/>; NaN, the default, is ONNX's default for the function.</summary>
    public float GateBeta { get; set; } = float.NaN;

    /// <summary>The activation of n: ONNX's g, Keras's <c>activation</c>.</summary>
    public RnnActivation CandidateActivation { get; set; } = RnnActivation.Tanh;

    /// <summary>The alpha of <see cref="CandidateActivation"/>; NaN, the default, is ONNX's default for the function.</summary>
    public float CandidateAlpha { get; set; } = float.NaN;

    /// <summary>The beta of <see cref="CandidateActivation"/>; NaN, the default, is ONNX's default for the function.</summary>
    public float CandidateBeta { get; set; } = float.NaN;
}
