using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;

namespace Shared.Tagging;

/// <summary>What a tagger knows besides its network's parameters; it is saved in the same file.</summary>
/// <param name="Types">The types of spans that it finds.</param>
/// <param name="Words">The words that it knows by themselves.</param>
public sealed record TaggerVocabulary(SpanTags Types, IReadOnlyList<string> Words)
{
    private const string TypesKey = "types";
    private const string WordsKey = "words";

    /// <summary>Takes the types and the words of sentences.</summary>
    /// <param name="training">Sentences to learn from.</param>
    /// <param name="maxTypes">As many types as the network has room for.</param>
    /// <param name="name">Where they come from, for messages.</param>
    /// <exception cref="FormatException">There is no span to learn, or there are too many types.</exception>
    public static TaggerVocabulary Of(IReadOnlyList<Sentence> training, int maxTypes, string name)
    {
        var types = new SpanTags(training.SelectMany(static sentence => SpanScore.Spans(sentence.Tags)).Select(static span => span.Type));
        return types.Types.Count == 0 ? throw new FormatException($"{name}: no word is in a span; there is nothing to learn")
            : types.Types.Count > maxTypes ? throw new FormatException($"{name}: has {types.Types.Count} types of spans; this network has room for {maxTypes}")
            : new TaggerVocabulary(types, [.. WordFeatures.Frequent(training).Order(StringComparer.Ordinal)]);
    }

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    /// <param name="file">The file.</param>
    /// <param name="maxTypes">As many types as the network has room for.</param>
    /// <exception cref="FormatException">It is no tagger's file.</exception>
    public static TaggerVocabulary Read(SafetensorsFile file, int maxTypes)
    {
        ArgumentNullException.ThrowIfNull(file);
        if (!file.Metadata.TryGetValue(TypesKey, out string? types) || !file.Metadata.TryGetValue(WordsKey, out string? words))
        {
            throw new FormatException($"{file.Name}: has no '{TypesKey}' and '{WordsKey}' in its metadata; it is not a tagger's file");
        }

        var tags = new SpanTags(types.Split('\n'));
        return tags.Types.Count <= maxTypes
            ? new TaggerVocabulary(tags, words.Split('\n'))
            : throw new FormatException($"{file.Name}: has {tags.Types.Count} types of spans; this network has room for {maxTypes}");
    }

    /// <summary>Adds it to a file.</summary>
    /// <param name="file">The file.</param>
    public void Write(SafetensorsWriter file)
    {
        ArgumentNullException.ThrowIfNull(file);
        file.SetMetadata(TypesKey, string.Join('\n', Types.Types));
        file.SetMetadata(WordsKey, string.Join('\n', Words));
    }
}
