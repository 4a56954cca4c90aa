using System;
using Shared.Tagging;

namespace NamedEntities;

/// <summary>A sentence as the features of its words.</summary>
/// <param name="features">The features of a word.</param>
/// <param name="reach">Words on each side that a row has, too: for a model that sees no others.</param>
internal sealed class EntityEncoder(WordFeatures features, int reach) : ISentenceEncoder<Sentence>
{
    /// <summary>Types of names, at most.</summary>
    public const int MaxTypes = 20;

    /// <summary>Floats a word.</summary>
    public const int Places = 2048;

    /// <inheritdoc/>
    public int RowSize => Places;

    /// <inheritdoc/>
    public void Encode(Sentence sentence, int first, Span<float> rows, Random? random)
    {
        for (int index = 0; index < rows.Length / Places; index++)
        {
            features.AddTo(sentence.Words, first + index, reach, rows.Slice(index * Places, Places), random);
        }
    }
}
