using System;

namespace Shared.Tagging;

/// <summary>What a tagger's network takes of a sentence.</summary>
/// <typeparam name="TSentence">The sentence.</typeparam>
public interface ISentenceEncoder<in TSentence>
{
    /// <summary>Floats a word.</summary>
    int RowSize { get; }

    /// <summary>Writes the rows of some words.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="first">The first of the words.</param>
    /// <param name="rows">[words, floats], zeros before.</param>
    /// <param name="random">For training, chooses what is left out, so that the network does not lean on it; else null.</param>
    void Encode(TSentence sentence, int first, Span<float> rows, Random? random);
}
