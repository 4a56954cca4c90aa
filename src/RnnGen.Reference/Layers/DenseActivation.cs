namespace RnnGen.Reference;

/// <summary>What a <see cref="DenseLayer{T}"/> applies to its sums s.</summary>
public enum DenseActivation
{
    /// <summary>s</summary>
    None,

    /// <summary>max(s, 0), whose slope at 0 is 0.</summary>
    Relu,

    /// <summary>tanh(s)</summary>
    Tanh,

    /// <summary>1 / (1 + exp(-s))</summary>
    Sigmoid,

    /// <summary>exp(s_k) / sum over j of exp(s_j)</summary>
    Softmax,

    /// <summary>The logarithm of <see cref="Softmax"/>.</summary>
    LogSoftmax,
}
