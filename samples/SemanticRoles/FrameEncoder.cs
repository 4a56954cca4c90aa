using System;
using Shared.Tagging;

namespace SemanticRoles;

/// <summary>A sentence and its predicate as features of each word, of the predicate, and of where it stands.</summary>
/// <param name="features">The features of a word.</param>
/// <param name="hasNeighbours">Whether the words beside it are there, too: for a model that sees no others.</param>
internal sealed class FrameEncoder(WordFeatures features, bool hasNeighbours = false) : ISentenceEncoder<Frame>
{
    /// <summary>Roles, at most.</summary>
    public const int MaxTypes = 64;

    /// <summary>Places for the words' features.</summary>
    public const int Places = 1024;

    /// <summary>Floats a word.</summary>
    public const int Count = Places + PositionFloats;

    // Whether the word is the predicate, and is so many words before it or behind it: each of the nearest by itself, others by powers of 2.
    private const int PositionFloats = 16;
    private const int PredicateShift = 311;

    /// <inheritdoc/>
    public int RowSize => Count;

    /// <inheritdoc/>
    public void Encode(Frame sentence, int first, Span<float> rows, Random? random)
    {
        for (int index = 0; index < rows.Length / Count; index++)
        {
            int word = first + index;
            Span<float> row = rows.Slice(index * Count, Count);
            Span<float> places = row[..Places];
            features.AddTo(sentence.Words[word], places, 0, random, P.D("DW", 0.1), P.D("DF", 0.1));
            features.AddTo(sentence.Words[sentence.Predicate], places, PredicateShift, random, P.D("DW", 0.1), P.D("DF", 0.1));
            int distance = word - sentence.Predicate;
            row[Places + PositionOf(distance)] = 1;
            if (hasNeighbours)
            {
                for (int offset = -2; offset <= 2; offset++)
                {
                    if (offset != 0 && word + offset >= 0 && word + offset < sentence.Words.Length)
                    {
                        features.AddTo(sentence.Words[word + offset], places, PredicateShift + (167 * (offset + 3)), random, P.D("DW", 0.1), P.D("DF", 0.1));
                    }
                }
            }
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
