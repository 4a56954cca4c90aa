namespace RnnGen;

/// <summary>An input of a model: <see cref="IModel.Inputs"/>.</summary>
/// <param name="Name">The name of its layer.</param>
/// <param name="Kind">What a step takes of it.</param>
/// <param name="Size">Floats that it gives of a step: of ids those of a row of its table, or of the outputs of the network that reads them.</param>
/// <param name="Vocabulary">Of ids, they are from 0 to below this; else 0.</param>
public sealed record NetworkInput(string Name, NetworkInputKind Kind, int Size, int Vocabulary)
{
    /// <summary>The only input of a model: floats, or a token id, which is its first layer's.</summary>
    internal static NetworkInput Of(IModel model) =>
        model.VocabularySize == 0 ? new("input", NetworkInputKind.Floats, model.InputSize, 0)
        : model.Layers[0] is EmbeddingModelLayer table ? new(table.Name, NetworkInputKind.Token, table.Size, table.Vocabulary)
        : new("input", NetworkInputKind.Token, 1, model.VocabularySize);
}

/// <summary>What a step takes of an input.</summary>
public enum NetworkInputKind
{
    /// <summary>Floats: <see cref="InputLayerAttribute"/>, or <see cref="NetworkAttribute.Input"/>.</summary>
    Floats,

    /// <summary>A token id: <see cref="EmbeddingLayerAttribute"/>.</summary>
    Token,

    /// <summary>A bag of token ids: <see cref="EmbeddingBagLayerAttribute"/>.</summary>
    Bag,

    /// <summary>A sequence of token ids: <see cref="NetworkLayerAttribute"/>.</summary>
    Sequence,
}
