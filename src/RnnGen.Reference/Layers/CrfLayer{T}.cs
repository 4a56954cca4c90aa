using System;
using System.Collections.Generic;
using System.Numerics;

namespace RnnGen.Reference;

/// <summary>
/// A linear-chain conditional random field (Lafferty, McCallum and Pereira 2001) over the scores of the layer before it, which it passes on: the class <c>CRF</c> of
/// <c>pytorch-crf</c>. The probabilities are computed by the forward and the backward algorithm in log space.
/// </summary>
/// <remarks>
/// <code>
/// score(x, y) = start[y_0] + sum over t of x[t, y_t] + sum over t > 0 of transitions[y_(t-1), y_t] + end[y_(T-1)]
/// P(y | x)    = exp(score(x, y)) / sum over all y' of exp(score(x, y'))
/// </code>
/// </remarks>
/// <typeparam name="T">The arithmetic.</typeparam>
public sealed class CrfLayer<T> : Layer<T>
    where T : IFloatingPointIeee754<T>
{
    /// <summary>The target that stands for any label.</summary>
    public const int AnyLabel = -100;

    private readonly Parameter<T> _start;
    private readonly Parameter<T> _end;
    private readonly Parameter<T> _transitions;
    private readonly bool[]? _allowed;

    /// <summary>Creates a layer of zeros.</summary>
    /// <param name="labels">Labels.</param>
    /// <param name="allowed">[labels + 2, labels + 2], from and to, the last two being the start and the end: which labels may follow which. Null for any.</param>
    /// <exception cref="ArgumentException">The mask has not the size it needs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">There are no labels.</exception>
    public CrfLayer(int labels, bool[]? allowed = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(labels, 1);
        if (allowed is not null)
        {
            ArgumentSize.Check(allowed.Length, checked((labels + 2) * (labels + 2)), "[labels + 2, labels + 2]", nameof(allowed));
        }

        InputSize = labels;
        _allowed = allowed;
        _start = new Parameter<T>("start_transitions", new T[labels], new T[labels]);
        _end = new Parameter<T>("end_transitions", new T[labels], new T[labels]);
        _transitions = new Parameter<T>("transitions", new T[checked(labels * labels)], new T[labels * labels]);
    }

    /// <inheritdoc/>
    public override int InputSize { get; }

    /// <inheritdoc/>
    public override int OutputSize => InputSize;

    /// <inheritdoc/>
    public override IReadOnlyList<Parameter<T>> Parameters => [_start, _end, _transitions];

    private int Start => InputSize;

    private int End => InputSize + 1;

    /// <inheritdoc/>
    public override (T[] Outputs, LayerPullback<T> Pullback) Forward(T[] inputs, T[] state)
    {
        CheckRows(inputs, state);
        return ([.. inputs], static (outputGradients, _) => [.. outputGradients]);
    }

    /// <summary>-log P of labels, of which some may be any. Adds to the gradients of the parameters.</summary>
    /// <param name="scores">[steps, labels]</param>
    /// <param name="targets">[steps], a label or <see cref="AnyLabel"/>.</param>
    /// <returns>The loss and its gradients by the scores, [steps, labels]. Infinity, where the mask does not allow the labels.</returns>
    /// <exception cref="ArgumentException">A size is not what it must be.</exception>
    public (T Loss, T[] ScoreGradients) Loss(T[] scores, int[] targets)
    {
        int steps = ArgumentSize.CheckSteps(scores.Length, InputSize, nameof(scores));
        ArgumentSize.Check(targets.Length, steps, "steps", nameof(targets));
        T[] gradients = new T[scores.Length];
        if (steps == 0)
        {
            return (T.Zero, gradients);
        }

        int[] any = new int[steps];
        Array.Fill(any, AnyLabel);
        T all = Add(scores, any, T.One, gradients, _start.Gradients, _end.Gradients, _transitions.Gradients);
        T right = Add(scores, targets, -T.One, gradients, _start.Gradients, _end.Gradients, _transitions.Gradients);
        return (all - right, gradients);
    }

    /// <summary>The probability of each label at each step.</summary>
    /// <param name="scores">[steps, labels]</param>
    /// <returns>[steps, labels]</returns>
    /// <exception cref="ArgumentException">A size is not what it must be.</exception>
    public T[] Marginals(T[] scores)
    {
        int steps = ArgumentSize.CheckSteps(scores.Length, InputSize, nameof(scores));
        T[] probabilities = new T[scores.Length];
        if (steps > 0)
        {
            int[] any = new int[steps];
            Array.Fill(any, AnyLabel);
            Add(scores, any, T.One, probabilities, new T[InputSize], new T[InputSize], new T[InputSize * InputSize]);
        }

        return probabilities;
    }

    /// <summary>The labels with the largest score (Viterbi 1967); of equal ones the smaller, from the last step on.</summary>
    /// <param name="scores">[steps, labels]</param>
    /// <returns>[steps]</returns>
    /// <exception cref="ArgumentException">A size is not what it must be.</exception>
    public int[] Decode(T[] scores)
    {
        int steps = ArgumentSize.CheckSteps(scores.Length, InputSize, nameof(scores)), labels = InputSize;
        T[] best = new T[steps * labels];
        int[] before = new int[steps * labels];
        for (int step = 0; step < steps; step++)
        {
            for (int to = 0; to < labels; to++)
            {
                T largest = step == 0 ? From(Start, to) : T.NegativeInfinity;
                for (int from = 0; from < labels && step > 0; from++)
                {
                    T score = best[((step - 1) * labels) + from] + From(from, to);
                    if (score > largest)
                    {
                        (largest, before[(step * labels) + to]) = (score, from);
                    }
                }

                best[(step * labels) + to] = largest + scores[(step * labels) + to];
            }
        }

        int[] found = new int[steps];
        int last = 0;
        for (int label = 1; label < labels && steps > 0; label++)
        {
            T own = best[((steps - 1) * labels) + label] + From(label, End), other = best[((steps - 1) * labels) + last] + From(last, End);
            last = own > other ? label : last;
        }

        for (int step = steps - 1; step >= 0; step--)
        {
            found[step] = last;
            last = before[(step * labels) + last];
        }

        return found;
    }

    /// <summary>What given labels score; minus infinity, where the mask does not allow them.</summary>
    /// <param name="scores">[steps, labels]</param>
    /// <param name="labels">[steps]</param>
    /// <exception cref="ArgumentException">A size is not what it must be.</exception>
    public T Score(T[] scores, int[] labels)
    {
        int steps = ArgumentSize.CheckSteps(scores.Length, InputSize, nameof(scores));
        ArgumentSize.Check(labels.Length, steps, "steps", nameof(labels));
        T score = T.Zero;
        int before = Start;
        for (int step = 0; step < steps; step++)
        {
            score += From(before, labels[step]) + scores[(step * InputSize) + labels[step]];
            before = labels[step];
        }

        return steps == 0 ? score : score + From(before, End);
    }

    // The score of a label behind another, behind the start, or before the end.
    private T From(int from, int to) =>
        _allowed?[(from * (InputSize + 2)) + to] == false ? T.NegativeInfinity
        : from == Start ? _start.Values[to]
        : to == End ? _end.Values[from]
        : _transitions.Values[(from * InputSize) + to];

    // log of the sum over all labels that agree with the targets; adds sign times its gradients.
    private T Add(T[] scores, int[] targets, T sign, T[] scoreGradients, T[] startGradients, T[] endGradients, T[] transitionGradients)
    {
        int steps = targets.Length, labels = InputSize;

        // forward[t, j]: of everything up to x[t, j]. backward[t, i]: of everything behind it.
        T[] forward = new T[steps * labels], backward = new T[steps * labels], terms = new T[labels];
        for (int step = 0; step < steps; step++)
        {
            for (int to = 0; to < labels; to++)
            {
                for (int from = 0; from < labels; from++)
                {
                    terms[from] = step > 0 ? forward[((step - 1) * labels) + from] + From(from, to) : from == 0 ? From(Start, to) : T.NegativeInfinity;
                }

                forward[(step * labels) + to] = Agrees(step, to) ? LogSum(terms) + scores[(step * labels) + to] : T.NegativeInfinity;
            }
        }

        for (int step = steps - 1; step >= 0; step--)
        {
            for (int from = 0; from < labels; from++)
            {
                for (int to = 0; to < labels; to++)
                {
                    int next = ((step + 1) * labels) + to;
                    terms[to] = step == steps - 1 ? (to == 0 ? From(from, End) : T.NegativeInfinity)
                        : Agrees(step + 1, to) ? From(from, to) + scores[next] + backward[next]
                        : T.NegativeInfinity;
                }

                backward[(step * labels) + from] = LogSum(terms);
            }
        }

        for (int label = 0; label < labels; label++)
        {
            terms[label] = forward[((steps - 1) * labels) + label] + From(label, End);
        }

        T all = LogSum(terms);
        for (int step = 0; step < steps; step++)
        {
            for (int to = 0; to < labels; to++)
            {
                int place = (step * labels) + to;
                T probability = sign * T.Exp(forward[place] + backward[place] - all);
                scoreGradients[place] += probability;
                startGradients[to] += step == 0 ? probability : T.Zero;
                endGradients[to] += step == steps - 1 ? probability : T.Zero;
                for (int from = 0; from < labels && step > 0 && Agrees(step, to); from++)
                {
                    transitionGradients[(from * labels) + to] +=
                        sign * T.Exp(forward[place - to - labels + from] + From(from, to) + scores[place] + backward[place] - all);
                }
            }
        }

        return all;

        bool Agrees(int step, int label) => targets[step] == AnyLabel || targets[step] == label;
    }

    private static T LogSum(T[] terms)
    {
        T largest = T.NegativeInfinity, sum = T.Zero;
        foreach (T term in terms)
        {
            largest = T.Max(largest, term);
        }

        if (T.IsNegativeInfinity(largest))
        {
            return largest;
        }

        foreach (T term in terms)
        {
            sum += T.Exp(term - largest);
        }

        return largest + T.Log(sum);
    }
}
