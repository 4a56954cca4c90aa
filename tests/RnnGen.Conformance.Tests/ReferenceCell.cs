using System;
using System.Collections.Generic;

namespace RnnGen.Conformance.Tests;

/// <summary>A reference cell in double with gradients of its parameters, as what its kinds have in common.</summary>
internal abstract class ReferenceCell : ITorchCell
{
    public abstract int InputSize { get; }

    public abstract int HiddenSize { get; }

    /// <summary>Floats that a step gives.</summary>
    public virtual int OutputSize => HiddenSize;

    /// <summary>The floats of h, or of h and c.</summary>
    public virtual IReadOnlyList<int> StateSizes => [OutputSize];

    /// <summary>Every parameter with the gradients that backward passes have added up.</summary>
    public abstract IReadOnlyList<(string Name, double[] Values, double[] Gradients)> Parameters { get; }

    /// <summary>The gradients of the parameters as PyTorch names and divides them.</summary>
    public abstract TorchParameters<double> TorchGradients { get; }

    /// <summary>
    /// On which side of an activation's kink every sum of the latest forward pass lay; empty where activations are smooth.
    /// </summary>
    public virtual IReadOnlyList<bool> SidesOfKinks => [];

    /// <summary>Creates the cell that a layer of a PyTorch module is in one direction.</summary>
    public static ReferenceCell Create(TorchCase torch, int layer, int direction, int width)
    {
        ReferenceCell cell = Create(torch.Kind, width, torch.HiddenSize);
        cell.Load(torch.Parameters(layer, direction, width));
        return cell;
    }

    /// <summary>Creates a cell of zero parameters.</summary>
    /// <param name="kind">
    /// One of PyTorch's, which have its equations, or <c>gru_reset_before</c> or <c>gru_complement_reset</c>; behind it options, such as
    /// <c>lstm peephole gate=hardsigmoid</c>.
    /// </param>
    /// <param name="inputSize">Inputs a step.</param>
    /// <param name="hiddenSize">Hidden units.</param>
    public static ReferenceCell Create(string kind, int inputSize, int hiddenSize) => kind.Split(' ')[0] switch
    {
        "lstm" => new ReferenceLstm(inputSize, hiddenSize, new CellOptions(kind)),
        "gru" => new ReferenceGru(inputSize, hiddenSize, Reference.GruVariant.ResetAfter, new CellOptions(kind)),
        "gru_reset_before" => new ReferenceGru(inputSize, hiddenSize, Reference.GruVariant.ResetBefore, new CellOptions(kind)),
        "gru_complement_reset" => new ReferenceGru(inputSize, hiddenSize, Reference.GruVariant.ComplementReset, new CellOptions(kind)),
        "rnn_tanh" => new ReferenceRnn(inputSize, hiddenSize, new CellOptions(kind)),
        "rnn_relu" => new ReferenceRnn(inputSize, hiddenSize, new CellOptions(kind + " candidate=relu")),
        _ => throw new ArgumentException($"There is no reference of {kind}.", nameof(kind)),
    };

    /// <summary>Runs over a sequence.</summary>
    /// <param name="inputs">[step, input]</param>
    /// <param name="outputs">[step, hidden]</param>
    /// <param name="states">h (and c), [hidden] each: on return the final ones.</param>
    public abstract void Run(double[] inputs, double[] outputs, double[][] states);

    /// <summary>Runs over a sequence, arguments as for <see cref="Run"/>, and returns the way back.</summary>
    public abstract Pullback Forward(double[] inputs, double[] outputs, double[][] states);

    /// <summary>Takes PyTorch's parameters.</summary>
    protected abstract void Load(TorchParameters<float> parameters);

    /// <summary>Adds a tensor, if there is one, to as many elements.</summary>
    protected static void Add(ReadOnlySpan<float> values, Span<double> sums)
    {
        for (int i = 0; i < values.Length; i++)
        {
            sums[i] += values[i];
        }
    }
}
