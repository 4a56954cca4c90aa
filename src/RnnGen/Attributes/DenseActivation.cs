namespace RnnGen;

/// <summary>What a <see cref="DenseLayerAttribute">dense layer</see> applies to its sums s.</summary>
public enum DenseActivation
{
    /// <summary>s: logits.</summary>
    None,

    /// <summary>max(s, 0)</summary>
    Relu,

    /// <summary>tanh(s)</summary>
    Tanh,

    /// <summary>1 / (1 + exp(-s))</summary>
    Sigmoid,

    /// <summary>exp(s_k) / sum over j of exp(s_j): probabilities.</summary>
    Softmax,

    /// <summary>The logarithm of <see cref="Softmax"/>.</summary>
    LogSoftmax,
}
