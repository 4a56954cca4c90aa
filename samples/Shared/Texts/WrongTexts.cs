using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;

namespace Shared.Texts;

/// <summary>Shows texts that went wrong, with the words that had the largest part in it: those without which the wrong answer loses most.</summary>
public static class WrongTexts
{
    private const int Shown = 5;
    private const int Marked = 3;
    private const int MaxWords = 60;

    /// <summary>Prints the texts of which the wrong answer was surest, of those of no more than 60 words.</summary>
    /// <param name="names">The classes.</param>
    /// <param name="texts">The texts.</param>
    /// <param name="scores">The logarithms of the probabilities of each text and class.</param>
    /// <param name="score">Gives them for other texts.</param>
    public static void Print(IReadOnlyList<string> names, IReadOnlyList<ClassText> texts, IReadOnlyList<double[]> scores, Func<IReadOnlyList<string>, double[][]> score)
    {
        ArgumentNullException.ThrowIfNull(names);
        ArgumentNullException.ThrowIfNull(texts);
        Console.WriteLine();
        foreach ((ClassText text, double[] own) in texts.Zip(scores)
            .Where(static pair => Measures.Answer(pair.Second) != pair.First.Class && Words(pair.First.Text).Length <= MaxWords)
            .OrderBy(static pair => pair.Second[pair.First.Class] - pair.Second.Max()).Take(Shown))
        {
            int answer = Measures.Answer(own);
            string[] words = Words(text.Text);
            double[][] without = score([.. words.Index().Select(word => string.Join(' ', words.Where((_, index) => index != word.Index)))]);
            HashSet<int> marked = [.. Enumerable.Range(0, words.Length).OrderBy(index => without[index][answer] - without[index][text.Class]).Take(Marked)];
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  is {names[text.Class]}, taken for {names[answer]} ({Probability(own, answer):P0}):"));
            Console.WriteLine($"    {string.Join(' ', words.Select((word, index) => marked.Contains(index) ? $"[{word}]" : word))}");
        }
    }

    private static double Probability(double[] scores, int label) => 1 / scores.Sum(score => Math.Exp(score - scores[label]));

    private static string[] Words(string text) => text.Replace("<br />", " ", StringComparison.Ordinal).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
}
