namespace RnnGen;

/// <summary>
/// The activation functions, as ONNX defines them for its <c>LSTM</c>, <c>GRU</c> and <c>RNN</c>. Alpha and beta are the properties of the attribute;
/// where they are not set, ONNX's defaults hold.
/// </summary>
public enum RnnActivation
{
    /// <summary>tanh(x): the default of candidates, and of an Elman cell.</summary>
    Tanh,

    /// <summary>max(x, 0).</summary>
    Relu,

    /// <summary>1 / (1 + exp(-x)): the default of gates.</summary>
    Sigmoid,

    /// <summary>min(max(alpha * x + beta, 0), 1); alpha 0.2, beta 0.5.</summary>
    HardSigmoid,

    /// <summary>x where x >= 0, alpha * x below; alpha 0.01, not negative.</summary>
    LeakyRelu,

    /// <summary>x where x >= alpha, 0 below; alpha 1.</summary>
    ThresholdedRelu,

    /// <summary>alpha * x + beta; alpha 1, beta 0.</summary>
    Affine,

    /// <summary>alpha * tanh(beta * x); alpha 1, not zero, beta 1.</summary>
    ScaledTanh,

    /// <summary>x where x >= 0, alpha * (exp(x) - 1) below; alpha 1, not negative.</summary>
    Elu,

    /// <summary>x / (1 + abs(x)).</summary>
    Softsign,

    /// <summary>log(1 + exp(x)).</summary>
    Softplus,
}
