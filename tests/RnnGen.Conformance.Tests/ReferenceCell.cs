using System;

namespace RnnGen.Conformance.Tests;

/// <summary>A reference cell in double, as what its kinds have in common.</summary>
internal abstract class ReferenceCell
{
    /// <summary>Creates the cell that a layer of a PyTorch module is in one direction.</summary>
    public static ReferenceCell Create(TorchCase torch, int layer, int direction, int width)
    {
        ReferenceCell cell = torch.Kind switch
        {
            "lstm" => new ReferenceLstm(width, torch.HiddenSize),
            "gru" => new ReferenceGru(width, torch.HiddenSize, Reference.GruVariant.ResetAfter),
            "rnn_tanh" => new ReferenceRnn(width, torch.HiddenSize, Reference.ActivationFunction.Tanh<double>()),
            "rnn_relu" => new ReferenceRnn(width, torch.HiddenSize, Reference.ActivationFunction.Relu<double>()),
            _ => throw new ArgumentException($"There is no reference of {torch.Kind}.", nameof(torch)),
        };
        cell.Load(torch.Parameters(layer, direction, width));
        return cell;
    }

    /// <summary>Runs over a sequence.</summary>
    /// <param name="inputs">[step, input]</param>
    /// <param name="outputs">[step, hidden]</param>
    /// <param name="states">h (and c), [hidden] each: on return the final ones.</param>
    public abstract void Run(double[] inputs, double[] outputs, double[][] states);

    /// <summary>Takes PyTorch's parameters.</summary>
    protected abstract void Load(TorchParameters parameters);

    /// <summary>Adds a tensor, if there is one, to as many elements.</summary>
    protected static void Add(ReadOnlySpan<float> values, Span<double> sums)
    {
        for (int i = 0; i < values.Length; i++)
        {
            sums[i] += values[i];
        }
    }
}
