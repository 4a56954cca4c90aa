using System;
using System.Collections.Generic;
using System.Linq;

namespace SemanticRoles;

/// <summary>
/// Sentences made of templates, so that the sample runs at once. The test data has templates and fillers of its own. Who does what is not told by the order of
/// words alone: there are passives, relative clauses, and sentences of two predicates.
/// </summary>
internal static class MadeUpFrames
{
    // The last of each are held out.
    private const int HeldOutFillers = 3;
    private const int HeldOutTemplates = 6;

    private static readonly Dictionary<string, string[]> Fillers = new()
    {
        ["who"] =
        [
            "Anna", "the old teacher", "my sister", "Omar", "a boy from Oslo", "the two clerks", "Lucia", "a tired nurse", "the singer", "our neighbours",
            "Ravi", "the young farmer", "a clerk from Lima",
        ],
        ["what"] =
        [
            "a book", "the red car", "some bread", "two letters", "the key of the house", "a small table", "the money", "an old map", "the horse", "tea",
            "a red hat", "the map of the town", "three keys",
        ],
        ["when"] = ["yesterday", "on Monday", "last week", "in May", "at noon", "this morning", "on Friday", "last May", "at six"],
        ["where"] = ["in Oslo", "at the market", "near the river", "in the garden", "at home", "at the old station", "in the market", "near Lima", "at the school"],
        ["gave"] = ["gave", "sold", "sent", "handed"],
        ["given"] = ["given", "sold", "sent", "handed"],
        ["saw"] = ["saw", "found", "painted", "bought", "lost", "hid"],
        ["seen"] = ["seen", "found", "painted", "bought", "lost", "hidden"],
        ["said"] = ["said", "thought", "knew"],
    };

    // *The predicate*, and in brackets its arguments.
    private static readonly string[] Templates =
    [
        "[ARG0 {who} ] *{gave}* [ARG1 {what} ] to [ARG2 {who} ] .",
        "[ARG0 {who} ] *{gave}* [ARG2 {who} ] [ARG1 {what} ] [ARGM-TMP {when} ] .",
        "[ARG1 {what} ] was *{given}* to [ARG2 {who} ] by [ARG0 {who} ] .",
        "[ARG1 {what} ] was *{seen}* by [ARG0 {who} ] [ARGM-LOC {where} ] .",
        "[ARGM-TMP {when} ] [ARG0 {who} ] *{saw}* [ARG1 {what} ] .",
        "[ARG0 {who} ] *{saw}* [ARG1 {what} ] [ARGM-LOC {where} ] [ARGM-TMP {when} ] .",
        "[ARG0 {who} ] did [ARGM-NEG not ] *see* [ARG1 {what} ] .",
        "{who} {said} that [ARG0 {who} ] *{saw}* [ARG1 {what} ] .",
        "[ARG0 {who} ] *{said}* [ARG1 that {who} {saw} {what} ] .",
        "[ARG0 {who} ] [R-ARG0 who ] *{saw}* [ARG1 {what} ] lives {where} .",
        "{who} lost [ARG1 {what} ] [R-ARG1 that ] [ARG0 {who} ] *{gave}* to [ARG2 {who} ] .",
        "[ARGM-LOC {where} ] [ARG1 {what} ] was *{seen}* [ARGM-TMP {when} ] .",
        "[ARG1 {what} ] was [ARGM-NEG not ] *{seen}* [ARGM-TMP {when} ] .",
        "[ARGM-TMP {when} ] [ARG1 {what} ] was *{given}* to [ARG2 {who} ] .",
        "[ARG0 {who} ] [R-ARG0 who ] *rested* [ARGM-LOC {where} ] {saw} {what} .",
        "[ARGM-TMP {when} ] [ARG0 {who} ] *{gave}* [ARG2 {who} ] [ARG1 {what} ] .",
        "[ARGM-TMP {when} ] [ARG1 {what} ] was *{seen}* by [ARG0 {who} ] .",
        "[ARG0 {who} ] *{said}* [ARG1 that {what} was {seen} by {who} ] .",
        "{who} {said} that [ARG1 {what} ] was *{given}* to [ARG2 {who} ] by [ARG0 {who} ] .",
        "[ARG0 {who} ] [R-ARG0 who ] *{gave}* [ARG1 {what} ] to [ARG2 {who} ] lives {where} .",
        "{who} did not say that [ARG0 {who} ] *{saw}* [ARG1 {what} ] [ARGM-TMP {when} ] .",
    ];

    /// <summary>Makes frames.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The same seed makes the same.</param>
    /// <param name="isTest">Whether of the templates and fillers that are held out, or of all others.</param>
    public static IEnumerable<Frame> Make(int count, int seed, bool isTest)
    {
        var random = new Random(seed);
        return Enumerable.Range(0, count).Select(_ => Fill(Draw(Templates, HeldOutTemplates))).ToArray();

        string Draw(string[] from, int heldOut) => isTest && heldOut > 0 ? from[^(random.Next(heldOut) + 1)] : from[random.Next(from.Length - heldOut)];

        Frame Fill(string template)
        {
            List<string> words = [], tags = [];
            string role = "";
            bool begins = false;
            int predicate = -1;
            foreach (string part in template.Split(' '))
            {
                if (part[0] == '[')
                {
                    (role, begins) = (part[1..], true);
                    continue;
                }

                if (part == "]")
                {
                    role = "";
                    continue;
                }

                string text = part;
                if (part[0] == '*')
                {
                    predicate = words.Count;
                    text = part.Trim('*');
                }

                // All verbs are in both parts of the data: a role is said of a verb.
                text = text[0] == '{' ? Draw(Fillers[text[1..^1]], text[1..^1] is "who" or "what" or "when" or "where" ? HeldOutFillers : 0) : text;
                foreach (string word in text.Split(' '))
                {
                    words.Add(word);
                    tags.Add(role.Length == 0 ? "O" : $"{(begins ? 'B' : 'I')}-{role}");
                    begins = false;
                }
            }

            return new Frame([.. words], [.. tags], predicate);
        }
    }
}
