using System.Numerics;

namespace RnnGen.Reference;

/// <summary>What a long short-term memory cell can be declared with; the default is PyTorch's <c>nn.LSTM</c>.</summary>
/// <typeparam name="T">The arithmetic.</typeparam>
public sealed record LstmOptions<T> : CellOptions<T>
    where T : IFloatingPointIeee754<T>
{
    /// <summary>Whether gates look at the cell state (Gers and Schmidhuber 2000): i and f at the old one, o at the new one.</summary>
    public bool Peephole { get; init; }

    /// <summary>Floats of h where it is a projection of o * tanh(c') (Sak et al. 2014, PyTorch's <c>proj_size</c>), or 0.</summary>
    public int Projection { get; init; }

    /// <summary>Whether f = 1 - i (Greff et al. 2017, ONNX's <c>input_forget</c>).</summary>
    public bool CoupledGates { get; init; }

    /// <summary>The activation of the gates (ONNX's f).</summary>
    public ActivationFunction<T> GateActivation { get; init; } = ActivationFunction.Sigmoid<T>();

    /// <summary>The activation of the candidate (ONNX's g).</summary>
    public ActivationFunction<T> CandidateActivation { get; init; } = ActivationFunction.Tanh<T>();

    /// <summary>The activation of c' on its way out (ONNX's h).</summary>
    public ActivationFunction<T> CellActivation { get; init; } = ActivationFunction.Tanh<T>();
}
