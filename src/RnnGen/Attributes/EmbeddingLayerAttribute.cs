using System;

namespace RnnGen;

/// <summary>
/// The first layer of a <see cref="NetworkAttribute">network</see> that takes token ids, or one of several inputs side by side: of each its row of a table, as PyTorch's
/// <c>nn.Embedding</c>. The parameter is <c>embedding.weight [vocabulary, size]</c>.
/// </summary>
/// <remarks>
/// Input layers (this one, <see cref="EmbeddingBagLayerAttribute"/> and <see cref="InputLayerAttribute"/>) stand side by side at the beginning of a network, in any number;
/// what they give is joined in the order in which they are declared, as by <c>torch.cat((a, b, ...), -1)</c>. Each is then a span of its own in <c>Step</c>, <c>Run</c> and
/// <c>Forward</c>, named as the layer: of <c>Name = "words"</c> <c>words</c> [steps, streams].
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class EmbeddingLayerAttribute : Attribute
{
    /// <summary>Declares a layer.</summary>
    /// <param name="vocabulary">Tokens: ids are from 0 to below this; 1 to 1048576.</param>
    /// <param name="size">Floats a token: 1 to 4096.</param>
    public EmbeddingLayerAttribute(int vocabulary, int size)
    {
        Vocabulary = vocabulary;
        Size = size;
    }

    /// <summary>Tokens.</summary>
    public int Vocabulary { get; }

    /// <summary>Floats a token.</summary>
    public int Size { get; }

    /// <summary>The layer's name in a <c>state_dict</c>; <c>embedding</c> where it is null.</summary>
    public string? Name { get; set; }

    /// <summary>The token that stands for nothing (PyTorch's <c>padding_idx</c>): from 0 to below the vocabulary, or -1, the default, for none. Its row is zeros after
    /// <c>Initialize</c>, and its gradient is never added to, so that training leaves it at that. <c>Load</c> takes the row that a file has.</summary>
    public int PaddingIndex { get; set; } = -1;

    /// <summary>
    /// Whether the gradients of the table are sparse (PyTorch's <c>sparse=True</c>; the default is dense, as there). <c>Gradients</c> then keeps a list of the rows that
    /// <c>Backward</c> added to, and <c>Clear</c>, the sums of shards, clipping and optimisers look at those rows only, so that a large vocabulary costs an update nothing.
    /// </summary>
    /// <remarks>
    /// Optimisers are lazy, as <c>torch.optim.SparseAdam</c>: the moments of a row that is not in the batch stay as they are, and its weights do not decay. Without momentum
    /// and decay the results are those of dense gradients, bit by bit. Pass the gradients themselves (<c>optimizer.Step(model.Parameters, gradients)</c>), not their
    /// <c>Values</c>: in a flat span nobody sees which rows were added to. <c>Trainer</c> does so.
    /// </remarks>
    public bool SparseRows { get; set; }

    /// <summary>The share of what the layer gives that training sets to zero, 0 to below 1; the others are divided by what is left (<c>nn.Dropout</c>). Only <c>Forward</c> drops
    /// anything; the tape has the seed.</summary>
    public double Dropout { get; set; }

    /// <summary>Whether <see cref="Dropout"/> drops the same floats at all steps of a sequence. See <see cref="DropoutLayerAttribute.Variational"/>.</summary>
    public bool VariationalDropout { get; set; }
}
