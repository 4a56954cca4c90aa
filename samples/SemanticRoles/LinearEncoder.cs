using System;
using System.Collections.Generic;
using System.Linq;
using Shared.Tagging;

namespace SemanticRoles;

/// <summary>What <see cref="LinearTagger"/> takes of a sentence and its predicate.</summary>
/// <param name="features">The features of a word and those beside it.</param>
internal sealed class LinearEncoder(WindowFeatures features) : ISentenceEncoder<Frame, LinearTagger.StepInput>
{
    // None of a word's neighbours.
    private const int PredicatePart = 100;
    private const int PositionPart = 200;

    /// <inheritdoc/>
    public LinearTagger.StepInput[] Encode(Frame sentence, Random? random) => Array.ConvertAll(FeaturesOf(sentence, random), static bag => new LinearTagger.StepInput(bag));

    /// <summary>The features of each word.</summary>
    /// <param name="frame">The sentence and its predicate.</param>
    /// <param name="random">For training, chooses what is left out; else null.</param>
    public int[][] FeaturesOf(Frame frame, Random? random) =>
    [
        .. Enumerable.Range(0, frame.Words.Length).Select(index =>
        {
            List<int> bag = [];
            features.AddTo(frame.Words, index, random, bag);
            features.AddTo(frame.Words[frame.Predicate], PredicatePart, random, bag);
            bag.Add(features.Hashed(PositionPart, (uint)FrameEncoder.PositionOf(index - frame.Predicate)));
            return bag.ToArray();
        }),
    ];
}
