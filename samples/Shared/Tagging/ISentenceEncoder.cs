using System;

namespace Shared.Tagging;

/// <summary>What a tagger's network takes of a sentence.</summary>
/// <typeparam name="TSentence">The sentence.</typeparam>
/// <typeparam name="TInput">What the network takes of a word.</typeparam>
public interface ISentenceEncoder<in TSentence, out TInput>
{
    /// <summary>Encodes a sentence.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="random">For training, chooses what is left out, so that the network does not lean on it; else null.</param>
    /// <returns>An input for each word.</returns>
    TInput[] Encode(TSentence sentence, Random? random);
}
