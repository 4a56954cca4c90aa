using System;

namespace RnnGen;

/// <summary>
/// An input of a <see cref="NetworkAttribute">network</see> that takes a bag of token ids a step: of all of them the rows of a table, summed or their mean. It equals
/// PyTorch's <c>nn.EmbeddingBag(vocabulary, size, mode, include_last_offset=True)</c>. The parameter is <c>embedding_bag.weight [vocabulary, size]</c>.
/// </summary>
/// <remarks>
/// <para>
/// <c>Step</c>, <c>Run</c> and <c>Forward</c> take two spans of it, named as the layer: of <c>Name = "chars"</c> <c>chars</c>, the ids of all bags one after the other,
/// and <c>charsOffsets</c> [steps * streams + 1], where in them each bag starts, and behind the last one their number. Bags stand in the layout of the other inputs. A bag
/// may be empty, and may have an id twice.
/// </para>
/// <code>
/// y = sum over the ids of the bag, ascending, of weight[id]      (Sum)
/// y = that / the number of ids                                   (Mean)
/// </code>
/// <para>Input layers stand side by side at the beginning of a network, in any number; what they give is joined in the order in which they are declared.</para>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class EmbeddingBagLayerAttribute : Attribute
{
    /// <summary>Declares an input.</summary>
    /// <param name="vocabulary">Tokens: ids are from 0 to below this; 1 to 1048576.</param>
    /// <param name="size">Floats a token: 1 to 4096.</param>
    /// <param name="mode">What becomes of the rows of a bag.</param>
    public EmbeddingBagLayerAttribute(int vocabulary, int size, BagMode mode = BagMode.Mean)
    {
        Vocabulary = vocabulary;
        Size = size;
        Mode = mode;
    }

    /// <summary>Tokens.</summary>
    public int Vocabulary { get; }

    /// <summary>Floats a token.</summary>
    public int Size { get; }

    /// <summary>What becomes of the rows of a bag.</summary>
    public BagMode Mode { get; }

    /// <summary>The layer's name in a <c>state_dict</c>, and of its spans; <c>embedding_bag</c> where it is null.</summary>
    public string? Name { get; set; }

    /// <summary>The token that stands for nothing (PyTorch's <c>padding_idx</c>): from 0 to below the vocabulary, or -1, the default, for none. A bag is as if it were not
    /// there: it is not added, and not counted. Its row is zeros after <c>Initialize</c>, and has no gradient.</summary>
    public int PaddingIndex { get; set; } = -1;

    /// <summary>
    /// Whether the gradients of the table are sparse (PyTorch's <c>sparse=True</c>): an update looks only at the rows of tokens that its batch has, whatever the vocabulary.
    /// See <see cref="EmbeddingLayerAttribute.SparseRows"/>.
    /// </summary>
    public bool SparseRows { get; set; }

    /// <summary>The share of what the layer gives (of the sum or mean, not of single ids) that training sets to zero, 0 to below 1; the others are divided by what is left (<c>nn.Dropout</c>). Only <c>Forward</c> drops
    /// anything; the tape has the seed.</summary>
    public double Dropout { get; set; }

    /// <summary>Whether <see cref="Dropout"/> drops the same floats at all steps of a sequence. See <see cref="DropoutLayerAttribute.Variational"/>.</summary>
    public bool VariationalDropout { get; set; }
}
