namespace RnnGen;

/// <summary>What a gated recurrent unit cell and a layer of such cells can be declared with: <see cref="GruCellAttribute"/>, which has the equations, and
/// <see cref="GruLayerAttribute"/>.</summary>
public abstract class GruAttribute : CellAttribute
{
    private protected GruAttribute()
    {
    }

    /// <summary>Where the reset gate acts.</summary>
    public GruVariant Variant { get; set; }

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
