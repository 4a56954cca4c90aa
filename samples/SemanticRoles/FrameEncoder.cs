using System;
using Shared.Tagging;

namespace SemanticRoles;

/// <summary>A sentence and its predicate as features of each word, of the predicate, and of where it stands.</summary>
/// <param name="features">The features of a word.</param>
/// <param name="reach">Words on each side that a row has, too: for a model that sees no others.</param>
internal sealed class FrameEncoder(WordFeatures features, int reach) : ISentenceEncoder<Frame>
{
    /// <summary>Roles, at most.</summary>
    public const int MaxTypes = 64;

    /// <summary>Floats a word.</summary>
    public const int Count = Places + PositionFloats;

    /// <summary>Places for the words' features.</summary>
    public const int Places = 1024;

    // Whether the word is the predicate, or how far it is before it or behind it: near ones by the word, others by powers of 2.
    private const int PositionFloats = 16;

    // Not one of the word's neighbours.
    private const int PredicatePart = 5;

    /// <inheritdoc/>
    public int RowSize => Count;

    /// <inheritdoc/>
    public void Encode(Frame sentence, int first, Span<float> rows, Random? random)
    {
        for (int index = 0; index < rows.Length / Count; index++)
        {
            Span<float> row = rows.Slice(index * Count, Count);
            features.AddTo(sentence.Words, first + index, reach, row[..Places], random);
            features.AddTo(sentence.Words[sentence.Predicate], PredicatePart, row[..Places], random);
            row[Places + PositionOf(first + index - sentence.Predicate)] = 1;
        }
    }

    // 0: the predicate; 1 to 7: before it; 8 to 14: behind it.
    private static int PositionOf(int distance)
    {
        int size = Math.Abs(distance);
        int nearness = size <= 4 ? size : size <= 8 ? 5 : size <= 16 ? 6 : 7;
        return distance == 0 ? 0 : distance < 0 ? nearness : 7 + nearness;
    }
}
