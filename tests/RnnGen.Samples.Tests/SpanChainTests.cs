using System;
using System.Collections.Generic;
using System.Linq;
using Shared.Tagging;
using Xunit;

namespace RnnGen.Samples.Tests;

/// <summary>The chain against sums over all sequences of tags, one by one.</summary>
public sealed class SpanChainTests
{
    private const int MaxTypes = 4;
    private const int RowSize = 2 + (4 * MaxTypes);

    public static TheoryData<int, int> Sizes => new() { { 1, 1 }, { 1, 4 }, { 2, 3 }, { 3, 4 }, { 4, 3 }, { 0, 2 } };

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_loss_is_the_right_tags_share_of_all_sequences(int types, int words)
    {
        (float[] scores, int[][] all) = Draw(types, words, 2);
        double sum = Math.Log(all.Sum(tags => Math.Exp(Score(scores, tags))));
        var chain = new SpanChain(types, MaxTypes);
        foreach (int[] tags in all)
        {
            Assert.Equal(sum - Score(scores, tags), chain.Compute(scores, tags, [], 1), 8);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_best_of_all_sequences_is_found(int types, int words)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            (float[] scores, int[][] all) = Draw(types, words, seed);
            Assert.Equal(all.MaxBy(tags => Score(scores, tags)), new SpanChain(types, MaxTypes).Decode(scores));
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void The_gradients_are_those_of_the_loss(int types, int words)
    {
        (float[] scores, int[][] all) = Draw(types, words, 5);
        int[] tags = all[all.Length / 2];
        var chain = new SpanChain(types, MaxTypes);
        float[] gradients = Enumerable.Repeat(float.NaN, scores.Length).ToArray();
        chain.Compute(scores, tags, gradients, 0.5);
        const float Step = 1f / 256;
        for (int index = 0; index < scores.Length; index++)
        {
            float[] more = [.. scores], less = [.. scores];
            more[index] += Step;
            less[index] -= Step;
            double slope = 0.5 * (chain.Compute(more, tags, [], 1) - chain.Compute(less, tags, [], 1)) / (more[index] - (double)less[index]);
            Assert.Equal(slope, gradients[index], 1e-5);
        }
    }

    [Fact]
    public void Scores_of_any_size_are_borne()
    {
        (float[] scores, int[][] all) = Draw(3, 4, 7);
        scores = Array.ConvertAll(scores, static score => score * 1e4f);
        float[] gradients = new float[scores.Length];
        foreach (int[] tags in all)
        {
            Assert.True(double.IsFinite(new SpanChain(3, MaxTypes).Compute(scores, tags, gradients, 1)));
            Assert.All(gradients, static gradient => Assert.InRange(gradient, -1.0001f, 1.0001f));
        }
    }

    // A sequence's score, as the class's remarks say where the scores are; written without it.
    private static double Score(float[] scores, int[] tags)
    {
        double sum = 0;
        int before = -1;
        for (int word = 0; word < tags.Length; word++)
        {
            int type = SpanTags.TypeOf(tags[word]);
            int place = type < 0 ? (before < 0 ? 0 : 1)
                : 2 + (4 * type) + (SpanTags.IsInside(tags[word]) ? 3 : before < 0 ? 0 : before == type ? 1 : 2);
            sum += scores[(word * RowSize) + place];
            before = type;
        }

        return sum;
    }

    private static (float[] Scores, int[][] All) Draw(int types, int words, int seed)
    {
        var random = new Random(seed);
        float[] scores = [.. Enumerable.Range(0, words * RowSize).Select(_ => (float)((random.NextDouble() * 4) - 2))];
        IEnumerable<int[]> all = [[]];
        for (int word = 0; word < words; word++)
        {
            all = all.SelectMany(tags => Enumerable.Range(0, 1 + (2 * types))
                .Where(tag => !SpanTags.IsInside(tag) || (tags.Length > 0 && SpanTags.TypeOf(tags[^1]) == SpanTags.TypeOf(tag)))
                .Select(tag => tags.Append(tag).ToArray()));
        }

        return (scores, [.. all]);
    }
}
