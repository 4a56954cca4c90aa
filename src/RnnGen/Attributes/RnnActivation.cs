namespace RnnGen;

/// <summary>The activation functions of a cell, as ONNX defines them for its LSTM, GRU and RNN operators.</summary>
/// <remarks>Alpha and beta are ONNX's <c>activation_alpha</c> and <c>activation_beta</c>; the defaults stated here are ONNX's. A constant for a
/// function that takes none is an error (RNN0008), as is one out of the stated range (RNN0009). Every constant must be finite.</remarks>
public enum RnnActivation
{
    /// <summary><c>tanh(x)</c>.</summary>
    Tanh,

    /// <summary><c>max(0, x)</c>; NaN stays NaN.</summary>
    Relu,

    /// <summary><c>1 / (1 + exp(-x))</c>.</summary>
    Sigmoid,

    /// <summary><c>min(max(alpha * x + beta, 0), 1)</c>; alpha = 0.2, beta = 0.5.</summary>
    HardSigmoid,

    /// <summary><c>x &gt;= 0 ? x : alpha * x</c>; alpha = 0.01, not negative. Takes no beta.</summary>
    LeakyRelu,

    /// <summary><c>x &gt;= alpha ? x : 0</c>; alpha = 1. Takes no beta.</summary>
    ThresholdedRelu,

    /// <summary><c>alpha * x + beta</c>; alpha = 1, beta = 0.</summary>
    Affine,

    /// <summary><c>alpha * tanh(beta * x)</c>; alpha = 1, not 0; beta = 1.</summary>
    ScaledTanh,

    /// <summary><c>x &gt;= 0 ? x : alpha * (exp(x) - 1)</c>; alpha = 1, not negative. Takes no beta.</summary>
    Elu,

    /// <summary><c>x / (1 + |x|)</c>.</summary>
    Softsign,

    /// <summary><c>log(1 + exp(x))</c>.</summary>
    Softplus,
}
