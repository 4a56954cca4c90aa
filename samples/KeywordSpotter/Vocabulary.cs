using System;
using System.Collections.Generic;
using System.Linq;
using KeywordSpotter.Speech;

namespace KeywordSpotter;

/// <summary>The classes of a frame, and how the words are said. Sounds are named as in the ARPAbet.</summary>
internal static class Vocabulary
{
    /// <summary>No word has just ended: silence, noise, or the middle of a word.</summary>
    public const int Nothing = 0;

    /// <summary>The first of the keywords' classes.</summary>
    public const int FirstKeyword = 1;

    /// <summary>Keywords, which have the classes from <see cref="FirstKeyword"/>.</summary>
    public const int Keywords = 10;

    /// <summary>A word has just ended that is none of the keywords.</summary>
    public const int Unknown = FirstKeyword + Keywords;

    /// <summary>All classes.</summary>
    public const int Classes = Unknown + 1;

    private static readonly string[] Names = ["(nothing)", "yes", "no", "up", "down", "left", "right", "on", "off", "stop", "go", "(other word)"];

    // By class from FirstKeyword. A diphthong is two vowels.
    private static readonly string[][] Sounds =
    [
        ["Y", "EH", "S"], ["N", "AO", "UH"], ["AH", "P"], ["D", "AA", "UH", "N"], ["L", "EH", "F", "T"],
        ["R", "AA", "IH", "T"], ["AA", "N"], ["AO", "F"], ["S", "T", "AA", "P"], ["G", "AO", "UH"],
    ];

    /// <summary>The name of a class.</summary>
    /// <param name="label">The class.</param>
    public static string NameOf(int label) => Names[label];

    /// <summary>Whether a class is one of the keywords.</summary>
    /// <param name="label">The class.</param>
    public static bool IsKeyword(int label) => label is >= FirstKeyword and < Unknown;

    /// <summary>The sounds of a word: a keyword's own, or drawn ones that are no keyword's.</summary>
    /// <param name="label">A keyword, or <see cref="Unknown"/>.</param>
    /// <param name="random">Draws an unknown word.</param>
    public static IReadOnlyList<string> SoundsOf(int label, Random random) => IsKeyword(label) ? Sounds[label - FirstKeyword] : UnknownWord(random);

    // One or two syllables. A word that differs from a keyword in one sound only could not be told from it in noise.
    private static List<string> UnknownWord(Random random)
    {
        while (true)
        {
            var sounds = new List<string>();
            int syllables = random.Next(1, 3);
            for (int syllable = 0; syllable < syllables; syllable++)
            {
                if (random.Next(5) > 0)
                {
                    sounds.Add(Any(Sound.Consonants));
                }

                sounds.Add(Any(Sound.Vowels));
                if (random.Next(3) == 0)
                {
                    sounds.Add(Any(Sound.Vowels));
                }
            }

            if (random.Next(2) == 0)
            {
                sounds.Add(Any(Sound.Consonants));
            }

            if (sounds.Count > 1 && Sounds.All(keyword => Distance(keyword, sounds) > 1))
            {
                return sounds;
            }
        }

        string Any(IReadOnlyList<string> sounds) => sounds[random.Next(sounds.Count)];
    }

    // Sounds to replace, to leave out or to add (Levenshtein).
    private static int Distance(IReadOnlyList<string> first, IReadOnlyList<string> second)
    {
        int[] row = [.. Enumerable.Range(0, second.Count + 1)];
        for (int i = 0; i < first.Count; i++)
        {
            int diagonal = row[0];
            row[0] = i + 1;
            for (int j = 0; j < second.Count; j++)
            {
                int replaced = diagonal + (first[i] == second[j] ? 0 : 1);
                diagonal = row[j + 1];
                row[j + 1] = Math.Min(replaced, Math.Min(row[j], row[j + 1]) + 1);
            }
        }

        return row[^1];
    }
}
