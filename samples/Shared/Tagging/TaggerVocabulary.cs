using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using RnnGen.Formats;

namespace Shared.Tagging;

/// <summary>What a tagger knows besides its network's parameters; it is saved in the same file.</summary>
/// <param name="types">The types of spans that it finds.</param>
/// <param name="words">The words that it knows by themselves, folded, each with how often it was seen.</param>
public sealed class TaggerVocabulary(SpanTags types, IReadOnlyList<KeyValuePair<string, int>> words)
{
    /// <summary>The id of a word that is not known.</summary>
    public const int Unknown = 0;

    private const string TypesKey = "types";
    private const string WordsKey = "words";

    private readonly Dictionary<string, int> _ids = words.Index().ToDictionary(static word => word.Item.Key, static word => word.Index + 1, StringComparer.Ordinal);

    /// <summary>The types of spans that it finds.</summary>
    public SpanTags Types { get; } = types;

    /// <summary>Takes the types and the words of sentences.</summary>
    /// <param name="training">Sentences to learn from.</param>
    /// <param name="maxTypes">As many types as the network has room for.</param>
    /// <param name="size">Ids: of the words that occur most often, and that of all others.</param>
    /// <param name="name">Where they come from, for messages.</param>
    /// <exception cref="FormatException">There is no span to learn, or there are too many types.</exception>
    public static TaggerVocabulary Of(IReadOnlyList<Sentence> training, int maxTypes, int size, string name)
    {
        var types = new SpanTags(training.SelectMany(static sentence => SpanScore.Spans(sentence.Tags)).Select(static span => span.Type));
        return types.Types.Count == 0 ? throw new FormatException($"{name}: no word is in a span; there is nothing to learn")
            : types.Types.Count > maxTypes ? throw new FormatException($"{name}: has {types.Types.Count} types of spans; this network has room for {maxTypes}")
            : new TaggerVocabulary(
                types,
                [
                    .. training.SelectMany(static sentence => sentence.Words).CountBy(WordForms.Fold, StringComparer.Ordinal)
                        .OrderByDescending(static word => word.Value).ThenBy(static word => word.Key, StringComparer.Ordinal).Take(size - 1),
                ]);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="file">The file.</param>
    /// <param name="maxTypes">As many types as the network has room for.</param>
    /// <param name="size">And as many ids.</param>
    /// <exception cref="FormatException">It is no tagger's file.</exception>
    public static TaggerVocabulary Read(SafetensorsFile file, int maxTypes, int size)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!file.Metadata.TryGetValue(TypesKey, out string? types) || !file.Metadata.TryGetValue(WordsKey, out string? words))
        {
            throw new FormatException($"{file.Name}: has no '{TypesKey}' and '{WordsKey}' in its metadata; it is not a tagger's file");
        }

        var tags = new SpanTags(types.Split('\n'));
        KeyValuePair<string, int>[] known = [.. words.Split('\n').Select(word => ReadWord(file.Name, word))];
        return tags.Types.Count > maxTypes ? throw new FormatException($"{file.Name}: has {tags.Types.Count} types of spans; this network has room for {maxTypes}")
            : known.Length >= size ? throw new FormatException($"{file.Name}: has {known.Length} words; this network has room for {size - 1}")
            : new TaggerVocabulary(tags, known);
    }

    /// <summary>A word's id, or <see cref="Unknown"/>.</summary>
    /// <param name="word">The word.</param>
    public int IdOf(string word) => _ids.GetValueOrDefault(WordForms.Fold(word), Unknown);

    /// <summary>A word's id, as training takes it: the rarer a word, the more often it is taken for an unknown one, so that the network learns what to do with those.</summary>
    /// <param name="word">The word.</param>
    /// <param name="dropout">A word that was seen so often is unknown in every second case.</param>
    /// <param name="random">Chooses.</param>
    public int DrawId(string word, double dropout, Random random)
    {
        ArgumentNullException.ThrowIfNull(random);
        int id = IdOf(word);
        return id != Unknown && random.NextDouble() < dropout / (dropout + words[id - 1].Value) ? Unknown : id;
    }

    /// <summary>Adds it to a file.</summary>
    /// <param name="file">The file.</param>
    public void Write(SafetensorsWriter file)
    {
        ArgumentNullException.ThrowIfNull(file);
        file.SetMetadata(TypesKey, string.Join('\n', Types.Types));
        file.SetMetadata(WordsKey, string.Join('\n', words.Select(static word => string.Create(CultureInfo.InvariantCulture, $"{word.Value} {word.Key}"))));
    }

    private static KeyValuePair<string, int> ReadWord(string name, string line) =>
        line.IndexOf(' ', StringComparison.Ordinal) is > 0 and int space
            && int.TryParse(line.AsSpan(0, space), NumberStyles.None, CultureInfo.InvariantCulture, out int count)
            ? KeyValuePair.Create(line[(space + 1)..], count)
            : throw new FormatException($"{name}: its words are not counts and words: '{line}'");
}
