using System;
using System.Globalization;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Networks;
using RnnGen.Numerics;

namespace RnnGen.Training;

/// <summary>
/// Losses with their gradients by the outputs. Each returns the sum over all rows and writes the gradients of that sum times <c>scale</c>: with the reciprocal
/// of <c>WeightOf</c>, those of the mean over what counts, which is PyTorch's default. Stable for logits of any size; allocates nothing.
/// </summary>
public static class Loss
{
    /// <summary>PyTorch's <c>ignore_index</c>: a row of this label counts for nothing.</summary>
    public const int Ignored = -100;

    /// <summary>
    /// Softmax cross-entropy of logits: <c>-w[label] * log softmax(logits)[label]</c>, summed over the rows. PyTorch's <c>cross_entropy</c> divides by
    /// <see cref="WeightOf(ReadOnlySpan{int}, ReadOnlySpan{float})"/>. With label smoothing e of K classes it is
    /// <c>-(1 - e) w[label] * log softmax(logits)[label] - e / K * sum over c of w[c] * log softmax(logits)[c]</c>, as
    /// <c>nn.CrossEntropyLoss(label_smoothing=e)</c>.
    /// </summary>
    /// <param name="logits">[rows, classes]</param>
    /// <param name="labels">[rows], of which <see cref="Ignored"/> ones count for nothing.</param>
    /// <param name="gradients">[rows, classes], written; or empty.</param>
    /// <param name="scale">What the gradients are multiplied with.</param>
    /// <param name="classWeights">[classes], or empty for ones.</param>
    /// <param name="labelSmoothing">The share of a label that goes to all classes alike: from 0, for none, to 1.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="ArgumentException">A span has not the size it needs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is no class, or <paramref name="labelSmoothing"/> is not from 0 to 1.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double CrossEntropy(
        ReadOnlySpan<float> logits, ReadOnlySpan<int> labels, Span<float> gradients, double scale = 1, ReadOnlySpan<float> classWeights = default,
        double labelSmoothing = 0)
    {
        CheckLabelSmoothing(labelSmoothing, nameof(labelSmoothing));
        int classes = labels.IsEmpty ? 0 : logits.Length / labels.Length;
        CheckSize(logits.Length, labels.Length * classes, nameof(logits));
        CheckGradients(gradients.Length, logits.Length);
        if (!classWeights.IsEmpty)
        {
            CheckSize(classWeights.Length, classes, nameof(classWeights));
        }

        double sum = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            ReadOnlySpan<float> own = logits.Slice(row * classes, classes);
            Span<float> target = gradients.IsEmpty ? default : gradients.Slice(row * classes, classes);
            int label = labels[row];
            if (label == Ignored)
            {
                target.Clear();
                continue;
            }

            CheckLabel(label, row, classes, nameof(labels));

            double weight = classWeights.IsEmpty ? 1 : classWeights[label];
            sum += labelSmoothing > 0
                ? SmoothedCrossEntropyOf(own, label, weight * (1 - labelSmoothing), labelSmoothing / classes, classWeights, target, scale)
                : weight * CrossEntropyOf(own, label, target, scale * weight);
        }

        return sum;
    }

    /// <summary>What a mean of <see cref="CrossEntropy"/> is divided by: the rows that are not ignored, or the weights of their labels.</summary>
    /// <param name="labels">[rows]</param>
    /// <param name="classWeights">[classes], or empty for ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are weights, and a label is no class.</exception>
    public static double WeightOf(ReadOnlySpan<int> labels, ReadOnlySpan<float> classWeights = default)
    {
        double weight = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            int label = labels[row];
            if (label == Ignored)
            {
                continue;
            }

            if (classWeights.IsEmpty)
            {
                weight++;
            }
            else
            {
                CheckLabel(label, row, classWeights.Length, nameof(labels));
                weight += classWeights[label];
            }
        }

        return weight;
    }

    /// <summary>What a mean of <see cref="BinaryCrossEntropy"/>, <see cref="SquaredError"/> or <see cref="AbsoluteError"/> is divided by: the targets that are
    /// not NaN.</summary>
    /// <param name="targets">Any number.</param>
    public static double WeightOf(ReadOnlySpan<float> targets)
    {
        // NaN is all that does not equal itself. -1 is the mask of a lane that does.
        ref float first = ref MemoryMarshal.GetReference(targets);
        Vector<int> equal = default;
        int index = 0;
        for (; index + Vector<float>.Count <= targets.Length; index += Vector<float>.Count)
        {
            Vector<float> values = Vector.LoadUnsafe(ref first, (nuint)index);
            equal += Vector.Equals(values, values);
        }

        long weight = -(long)Vector.Sum(equal);
        for (; index < targets.Length; index++)
        {
            weight += float.IsNaN(targets[index]) ? 0 : 1;
        }

        return weight;
    }

    /// <summary>Binary cross-entropy of logits x and targets y from 0 to 1: <c>max(x, 0) - x y + log(1 + exp(-|x|))</c>, summed.</summary>
    /// <param name="logits">Any number.</param>
    /// <param name="targets">As many, of which NaN ones count for nothing: their gradients are 0.</param>
    /// <param name="gradients">As many, written; or empty.</param>
    /// <param name="scale">What the gradients are multiplied with.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="ArgumentException">A span has not the size it needs.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double BinaryCrossEntropy(ReadOnlySpan<float> logits, ReadOnlySpan<float> targets, Span<float> gradients, double scale = 1)
    {
        CheckSize(targets.Length, logits.Length, nameof(targets));
        CheckGradients(gradients.Length, logits.Length);
        return Elementwise.Sum<Elementwise.BinaryCrossEntropy>(logits, targets, gradients, scale);
    }

    /// <summary>Squared errors, summed: <c>(x - y)^2</c>.</summary>
    /// <param name="outputs">Any number.</param>
    /// <param name="targets">As many, of which NaN ones count for nothing: their gradients are 0.</param>
    /// <param name="gradients">As many, written; or empty.</param>
    /// <param name="scale">What the gradients are multiplied with.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="ArgumentException">A span has not the size it needs.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double SquaredError(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, double scale = 1)
    {
        CheckSize(targets.Length, outputs.Length, nameof(targets));
        CheckGradients(gradients.Length, outputs.Length);
        return Elementwise.Sum<Elementwise.SquaredError>(outputs, targets, gradients, scale);
    }

    /// <summary>Absolute errors, summed: <c>|x - y|</c>, whose gradient at 0 is 0.</summary>
    /// <param name="outputs">Any number.</param>
    /// <param name="targets">As many, of which NaN ones count for nothing: their gradients are 0.</param>
    /// <param name="gradients">As many, written; or empty.</param>
    /// <param name="scale">What the gradients are multiplied with.</param>
    /// <returns>The sum.</returns>
    /// <exception cref="ArgumentException">A span has not the size it needs.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double AbsoluteError(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, double scale = 1)
    {
        CheckSize(targets.Length, outputs.Length, nameof(targets));
        CheckGradients(gradients.Length, outputs.Length);
        return Elementwise.Sum<Elementwise.AbsoluteError>(outputs, targets, gradients, scale);
    }

    // log(sum over j of exp(x_j - max)) + max - x_label; the gradient is softmax(x) less 1 at the label.
    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double CrossEntropyOf(ReadOnlySpan<float> logits, int label, Span<float> gradients, double scale)
    {
        const int Piece = 512;
        Span<float> scratch = stackalloc float[Piece];
        float largest = ActivationRows.Largest(logits);
        double total = 0;
        for (int first = 0; first < logits.Length; first += Piece)
        {
            int count = Math.Min(Piece, logits.Length - first);
            Span<float> piece = gradients.IsEmpty ? scratch[..count] : gradients.Slice(first, count);
            logits.Slice(first, count).CopyTo(piece);
            ActivationRows.Exp(piece, largest);
            total += FoldedSum.Sum(ref MemoryMarshal.GetReference(piece), count);
        }

        if (!gradients.IsEmpty)
        {
            float factor = (float)(scale / total);
            RowMath.Scale(factor, gradients);

            gradients[label] -= (float)scale;
        }

        return Math.Log(total) + ((double)largest - logits[label]);
    }

    /// <summary>Checks a share of labels that goes to all classes.</summary>
    /// <param name="labelSmoothing">It.</param>
    /// <param name="argument">Its name.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is not from 0 to 1.</exception>
    internal static void CheckLabelSmoothing(double labelSmoothing, string argument)
    {
        if (!(labelSmoothing is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(
                argument, labelSmoothing, string.Create(CultureInfo.InvariantCulture, $"'{argument}' is {labelSmoothing}; it must be from 0 to 1."));
        }
    }

    // Of what is wanted of each class, q (own of the label, and a share of its weight of each): the sum of q times log(sum over j of exp(x_j)) - x. The gradient is the
    // sum of q times softmax(x), less q.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static double SmoothedCrossEntropyOf(
        ReadOnlySpan<float> logits, int label, double own, double share, ReadOnlySpan<float> classWeights, Span<float> gradients, double scale)
    {
        // From the largest on, so that large logits do not cancel.
        float largest = ActivationRows.Largest(logits);
        double wanted = own, sum = own * ((double)largest - logits[label]);
        for (int index = 0; index < logits.Length; index++)
        {
            double ofClass = share * (classWeights.IsEmpty ? 1 : classWeights[index]);
            wanted += ofClass;
            sum += ofClass * ((double)largest - logits[index]);
        }

        double logarithm = CrossEntropyOf(logits, label, gradients, scale * wanted) - ((double)largest - logits[label]);
        if (!gradients.IsEmpty)
        {
            // Of the label there is all that is wanted too much.
            gradients[label] = (float)(gradients[label] + (scale * (wanted - own)));
            for (int index = 0; index < gradients.Length; index++)
            {
                gradients[index] -= (float)(scale * share * (classWeights.IsEmpty ? 1 : classWeights[index]));
            }
        }

        return sum + (wanted * logarithm);
    }

    private static void CheckLabel(int label, int row, int classes, string argument)
    {
        if ((uint)label >= (uint)classes)
        {
            throw new ArgumentOutOfRangeException(argument, label, $"'{argument}' has {label} at row {row}; it must be from 0 to {classes - 1}, or {Ignored}.");
        }
    }

    private static void CheckSize(int length, int needed, string argument)
    {
        if (length != needed)
        {
            throw new ArgumentException($"'{argument}' has size {length}; it needs {needed}.", argument);
        }
    }

    private static void CheckGradients(int length, int needed)
    {
        if (length != 0)
        {
            CheckSize(length, needed, "gradients");
        }
    }
}
