namespace RnnGen;

/// <summary>What a long short-term memory cell and a layer of such cells can be declared with: <see cref="LstmCellAttribute"/>, which has the equations, and
/// <see cref="LstmLayerAttribute"/>.</summary>
public abstract class LstmAttribute : CellAttribute
{
    private protected LstmAttribute()
    {
    }

    /// <summary>Whether the gates i and f see c, and o sees c', each unit its own (Gers and Schmidhuber 2000; ONNX's <c>P</c>):
    /// <c>a_i = s_i + p_i * c</c>, <c>a_f = s_f + p_f * c</c>, <c>a_o = s_o + p_o * c'</c>. Adds <c>weight_peephole [3 hidden]</c>, in the order
    /// i, f, o (<c>[2 hidden]</c>, i, o, with <see cref="CoupledGates"/>). Not with <see cref="CellAttribute.LayerNorm"/> (RNN0007).</summary>
    public bool Peephole { get; set; }

    /// <summary>The size of a projected h, from 1 to hidden - 1 (PyTorch's <c>proj_size</c>; Sak, Senior and Beaufays 2014):
    /// <c>h' = Whr (o * tanh(c'))</c>. Adds <c>weight_hr [projection, hidden]</c>, and <c>weight_hh</c> becomes <c>[4 hidden, projection]</c>; c keeps
    /// its hidden units. 0, the default: no projection.</summary>
    public int Projection { get; set; }

    /// <summary>Whether the forget gate is <c>f = 1 - i</c> (ONNX's <c>input_forget</c>; Greff et al. 2017). The gates are then i, g, o, in this order
    /// in all tensors, whose <c>4 hidden</c> becomes <c>3 hidden</c>.</summary>
    public bool CoupledGates { get; set; }

    /// <summary>The value that <c>Initialize</c> gives the forget gate's bias (Gers et al. 2000 and Jozefowicz et al. 2015 use 1; Keras's
    /// <c>unit_forget_bias</c>). 0, the default: drawn as the other biases. Needs <see cref="CellAttribute.Bias"/>, and not <see cref="CoupledGates"/> (RNN0007).
    /// </summary>
    public float ForgetBias { get; set; }

    /// <summary>The activation of i, f and o: ONNX's f, Keras's <c>recurrent_activation</c>.</summary>
    public RnnActivation GateActivation { get; set; } = RnnActivation.Sigmoid;

    /// <summary>The alpha of <see cref="GateActivation"/>; NaN, the default, is ONNX's default for the function.</summary>
    public float GateAlpha { get; set; } = float.NaN;

    /// <summary>The beta of <see cref="GateActivation"/>; NaN, the default, is ONNX's default for the function.</summary>
    public float GateBeta { get; set; } = float.NaN;

    /// <summary>The activation of the candidate g: ONNX's g, Keras's <c>activation</c> (which is <see cref="CellActivation"/>, too).</summary>
    public RnnActivation CandidateActivation { get; set; } = RnnActivation.Tanh;

    /// <summary>The alpha of <see cref="CandidateActivation"/>; NaN, the default, is ONNX's default for the function.</summary>
    public float CandidateAlpha { get; set; } = float.NaN;

    /// <summary>The beta of <see cref="CandidateActivation"/>; NaN, the default, is ONNX's default for the function.</summary>
    public float CandidateBeta { get; set; } = float.NaN;

    /// <summary>The activation of c' on its way to h': ONNX's h.</summary>
    public RnnActivation CellActivation { get; set; } = RnnActivation.Tanh;

    /// <summary>The alpha of <see cref="CellActivation"/>; NaN, the default, is ONNX's default for the function.</summary>
    public float CellAlpha { get; set; } = float.NaN;

    /// <summary>The beta of <see cref="CellActivation"/>; NaN, the default, is ONNX's default for the function.</summary>
    public float CellBeta { get; set; } = float.NaN;
}
