using System;
using System.Buffers;
using RnnGen.Training;

namespace Shared.Tagging;

/// <summary>
/// A linear-chain conditional random field (Lafferty et al. 2001) over the tags of spans, whose scores a network gives, those of transitions among them: so it
/// is trained with the network, and saved with it. Its loss is the negative logarithm of the right tags' probability. A tag's score depends on what stands
/// before it: nothing, a span of the same type, or one of another. I- stands after its own type only, so that every sequence of tags that is found is a proper
/// one. That is all that matters of a transition, and makes a step linear in the number of types.
/// </summary>
/// <remarks>
/// A row of scores: O after O; O after a span; then of each type B after O, B after a span of its own type, B after one of another type, I.
/// </remarks>
public sealed class SpanChain : SequenceLoss<int>
{
    // Where a row's scores are: those of O, and those of a type, from its own place on.
    private const int OutsideAfterOutside = 0;
    private const int OutsideAfterSpan = 1;
    private const int FirstType = 2;
    private const int BeginAfterOutside = 0;
    private const int BeginAfterSame = 1;
    private const int BeginAfterOther = 2;
    private const int Inside = 3;
    private const int TypeScores = 4;

    private readonly int _types;
    private readonly int _rowSize;

    /// <summary>Creates a chain.</summary>
    /// <param name="types">Types of spans.</param>
    /// <param name="maxTypes">Types that a row of scores has room for: a network's size is fixed.</param>
    public SpanChain(int types, int maxTypes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(types);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(types, maxTypes);
        _types = types;
        _rowSize = FirstType + (TypeScores * maxTypes);
    }

    /// <inheritdoc/>
    public override double WeightOf(ReadOnlySpan<int> targets) => targets.Length;

    /// <summary>The negative logarithm of the probability of tags.</summary>
    /// <param name="outputs">[words, scores]</param>
    /// <param name="targets">A tag of <see cref="SpanTags"/> for each word.</param>
    /// <param name="gradients">[words, scores], written; or empty.</param>
    /// <param name="scale">What the gradients are multiplied with.</param>
    public override double Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<int> targets, Span<float> gradients, double scale)
    {
        int words = targets.Length, states = _types + 1;
        double[] forward = ArrayPool<double>.Shared.Rent((words + 1) * states), backward = ArrayPool<double>.Shared.Rent(2 * states);
        double[] others = ArrayPool<double>.Shared.Rent(_types + 1);
        try
        {
            double all = Forward(outputs, words, forward, others);
            if (!gradients.IsEmpty)
            {
                gradients.Clear();
                Span<double> after = backward.AsSpan(0, states), before = backward.AsSpan(states, states);
                after.Clear();
                for (int word = words - 1; word >= 0; word--)
                {
                    ReadOnlySpan<float> row = outputs.Slice(word * _rowSize, _rowSize);
                    ReadOnlySpan<double> reached = forward.AsSpan(word * states, states);
                    AddProbabilities(row, reached, after, all, scale, gradients.Slice(word * _rowSize, _rowSize), others);
                    Backward(row, after, before, others);
                    before.CopyTo(after);
                }
            }

            double right = 0;
            for (int word = 0; word < words; word++)
            {
                int place = PlaceOf(word == 0 ? SpanTags.Outside : targets[word - 1], targets[word]);
                right += outputs[(word * _rowSize) + place];
                if (!gradients.IsEmpty)
                {
                    gradients[(word * _rowSize) + place] -= (float)scale;
                }
            }

            return all - right;
        }
        finally
        {
            ArrayPool<double>.Shared.Return(forward);
            ArrayPool<double>.Shared.Return(backward);
            ArrayPool<double>.Shared.Return(others);
        }
    }

    /// <summary>The most likely tags (Viterbi 1967).</summary>
    /// <param name="scores">[words, scores]</param>
    /// <returns>A tag of <see cref="SpanTags"/> for each word.</returns>
    public int[] Decode(ReadOnlySpan<float> scores)
    {
        int words = scores.Length / _rowSize, states = _types + 1;
        int[] tags = new int[words], previous = new int[words * states], chosen = new int[words * states];
        double[] best = new double[states], next = new double[states];
        Array.Fill(best, double.NegativeInfinity);
        best[0] = 0;
        for (int word = 0; word < words; word++)
        {
            ReadOnlySpan<float> row = scores.Slice(word * _rowSize, _rowSize);
            (int first, int second) = BestTypes(best);
            for (int state = 0; state < states; state++)
            {
                next[state] = double.NegativeInfinity;
                if (state == 0)
                {
                    Take(word, state, 0, SpanTags.Outside, row[OutsideAfterOutside]);
                    Take(word, state, first, SpanTags.Outside, row[OutsideAfterSpan]);
                    continue;
                }

                ReadOnlySpan<float> own = row.Slice(FirstType + (TypeScores * (state - 1)), TypeScores);
                int begin = SpanTags.Begin(state - 1), inside = SpanTags.Inside(state - 1);
                Take(word, state, 0, begin, own[BeginAfterOutside]);
                Take(word, state, state, begin, own[BeginAfterSame]);
                Take(word, state, first == state ? second : first, begin, own[BeginAfterOther]);
                Take(word, state, state, inside, own[Inside]);
            }

            (best, next) = (next, best);
        }

        int last = 0;
        for (int state = 1; state < states; state++)
        {
            last = best[state] > best[last] ? state : last;
        }

        for (int word = words - 1; word >= 0; word--)
        {
            tags[word] = chosen[(word * states) + last];
            last = previous[(word * states) + last];
        }

        return tags;

        // A state of 0 is O, others are spans of the type before; -1 is none.
        void Take(int word, int state, int from, int tag, float score)
        {
            if (from >= 0 && best[from] + score > next[state])
            {
                next[state] = best[from] + score;
                previous[(word * states) + state] = from;
                chosen[(word * states) + state] = tag;
            }
        }
    }

    // The states of the two types with the best scores, or -1.
    private static (int First, int Second) BestTypes(double[] best)
    {
        int first = -1, second = -1;
        for (int state = 1; state < best.Length; state++)
        {
            if (first < 0 || best[state] > best[first])
            {
                (first, second) = (state, first);
            }
            else if (second < 0 || best[state] > best[second])
            {
                second = state;
            }
        }

        return (first, second);
    }

    // forward[word, state]: the logarithm of the sum over all tags of the words before, of which the last is O (0) or of a type.
    private double Forward(ReadOnlySpan<float> scores, int words, double[] forward, double[] others)
    {
        int states = _types + 1;
        forward.AsSpan(0, states).Fill(double.NegativeInfinity);
        forward[0] = 0;
        for (int word = 0; word < words; word++)
        {
            ReadOnlySpan<float> row = scores.Slice(word * _rowSize, _rowSize);
            ReadOnlySpan<double> from = forward.AsSpan(word * states, states);
            Span<double> to = forward.AsSpan((word + 1) * states, states);
            double spans = SumOfOthers(from[1..], others);
            to[0] = Sum(from[0] + row[OutsideAfterOutside], spans + row[OutsideAfterSpan]);
            for (int type = 0; type < _types; type++)
            {
                ReadOnlySpan<float> own = row.Slice(FirstType + (TypeScores * type), TypeScores);
                to[type + 1] = Sum(
                    Sum(from[0] + own[BeginAfterOutside], from[type + 1] + Sum(own[BeginAfterSame], own[Inside])), others[type] + own[BeginAfterOther]);
            }
        }

        return Sum(forward[words * states], SumOfOthers(forward.AsSpan((words * states) + 1, _types), others));
    }

    // before[state]: the logarithm of the sum over all tags of this word and those behind, after O or a type.
    private void Backward(ReadOnlySpan<float> row, ReadOnlySpan<double> after, Span<double> before, double[] others)
    {
        before[0] = after[0] + row[OutsideAfterOutside];
        for (int type = 0; type < _types; type++)
        {
            int place = FirstType + (TypeScores * type);
            before[0] = Sum(before[0], after[type + 1] + row[place + BeginAfterOutside]);
            before[type + 1] = after[type + 1] + row[place + BeginAfterOther];
        }

        SumOfOthers(before[1..], others);
        for (int type = 0; type < _types; type++)
        {
            int place = FirstType + (TypeScores * type);
            before[type + 1] = Sum(
                Sum(after[0] + row[OutsideAfterSpan], others[type]), after[type + 1] + Sum(row[place + BeginAfterSame], row[place + Inside]));
        }
    }

    // The gradient of the sum over all tags by a score is the probability of its transition.
    private void AddProbabilities(
        ReadOnlySpan<float> row, ReadOnlySpan<double> reached, ReadOnlySpan<double> after, double all, double scale, Span<float> gradients, double[] others)
    {
        double spans = SumOfOthers(reached[1..], others);
        gradients[OutsideAfterOutside] = Probability(reached[0], row[OutsideAfterOutside], after[0]);
        gradients[OutsideAfterSpan] = Probability(spans, row[OutsideAfterSpan], after[0]);
        for (int type = 0; type < _types; type++)
        {
            int place = FirstType + (TypeScores * type);
            gradients[place + BeginAfterOutside] = Probability(reached[0], row[place + BeginAfterOutside], after[type + 1]);
            gradients[place + BeginAfterSame] = Probability(reached[type + 1], row[place + BeginAfterSame], after[type + 1]);
            gradients[place + BeginAfterOther] = Probability(others[type], row[place + BeginAfterOther], after[type + 1]);
            gradients[place + Inside] = Probability(reached[type + 1], row[place + Inside], after[type + 1]);
        }

        float Probability(double from, float score, double to) => (float)(scale * Math.Exp(from + score + to - all));
    }

    private static int PlaceOf(int previous, int tag)
    {
        int type = SpanTags.TypeOf(tag), previousType = SpanTags.TypeOf(previous);
        if (type < 0)
        {
            return previousType < 0 ? OutsideAfterOutside : OutsideAfterSpan;
        }

        bool isSame = previousType == type;
        if (SpanTags.IsInside(tag) && !isSame)
        {
            throw new ArgumentException("An inside of a span stands behind no word of its type.", nameof(tag));
        }

        return FirstType + (TypeScores * type)
            + (SpanTags.IsInside(tag) ? Inside : previousType < 0 ? BeginAfterOutside : isSame ? BeginAfterSame : BeginAfterOther);
    }

    // others[i]: the logarithm of the sum of all but i, as sums of those before and those behind, since a difference would lose its digits.
    private static double SumOfOthers(ReadOnlySpan<double> values, double[] others)
    {
        double sum = double.NegativeInfinity;
        for (int i = 0; i < values.Length; i++)
        {
            others[i] = sum;
            sum = Sum(sum, values[i]);
        }

        double behind = double.NegativeInfinity;
        for (int i = values.Length - 1; i >= 0; i--)
        {
            others[i] = Sum(others[i], behind);
            behind = Sum(behind, values[i]);
        }

        return sum;
    }

    // log(exp(x) + exp(y))
    private static double Sum(double x, double y)
    {
        double largest = Math.Max(x, y);
        return double.IsNegativeInfinity(largest) ? largest : largest + Math.Log(1 + Math.Exp(-Math.Abs(x - y)));
    }
}
