namespace RnnGen.Generator.Model;

/// <summary>The activation of a dense layer: the values of the library's <c>DenseActivation</c>.</summary>
internal enum DenseActivationKind
{
    None,
    Relu,
    Tanh,
    Sigmoid,
    Softmax,
    LogSoftmax,
}
