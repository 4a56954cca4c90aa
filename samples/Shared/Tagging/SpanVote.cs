using System;
using System.Collections.Generic;
using System.Linq;
using RnnGen.Formats;
using RnnGen.Training;

namespace Shared.Tagging;

/// <summary>
/// Models that find tags together: the mean of their scores, of words and of the chain of labels, so that a sequence's probability is the geometric mean of what they give
/// it (a product of experts, Hinton 2002).
/// </summary>
/// <typeparam name="TSentence">What they read.</typeparam>
/// <param name="members">The models. Their chains have the default name.</param>
/// <param name="decoder">Decodes with a chain of its own, whose tensors <paramref name="loadChain"/> takes.</param>
/// <param name="loadChain">Loads the chain.</param>
public sealed class SpanVote<TSentence>(IReadOnlyList<ISpanTagger<TSentence>> members, SpanDecoder decoder, Action<ITensorSource> loadChain)
    where TSentence : Sentence
{
    private const string Chain = "crf.";

    /// <summary>Finds the tags of sentences.</summary>
    /// <param name="sentences">The sentences.</param>
    /// <param name="options">Threads and batches.</param>
    public TaggedSentence[] Tag(IReadOnlyList<TSentence> sentences, TrainerOptions options)
    {
        loadChain(MeanChain());
        float[][][] scores = [.. members.Select(member => member.Score(sentences, options))];
        return decoder.Decode(sentences, [.. scores[0].Select((_, window) => Mean([.. scores.Select(own => own[window])]))]);
    }

    private TensorStore MeanChain()
    {
        TensorStore[] saved = [.. members.Select(static member =>
        {
            var tensors = new TensorStore();
            member.Save(tensors);
            return tensors;
        })];
        var mean = new TensorStore();
        foreach (string name in saved[0].Names.Where(static name => name.StartsWith(Chain, StringComparison.Ordinal)))
        {
            mean.Write(name, saved[0].Shape(name), Mean([.. saved.Select(tensors => tensors.Values(name).ToArray())]));
        }

        return mean;
    }

    private static float[] Mean(float[][] scores) => [.. scores[0].Select((_, index) => scores.Average(own => own[index]))];
}
