using System;

namespace RnnGen;

/// <summary>
/// A layer of a <see cref="NetworkAttribute">network</see> that drops some floats of the rows that it takes, in training only, as PyTorch's <c>nn.Dropout</c> (Srivastava et
/// al. 2014): between any two layers, behind several inputs (of the row to which they are joined), or first, of the floats that the network takes. It has no tensors.
/// </summary>
/// <remarks>
/// Only <c>Forward</c> drops anything; <c>Step</c> and <c>Run</c> are those of the network without it. What is dropped depends on the tape's <c>DropoutSeed</c>, on the number
/// of the stream (<c>DropoutStreams</c>), and on the step.
/// <code>
/// [Network]
/// [EmbeddingLayer(vocabulary: 5000, size: 100, Name = "words")]
/// [EmbeddingBagLayer(vocabulary: 20000, size: 50, Name = "chars")]
/// [DropoutLayer(0.3, Variational = true)]
/// [LstmLayer(hidden: 128, Bidirectional = true, RecurrentDropout = 0.2)]
/// [DropoutLayer(0.3, Variational = true)]
/// [DenseLayer(outputs: 9)]
/// [CrfLayer]
/// public sealed partial class Tagger;
/// </code>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class DropoutLayerAttribute : Attribute
{
    /// <summary>Declares a layer.</summary>
    /// <param name="rate">The share of floats to drop: above 0 and below 1; the others are divided by what is left.</param>
    public DropoutLayerAttribute(double rate) => Rate = rate;

    /// <summary>The share of floats to drop.</summary>
    public double Rate { get; }

    /// <summary>
    /// Whether all steps of a sequence drop the same floats: variational dropout (Gal and Ghahramani 2016), which is the <c>LockedDropout</c> of AWD-LSTM and torchnlp, and
    /// <c>nn.Dropout1d</c> of <c>[streams, floats, steps]</c>. In truncated BPTT a mask is for one <c>Forward</c>.
    /// </summary>
    public bool Variational { get; set; }
}
