namespace RnnGen;

/// <summary>An input of a model: <see cref="IModel.Inputs"/>.</summary>
/// <param name="Name">The name of its layer.</param>
/// <param name="Kind">What a step takes of it.</param>
/// <param name="Size">Floats that it gives of a step: of ids those of a row of its table.</param>
/// <param name="Vocabulary">Of ids, they are from 0 to below this; else 0.</param>
public sealed record NetworkInput(string Name, NetworkInputKind Kind, int Size, int Vocabulary);

/// <summary>What a step takes of an input.</summary>
public enum NetworkInputKind
{
    /// <summary>Floats: <see cref="InputLayerAttribute"/>, or <see cref="NetworkAttribute.Input"/>.</summary>
    Floats,

    /// <summary>A token id: <see cref="EmbeddingLayerAttribute"/>.</summary>
    Token,

    /// <summary>A bag of token ids: <see cref="EmbeddingBagLayerAttribute"/>.</summary>
    Bag,
}
