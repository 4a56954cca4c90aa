using System;
using System.Collections.Generic;
using System.Linq;
using Shared.Tagging;

namespace NamedEntities;

/// <summary>
/// Sentences made of templates, so that the sample runs at once. The test data has templates and names of its own: what is a name must be told from how a word
/// is written and what stands around it, and what kind of name from the latter.
/// </summary>
internal static class MadeUpSentences
{
    // The last of each are held out.
    private const int HeldOut = 4;

    private static readonly string[] People =
    [
        "Anna", "Boris Klein", "Ms. Okafor", "Jean Petit", "Wanda", "Omar Haddad", "Lucia Rossi", "Tom", "Dr. Sato", "Jordan", "Paris Hall",
        "Ingrid Berg", "Ravi", "Ms. Lima", "Austin Reed",
    ];

    private static readonly string[] Places =
    [
        "Lisbon", "New Harbour", "Kyoto", "Red Valley", "Oslo", "Jordan", "West Hill", "Paris", "Berg", "Northwind Bay", "Rossi Park",
        "Port Elena", "Lima", "Austin", "Petit Lake",
    ];

    private static readonly string[] Firms =
    [
        "Acme Corp.", "Northwind", "Blue Star Ltd.", "Orion Foods", "Tailspin", "Klein and Sons", "Kyoto Motors", "Oslo Bank", "Wanda", "Valley Foods",
        "Helix Labs", "Lima Motors", "Berg and Sons", "Elena Foods",
    ];

    private static readonly string[] Templates =
    [
        "{P} works for {F} in {L} .", "Yesterday {P} left {L} .", "{F} has opened an office in {L} , said {P} .", "Nobody in {L} knows {P} .",
        "The head of {F} is {P} .", "{P} and {P} met in {L} .", "Shares of {F} fell .", "It rained in {L} again .", "She wrote to {F} and to {P} .",
        "{P} , who lives in {L} , was not there .", "The road from {L} to {L} is closed .", "The Spring fair of {L} was cheerful .",
        "Monday was dull , said {P} of {F} .", "In May {F} bought {F} .", "Tea and Sugar were sold by {F} .", "Who is {P} ?",
        "Nobody in {L} works for {F} .", "{P} has left {L} for an office in {L} .", "Yesterday , {P} of {F} met {P} in {L} again .",
        "Shares of {F} , said {P} , fell on Monday .",
    ];

    /// <summary>Makes sentences.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The same seed makes the same.</param>
    /// <param name="isTest">Whether of the templates and names that are held out, or of all others.</param>
    public static IEnumerable<Sentence> Make(int count, int seed, bool isTest)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => Fill(Draw(Templates))).ToArray();

        string Draw(string[] from) => isTest ? from[^(random.Next(HeldOut) + 1)] : from[random.Next(from.Length - HeldOut)];

        Sentence Fill(string template)
        {
            List<string> words = [], tags = [];
            foreach (string part in template.Split(' '))
            {
                (string text, string type) = part switch
                {
                    "{P}" => (Draw(People), "PER"),
                    "{L}" => (Draw(Places), "LOC"),
                    "{F}" => (Draw(Firms), "ORG"),
                    _ => (part, ""),
                };
                foreach ((int index, string word) in text.Split(' ').Index())
                {
                    words.Add(word);
                    tags.Add(type.Length == 0 ? "O" : $"{(index == 0 ? 'B' : 'I')}-{type}");
                }
            }

            return new Sentence([.. words], [.. tags]);
        }
    }
}
