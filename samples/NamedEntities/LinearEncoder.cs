using System;
using System.Collections.Generic;
using System.Linq;
using Shared.Tagging;

namespace NamedEntities;

/// <summary>What <see cref="LinearTagger"/> takes of a sentence.</summary>
/// <param name="features">The features of a word and those beside it.</param>
internal sealed class LinearEncoder(WindowFeatures features) : ISentenceEncoder<Sentence, LinearTagger.StepInput>
{
    /// <inheritdoc/>
    public LinearTagger.StepInput[] Encode(Sentence sentence, Random? random) => Array.ConvertAll(FeaturesOf(sentence, random), static bag => new LinearTagger.StepInput(bag));

    /// <summary>The features of each word.</summary>
    /// <param name="sentence">The sentence.</param>
    /// <param name="random">For training, chooses what is left out; else null.</param>
    public int[][] FeaturesOf(Sentence sentence, Random? random) =>
    [
        .. Enumerable.Range(0, sentence.Words.Length).Select(index =>
        {
            List<int> bag = [];
            features.AddTo(sentence.Words, index, random, bag);
            return bag.ToArray();
        }),
    ];
}
