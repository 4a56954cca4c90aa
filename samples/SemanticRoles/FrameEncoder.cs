using System;
using System.Collections.Generic;
using System.Linq;
using Shared.Tagging;

namespace SemanticRoles;

/// <summary>What <see cref="RoleTagger"/> takes of a sentence and its predicate.</summary>
/// <param name="vocabulary">The words that are known by themselves.</param>
/// <param name="forms">The pieces of words.</param>
internal sealed class FrameEncoder(TaggerVocabulary vocabulary, WordForms forms) : ISentenceEncoder<Frame, RoleTagger.StepInput>
{
    // Words on each side of the predicate that are said of it.
    private const int Reach = 2;

    /// <summary>In training, a word that was seen so often is unknown in every second case.</summary>
    public double WordDropout { get; init; }

    /// <summary>In training, how likely each piece of a word is left out.</summary>
    public double PieceDropout { get; init; }

    /// <inheritdoc/>
    public RoleTagger.StepInput[] Encode(Frame sentence, Random? random)
    {
        int[] predicate = PredicateOf(sentence, random);
        return
        [
            .. sentence.Words.Select((word, index) => new RoleTagger.StepInput(
                IdOf(word, random), ShapeOf(word, random), PiecesOf(word, random), predicate, PositionOf(index - sentence.Predicate))),
        ];
    }

    /// <summary>The same of a sentence alone, for <see cref="SyntaxTagger"/>.</summary>
    /// <param name="words">The sentence.</param>
    /// <param name="random">For training, chooses what is left out.</param>
    public SyntaxTagger.StepInput[] EncodeAlone(string[] words, Random? random) =>
    [
        .. words.Select(word => new SyntaxTagger.StepInput(IdOf(word, random), ShapeOf(word, random), PiecesOf(word, random), ReadOnlyMemory<int>.Empty, RoleTagger.Positions - 1)),
    ];

    /// <summary>0: the predicate; 1 to 14: before it; 15 to 28: behind it; near ones by the word.</summary>
    /// <param name="distance">Words behind the predicate.</param>
    public static int PositionOf(int distance)
    {
        int size = Math.Abs(distance);
        int nearness = size <= 10 ? size : size <= 14 ? 11 : size <= 20 ? 12 : size <= 30 ? 13 : 14;
        return distance == 0 ? 0 : distance < 0 ? nearness : 14 + nearness;
    }

    private int IdOf(string word, Random? random) => random is null ? vocabulary.IdOf(word) : vocabulary.DrawId(word, WordDropout, random);

    private int ShapeOf(string word, Random? random) => random is not null && random.NextDouble() < PieceDropout ? 0 : WordForms.ShapeOf(word);

    private int[] PiecesOf(string word, Random? random) =>
        random is null ? forms.PiecesOf(word) : Array.FindAll(forms.PiecesOf(word), _ => random.NextDouble() >= PieceDropout);

    private int[] PredicateOf(Frame sentence, Random? random)
    {
        List<int> bag = [.. PiecesOf(sentence.Words[sentence.Predicate], random)];
        for (int offset = -Reach; offset <= Reach; offset++)
        {
            int place = sentence.Predicate + offset;
            uint word = place < 0 || place >= sentence.Words.Length ? 0 : 1 + (uint)IdOf(sentence.Words[place], random);
            bag.Add((int)(WordForms.Mix(word + (0x9E3779B9u * (uint)(Reach + 1 + offset))) % (uint)forms.Places));
        }

        return [.. bag];
    }
}
