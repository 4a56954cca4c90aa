using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Numerics;
using RnnGen.Training;

namespace RnnGen.Networks;

/// <summary>
/// The sums over all labels of one sequence, and the labels with the largest score, in log space (Lafferty, McCallum and Pereira 2001; the names of the parameters are
/// those of <c>pytorch-crf</c>). What a step adds up is one sum for each label, ascending over the labels before it, so that the bits do not depend on the width of
/// vectors. After each step the largest is taken off and added up in double precision: sequences may have any length.
/// </summary>
/// <remarks>
/// <code>
/// reached[t, j] = log sum over i of exp(forward[t - 1, i] + transitions[i, j])
/// forward[t, j] = reached[t, j] + x[t, j] - largest[t]
/// log Z         = log sum over j of exp(forward[T - 1, j] + end[j]) + sum over t of largest[t]
/// p[T - 1, j]   = exp(forward[T - 1, j] + end[j]) / sum
/// P(i at t - 1, j at t) = exp(forward[t - 1, i] + transitions[i, j] - reached[t, j]) * p[t, j]
/// p[t - 1, i]   = sum over j of P(i at t - 1, j at t)
/// </code>
/// The last three are the gradients of log Z, and need no second sum in log space: nothing in them is subtracted.
/// </remarks>
internal static class CrfChain
{
    private const float SmallestNormal = 1.17549435e-38f;

    /// <summary>The logarithm of the sum over all labels that agree with targets: log Z, where there are none.</summary>
    /// <param name="memory">With transitions and scores.</param>
    /// <param name="steps">Steps of the sequence, at least one.</param>
    /// <param name="targets">[steps], where <see cref="Loss.Ignored"/> is any label; or empty for any everywhere.</param>
    /// <returns>Minus infinity where no labels are possible, NaN where a number is not finite.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum(CrfMemory memory, int steps, ReadOnlySpan<int> targets)
    {
        int labels = memory.Labels, lanes = memory.Lanes;
        Span<double> values = memory.Values;
        double offset = 0;
        for (int step = 0; step < steps; step++)
        {
            int target = targets.IsEmpty ? Loss.Ignored : targets[step];
            ReadOnlySpan<float> scores = memory.Scores.Span.Slice(step * labels, labels);
            if (step == 0)
            {
                ReadOnlySpan<float> start = memory.Start.Span;
                for (int label = 0; label < labels; label++)
                {
                    values[label] = target == Loss.Ignored || target == label ? (double)start[label] + scores[label] : double.NegativeInfinity;
                }
            }
            else
            {
                int possible = FindPossible(memory, step - 1);
                SumStep(memory, step, possible);
                ReadOnlySpan<float> largest = memory.Largest.Span, sums = memory.Sums.Span;
                Span<float> reached = memory.Reached.Span.Slice(step * lanes, lanes);
                for (int label = 0; label < labels; label++)
                {
                    // The largest term counts 1: less is NaN.
                    double value = float.IsNegativeInfinity(largest[label]) ? double.NegativeInfinity
                        : sums[label] >= 1 ? largest[label] + Logarithm.Of(sums[label])
                        : double.NaN;
                    reached[label] = (float)value;
                    values[label] = target == Loss.Ignored || target == label ? value + scores[label] : double.NegativeInfinity;
                }
            }

            double top = TakeOffLargest(values, memory.Forward.Span.Slice(step * lanes, labels));
            if (!double.IsFinite(top))
            {
                return top;
            }

            offset += top;
        }

        return offset + SumLast(memory, steps);
    }

    /// <summary>
    /// Adds the probabilities of labels, and, where the memory has counts, how often each is expected to be first, last, and behind each other. <see cref="Sum"/> was called
    /// last, and gave a finite number.
    /// </summary>
    /// <param name="memory">What <see cref="Sum"/> left.</param>
    /// <param name="steps">Steps of the sequence.</param>
    /// <param name="sign">1 to add, -1 to subtract.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddProbabilities(CrfMemory memory, int steps, float sign)
    {
        int labels = memory.Labels, lanes = memory.Lanes;
        Span<float> probabilities = memory.Probabilities.Span;
        if (memory.EndCounts is { } end)
        {
            RowMath.AddScaled(sign, probabilities, end.Span);
        }

        for (int step = steps - 1; step > 0; step--)
        {
            RowMath.AddScaled(sign, probabilities, memory.Gradients.Span.Slice(step * lanes, lanes));
            int possible = 0;
            for (int label = 0; label < labels; label++)
            {
                // What is less would only be slow to compute with.
                if (probabilities[label] >= SmallestNormal)
                {
                    memory.Possible[possible++] = label;
                }
            }

            Span<float> earlier = memory.Earlier.Span;
            var pass = new BackwardStep
            {
                Forward = ref memory.Forward.Span[(step - 1) * lanes],
                Reached = memory.Reached.Span.Slice(step * lanes, lanes),
                Transposed = ref memory.Transposed.First,
                Probabilities = probabilities,
                Possible = memory.Possible.AsSpan(0, possible),
                Earlier = ref MemoryMarshal.GetReference(earlier),
                Counts = ref (memory.Counts is { } counts ? ref counts.First : ref Unsafe.NullRef<float>()),
                HasCounts = memory.Counts is not null,
                Sign = sign,
                Lanes = lanes,
            };
            VectorWidth.Run(ref pass);

            // They are probabilities: roundings do not add up from step to step.
            float total = FoldedSum.Sum(ref MemoryMarshal.GetReference(earlier), lanes);
            for (int label = 0; label < lanes; label++)
            {
                probabilities[label] = earlier[label] / total;
            }
        }

        RowMath.AddScaled(sign, probabilities, memory.Gradients.Span[..lanes]);
        if (memory.StartCounts is { } start)
        {
            RowMath.AddScaled(sign, probabilities, start.Span);
        }
    }

    /// <summary>What given labels score.</summary>
    /// <param name="memory">With transitions and scores.</param>
    /// <param name="targets">[steps], each a label.</param>
    public static double ScoreOf(CrfMemory memory, ReadOnlySpan<int> targets)
    {
        int labels = memory.Labels, lanes = memory.Lanes;
        ReadOnlySpan<float> scores = memory.Scores.Span, transitions = memory.Transitions.Span;
        double score = memory.Start.Span[targets[0]] + (double)memory.End.Span[targets[^1]];
        for (int step = 0; step < targets.Length; step++)
        {
            score += scores[(step * labels) + targets[step]];
            score += step == 0 ? 0 : transitions[(targets[step - 1] * lanes) + targets[step]];
        }

        return score;
    }

    /// <summary>Takes given labels off what <see cref="AddProbabilities"/> adds to.</summary>
    /// <param name="memory">With counts.</param>
    /// <param name="targets">[steps], each a label.</param>
    public static void SubtractCounts(CrfMemory memory, ReadOnlySpan<int> targets)
    {
        int lanes = memory.Lanes;
        Span<float> gradients = memory.Gradients.Span, counts = memory.Counts!.Span;
        memory.StartCounts!.Span[targets[0]]--;
        memory.EndCounts!.Span[targets[^1]]--;
        for (int step = 0; step < targets.Length; step++)
        {
            gradients[(step * lanes) + targets[step]]--;
            if (step > 0)
            {
                counts[(targets[step] * lanes) + targets[step - 1]]--;
            }
        }
    }

    /// <summary>The labels with the largest score (Viterbi 1967), of equal ones the smaller.</summary>
    /// <param name="memory">With transitions and scores.</param>
    /// <param name="labels">[steps], at least one; written.</param>
    /// <returns>Minus infinity where no labels are possible, NaN where a number is NaN; else a finite number.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Decode(CrfMemory memory, Span<int> labels)
    {
        int count = memory.Labels, lanes = memory.Lanes;
        Span<double> values = memory.Values;
        for (int step = 0; step < labels.Length; step++)
        {
            ReadOnlySpan<float> scores = memory.Scores.Span.Slice(step * count, count), reached = memory.Start.Span;
            if (step > 0)
            {
                var pass = new DecodeStep
                {
                    Possible = memory.Possible.AsSpan(0, FindPossible(memory, step - 1)),
                    Forward = ref memory.Forward.Span[(step - 1) * lanes],
                    Transitions = ref memory.Transitions.First,
                    Largest = ref memory.Largest.First,
                    From = ref memory.Reached.Span[step * lanes],
                    Lanes = lanes,
                };
                VectorWidth.Run(ref pass);
                reached = memory.Largest.Span;
            }

            for (int label = 0; label < count; label++)
            {
                values[label] = (double)reached[label] + scores[label];
            }

            double top = TakeOffLargest(values, memory.Forward.Span.Slice(step * lanes, count));
            if (!double.IsFinite(top))
            {
                return top;
            }
        }

        ReadOnlySpan<float> last = memory.Forward.Span.Slice((labels.Length - 1) * lanes, count), end = memory.End.Span;
        int best = 0;
        for (int label = 1; label < count; label++)
        {
            best = last[label] + end[label] > last[best] + end[best] ? label : best;
        }

        double result = last[best] + end[best];
        for (int step = labels.Length - 1; step >= 0; step--)
        {
            labels[step] = best;
            best = step > 0 ? (int)memory.Reached.Span[(step * lanes) + best] : best;
        }

        return result;
    }

    /// <summary>Notes the labels that are possible at a step, ascending.</summary>
    private static int FindPossible(CrfMemory memory, int step)
    {
        ReadOnlySpan<float> forward = memory.Forward.Span.Slice(step * memory.Lanes, memory.Labels);
        int possible = 0;
        for (int label = 0; label < forward.Length; label++)
        {
            if (!float.IsNegativeInfinity(forward[label]))
            {
                memory.Possible[possible++] = label;
            }
        }

        return possible;
    }

    /// <summary>Rounds the numbers of a step less their largest, which it gives; NaN, if one is.</summary>
    private static double TakeOffLargest(ReadOnlySpan<double> values, Span<float> rounded)
    {
        double largest = double.NegativeInfinity;
        bool hasNaN = false;
        foreach (double value in values)
        {
            largest = value > largest ? value : largest;
            hasNaN |= double.IsNaN(value);
        }

        for (int label = 0; label < values.Length; label++)
        {
            // Of minus infinity nothing is left to take off.
            rounded[label] = double.IsNegativeInfinity(values[label]) ? float.NegativeInfinity : (float)(values[label] - largest);
        }

        return hasNaN ? double.NaN : largest;
    }

    private static void SumStep(CrfMemory memory, int step, int possible)
    {
        var pass = new ForwardStep
        {
            Possible = memory.Possible.AsSpan(0, possible),
            Forward = ref memory.Forward.Span[(step - 1) * memory.Lanes],
            Transitions = ref memory.Transitions.First,
            Largest = ref memory.Largest.First,
            Sums = ref memory.Sums.First,
            Lanes = memory.Lanes,
        };
        VectorWidth.Run(ref pass);
    }

    /// <summary>The sum over the labels of the last step, and the probability of each.</summary>
    private static double SumLast(CrfMemory memory, int steps)
    {
        ReadOnlySpan<float> forward = memory.Forward.Span.Slice((steps - 1) * memory.Lanes, memory.Labels), end = memory.End.Span;
        Span<float> probabilities = memory.Probabilities.Span;
        float largest = float.NegativeInfinity;
        for (int label = 0; label < forward.Length; label++)
        {
            probabilities[label] = forward[label] + end[label];
            largest = probabilities[label] > largest ? probabilities[label] : largest;
        }

        if (float.IsNegativeInfinity(largest))
        {
            return double.NegativeInfinity;
        }

        double sum = 0;
        for (int label = 0; label < forward.Length; label++)
        {
            probabilities[label] = Activation.ExpOrZero(new F32(probabilities[label] - largest)).Value;
            sum += probabilities[label];
        }

        for (int label = 0; label < forward.Length; label++)
        {
            probabilities[label] = (float)(probabilities[label] / sum);
        }

        return sum >= 1 ? largest + Logarithm.Of(sum) : double.NaN;
    }

    /// <summary>Of every label the largest term of its sum over the labels before it, and the sum of all terms divided by that.</summary>
    private ref struct ForwardStep : IWidthAction
    {
        public ReadOnlySpan<int> Possible;
        public ref float Forward;
        public ref float Transitions;
        public ref float Largest;
        public ref float Sums;
        public nint Lanes;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V, VTail>()
            where V : struct, IVector<V>
            where VTail : struct, IVector<VTail>
        {
            for (nint lane = 0; lane < Lanes; lane += V.Count)
            {
                V largest = V.Create(float.NegativeInfinity);
                foreach (int from in Possible)
                {
                    largest = V.Max(largest, V.Create(Unsafe.Add(ref Forward, from)) + V.Load(ref Transitions, (from * Lanes) + lane));
                }

                V sum = V.Create(0f);
                foreach (int from in Possible)
                {
                    sum += Activation.ExpOrZero((V.Create(Unsafe.Add(ref Forward, from)) + V.Load(ref Transitions, (from * Lanes) + lane)) - largest);
                }

                V.Store(largest, ref Largest, lane);
                V.Store(sum, ref Sums, lane);
            }
        }
    }

    /// <summary>From the probabilities of the labels of a step to those of the step before, and of both together.</summary>
    private ref struct BackwardStep : IWidthAction
    {
        public ReadOnlySpan<int> Possible;
        public ReadOnlySpan<float> Reached;
        public ReadOnlySpan<float> Probabilities;
        public ref float Forward;
        public ref float Transposed;
        public ref float Earlier;
        public ref float Counts;
        public nint Lanes;
        public float Sign;
        public bool HasCounts;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V, VTail>()
            where V : struct, IVector<V>
            where VTail : struct, IVector<VTail>
        {
            for (nint lane = 0; lane < Lanes; lane += V.Count)
            {
                V forward = V.Load(ref Forward, lane), earlier = V.Create(0f);
                foreach (int to in Possible)
                {
                    V share = Activation.ExpOrZero((forward + V.Load(ref Transposed, (to * Lanes) + lane)) - V.Create(Reached[to]));
                    V both = share * V.Create(Probabilities[to]);
                    earlier += both;
                    if (HasCounts)
                    {
                        V.Store(V.Load(ref Counts, (to * Lanes) + lane) + (both * V.Create(Sign)), ref Counts, (to * Lanes) + lane);
                    }
                }

                V.Store(earlier, ref Earlier, lane);
            }
        }
    }

    /// <summary>Of every label the largest score of labels before it, and the label right before, of equal ones the smaller.</summary>
    private ref struct DecodeStep : IWidthAction
    {
        public ReadOnlySpan<int> Possible;
        public ref float Forward;
        public ref float Transitions;
        public ref float Largest;
        public ref float From;
        public nint Lanes;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V, VTail>()
            where V : struct, IVector<V>
            where VTail : struct, IVector<VTail>
        {
            for (nint lane = 0; lane < Lanes; lane += V.Count)
            {
                V largest = V.Create(float.NegativeInfinity), label = V.Create(0f);
                foreach (int from in Possible)
                {
                    V score = V.Create(Unsafe.Add(ref Forward, from)) + V.Load(ref Transitions, (from * Lanes) + lane);
                    V isLarger = V.GreaterThan(score, largest);
                    largest = V.Select(isLarger, score, largest);
                    label = V.Select(isLarger, V.Create((float)from), label);
                }

                V.Store(largest, ref Largest, lane);
                V.Store(label, ref From, lane);
            }
        }
    }
}
