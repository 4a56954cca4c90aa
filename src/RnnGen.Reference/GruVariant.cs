namespace RnnGen.Reference;

/// <summary>
/// The gated recurrent units in use: where the reset gate acts on the candidate n, and which of the old state and the candidate the update
/// gate keeps.
/// </summary>
public enum GruVariant
{
    /// <summary>
    /// Reset after the recurrent product, which has a bias of its own:
    /// n = tanh(Wn x + bn + r * (Un h + cn)), h' = (1 - z) * n + z * h.
    /// PyTorch, cuDNN, the default of Keras (<c>reset_after=True</c>), ONNX with <c>linear_before_reset=1</c>.
    /// </summary>
    ResetAfter,

    /// <summary>
    /// Reset before the recurrent product (Cho et al. 2014):
    /// n = tanh(Wn x + bn + Un (r * h)), h' = (1 - z) * n + z * h.
    /// The default of ONNX, Keras with <c>reset_after=False</c>.
    /// </summary>
    ResetBefore,

    /// <summary>
    /// As <see cref="ResetBefore"/> with both gates' complements:
    /// n = tanh(Wn x + bn + Un ((1 - r) * h)), h' = (1 - z) * h + z * n.
    /// </summary>
    ComplementReset,
}
