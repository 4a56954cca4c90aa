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

    /// <summary>A network of pieces that begins from nothing.</summary>
    /// <param name="seed">Its first parameters.</param>
    public static ITextNetwork CreatePieceNetwork(int seed) => new PieceNetwork(Pieces, classes: 2, dropout: 0.3, beginning: null, seed);

    /// <summary>A network of pieces that begins as naive Bayes.</summary>
    /// <param name="seed">Its first parameters.</param>
    public static ITextNetwork CreateBayesNetwork(int seed) => new PieceNetwork(Pieces, classes: 2, dropout: 0.5, new NaiveBayes(Smoothing: 4, Scale: 30), seed);

    /// <summary>A network of runs of two to five characters, in lower case, that begins as naive Bayes.</summary>
    /// <param name="seed">Its first parameters.</param>
    public static ITextNetwork CreateRunNetwork(int seed) =>
        new PieceNetwork(static text => TextPieces.Runs(text.ToLowerInvariant(), 2, 5), classes: 2, dropout: 0.5, new NaiveBayes(Smoothing: 4, Scale: 60), seed);

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
