using System;
using System.Collections.Generic;

namespace Shared.Tagging;

/// <summary>
/// What a model that sees no other words takes of a word: the word, its shape and its pieces, those of the words beside it, and the words and shapes of the next but one,
/// each hashed together with its place in the window.
/// </summary>
/// <param name="vocabulary">The words that count as themselves.</param>
/// <param name="forms">The pieces of words.</param>
/// <param name="places">Places to hash to.</param>
public sealed class WindowFeatures(TaggerVocabulary vocabulary, WordForms forms, int places)
{
    private const int Reach = 2;

    /// <summary>Places that features are hashed to.</summary>
    public int Places { get; } = places;

    /// <summary>In training, a word that was seen so often is unknown in every second case.</summary>
    public double WordDropout { get; init; }

    /// <summary>The features of a word.</summary>
    /// <param name="words">Its sentence.</param>
    /// <param name="index">The word.</param>
    /// <param name="random">For training, chooses what is left out; else null.</param>
    /// <param name="features">Takes them.</param>
    public void AddTo(IReadOnlyList<string> words, int index, Random? random, List<int> features)
    {
        ArgumentNullException.ThrowIfNull(words);
        ArgumentNullException.ThrowIfNull(features);
        features.Add(Hashed(0, 0));
        for (int offset = -Reach; offset <= Reach; offset++)
        {
            int other = index + offset;
            if (other < 0 || other >= words.Count)
            {
                features.Add(Hashed(offset, 1));
                continue;
            }

            AddTo(words[other], offset, random, features, withPieces: Math.Abs(offset) < Reach);
        }
    }

    /// <summary>The features of a word.</summary>
    /// <param name="word">The word.</param>
    /// <param name="part">What it is to the other words: a number that no other has.</param>
    /// <param name="random">For training, chooses what is left out; else null.</param>
    /// <param name="features">Takes them.</param>
    /// <param name="withPieces">Whether those of its pieces are among them.</param>
    public void AddTo(string word, int part, Random? random, List<int> features, bool withPieces = true)
    {
        ArgumentNullException.ThrowIfNull(features);
        int id = random is null ? vocabulary.IdOf(word) : vocabulary.DrawId(word, WordDropout, random);
        features.Add(Hashed(part, 2 + (uint)id));
        features.Add(Hashed(part, 0x08000000 + (uint)WordForms.ShapeOf(word)));
        foreach (int piece in !withPieces ? [] : forms.PiecesOf(word))
        {
            features.Add(Hashed(part, 0x10000000 + (uint)piece));
        }
    }

    /// <summary>A feature's place.</summary>
    /// <param name="part">What it is of.</param>
    /// <param name="feature">Its number.</param>
    public int Hashed(int part, uint feature) => (int)(WordForms.Mix(unchecked(feature + ((uint)part * 0x9E3779B9))) % (uint)Places);
}
