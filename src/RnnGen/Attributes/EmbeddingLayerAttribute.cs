using System;

namespace RnnGen;

/// <summary>
/// The first layer of a <see cref="NetworkAttribute">network</see> that takes token ids: of each its row of a table, as PyTorch's <c>nn.Embedding</c>.
/// The parameter is <c>embedding.weight [vocabulary, size]</c>.
/// </summary>
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
}
