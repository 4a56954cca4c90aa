using System;
using System.Collections.Generic;
using System.Linq;
using Shared.Texts;

namespace TextClassification;

/// <summary>What the networks take of a text.</summary>
internal static class Encoding
{
    private const int MaxWords = 400;
    private const int ShortText = 16;

    /// <summary>The pieces of a text: words, pairs of them, runs of two to five characters.</summary>
    /// <param name="text">The text.</param>
    public static IEnumerable<uint> Pieces(string text) => TextPieces.WordsAndPairs([.. TextPieces.Split(text)]).Concat(TextPieces.Runs(text, 2, 5));

    /// <summary>A network of pieces.</summary>
    /// <param name="classes">Classes.</param>
    /// <param name="seed">Its first parameters.</param>
    public static ITextNetwork CreatePieceNetwork(int classes, int seed) => new PieceNetwork(Pieces, classes, dropout: 0.3, new NaiveBayes(Smoothing: 0.3, Scale: 30), seed);

    /// <summary>A network of words.</summary>
    /// <param name="texts">What it will learn from.</param>
    /// <param name="classes">Classes.</param>
    /// <param name="seed">Its first parameters.</param>
    public static ITextNetwork CreateWordModel(TextGroups texts, int classes, int seed)
    {
        var model = new WordModel();
        model.Initialize(seed);
        var vocabulary = new TextVocabulary(texts.All, WordModel.Words);
        return new TextNetwork<WordModel.StepInput>(model, (text, random) => EncodeWords(vocabulary, text, random), classes, "words", "runs", "pairs");
    }

    private static WordModel.StepInput[] EncodeWords(TextVocabulary vocabulary, string text, Random? random)
    {
        string[] words = [.. TextPieces.Split(text).DefaultIfEmpty("").Take(MaxWords)];

        // In a short text every word counts.
        double dropout = words.Length < ShortText ? 0 : 0.5;
        return [.. words.Select((word, index) =>
        {
            bool isUnknown = IsLeftOut();
            int[] runs = isUnknown && IsLeftOut() ? [] : [.. TextPieces.Runs(word, 2, 4).Select(static run => (int)(run % WordModel.RunPlaces))];
            int[] pairs = index == 0 || IsLeftOut() ? [] : [(int)(TextPieces.Pair(words[index - 1], word) % WordModel.PairPlaces)];
            return new WordModel.StepInput(isUnknown ? 0 : vocabulary[word], runs, pairs);
        })];

        bool IsLeftOut() => random is not null && random.NextDouble() < dropout;
    }
}
