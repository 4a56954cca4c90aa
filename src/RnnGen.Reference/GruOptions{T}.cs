using System.Numerics;

namespace RnnGen.Reference;

/// <summary>What a gated recurrent unit can be declared with besides its variant.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
public sealed record GruOptions<T> : CellOptions<T>
    where T : IFloatingPointIeee754<T>
{
    /// <summary>The activation of the gates (ONNX's f).</summary>
    public ActivationFunction<T> GateActivation { get; init; } = ActivationFunction.Sigmoid<T>();

    /// <summary>The activation of the candidate (ONNX's g).</summary>
    public ActivationFunction<T> CandidateActivation { get; init; } = ActivationFunction.Tanh<T>();
}
