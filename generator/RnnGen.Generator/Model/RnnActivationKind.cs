namespace RnnGen.Generator.Model;

/// <summary>The values of <c>RnnGen.RnnActivation</c>, in its order (a test compares them).</summary>
internal enum RnnActivationKind
{
    Tanh,
    Relu,
    Sigmoid,
    HardSigmoid,
    LeakyRelu,
    ThresholdedRelu,
    Affine,
    ScaledTanh,
    Elu,
    Softsign,
    Softplus,
}
