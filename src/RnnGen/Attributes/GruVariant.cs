namespace RnnGen;

/// <summary>Where the reset gate r of a gated recurrent unit acts, and which way its update gate z turns.</summary>
public enum GruVariant
{
    /// <summary>
    /// r scales the candidate's recurrent sum, after the product: <c>n = tanh(Wn x + bn + r * (Un h + cn))</c>,
    /// <c>h' = (1 - z) * n + z * h</c>. PyTorch's, cuDNN's and (as <c>reset_after</c>) Keras's default.
    /// </summary>
    ResetAfter,

    /// <summary>
    /// r scales h before the product: <c>n = tanh(Wn x + bn + Un (r * h) + cn)</c>, <c>h' = (1 - z) * n + z * h</c>. The form of Cho et al. 2014 and
    /// the default of ONNX (<c>linear_before_reset = 0</c>).
    /// </summary>
    ResetBefore,

    /// <summary>The candidate sees what r leaves: <c>n = tanh(Wn x + Un ((1 - r) * h) + bn)</c>, <c>h' = (1 - z) * h + z * n</c>.</summary>
    ComplementReset,
}
