using System;
using System.Collections.Generic;
using System.Linq;
using Shared.Texts;

namespace SentimentAnalysis;

/// <summary>What the networks take of a review.</summary>
internal static class Encoding
{
    private const int MaxWords = 400;
    private const int ShortText = 16;

    /// <summary>The pieces of a review: words and pairs of them, in lower case.</summary>
    /// <param name="text">The review.</param>
    public static IEnumerable<uint> Pieces(string text) => TextPieces.WordsAndPairs([.. TextPieces.Split(text.ToLowerInvariant())]);

    /// <summary>A network of pieces.</summary>
    /// <param name="seed">Its first parameters.</param>
    public static ITextNetwork CreatePieceModel(int seed)
    {
        const double Dropout = 0.3;
        var model = new PieceModel();
        model.Initialize(seed);
        return new TextNetwork<PieceModel.StepInput>(
            model, static (text, random) => [new PieceModel.StepInput(TextPieces.Places(Pieces(text), PieceModel.Places, Dropout, random))], 2, "pieces");
    }

    /// <summary>A network of words.</summary>
    /// <param name="texts">What it will learn from.</param>
    /// <param name="seed">Its first parameters.</param>
    public static ITextNetwork CreateWordModel(TextGroups texts, int seed)
    {
        var model = new SentimentModel();
        model.Initialize(seed);
        var vocabulary = new TextVocabulary(texts.All, SentimentModel.Words);
        return new TextNetwork<SentimentModel.StepInput>(model, (text, random) => EncodeWords(vocabulary, text, random), 2, "words", "pairs");
    }

    // Words are left out, not taken for unknown ones: the mean over time would be another one where all words are there. In a short text every word counts.
    private static SentimentModel.StepInput[] EncodeWords(TextVocabulary vocabulary, string text, Random? random)
    {
        const double Dropout = 0.4;
        string[] words = [.. TextPieces.Split(text.ToLowerInvariant()).DefaultIfEmpty("").Take(MaxWords)];
        SentimentModel.StepInput[] all = [.. words.Select((word, index) => new SentimentModel.StepInput(
            vocabulary[word], index == 0 ? [] : new int[] { (int)(TextPieces.Pair(words[index - 1], word) % SentimentModel.PairPlaces) }))];
        return random is null || words.Length < ShortText ? all : [.. all.Where((_, index) => index == 0 || random.NextDouble() >= Dropout)];
    }
}
