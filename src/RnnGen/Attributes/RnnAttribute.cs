namespace RnnGen;

/// <summary>What an Elman cell and a layer of such cells can be declared with: <see cref="RnnCellAttribute"/>, which has the equations, and
/// <see cref="RnnLayerAttribute"/>.</summary>
public abstract class RnnAttribute : CellAttribute
{
    private protected RnnAttribute()
    {
    }

    /// <summary>The function of the sum: PyTorch's <c>nonlinearity</c>, Keras's <c>activation</c>, ONNX's f.</summary>
    public RnnActivation Activation { get; set; }

    /// <summary>The alpha of <see cref="Activation"/>; NaN, the default, is ONNX's default for the function.</summary>
    public float Alpha { get; set; } = float.NaN;

    /// <summary>The beta of <see cref="Activation"/>; NaN, the default, is ONNX's default for the function.</summary>
    public float Beta { get; set; } = float.NaN;
}
