using System;
using System.Globalization;

namespace RnnGen.Training;

/// <summary>What a trainer makes small, sequence by sequence.</summary>
/// <typeparam name="TTarget">What is wanted: <see cref="int"/> for labels, <see cref="float"/> for numbers.</typeparam>
public abstract class SequenceLoss<TTarget>
    where TTarget : unmanaged
{
    /// <summary>Whether the network computes it, since it has parameters.</summary>
    internal virtual bool IsOfNetwork => false;

    /// <summary>What the sequence counts for in a mean: not negative, and 0 if nothing in it counts.</summary>
    /// <param name="targets">Its targets.</param>
    public abstract double WeightOf(ReadOnlySpan<TTarget> targets);

    /// <summary>Targets that belong to a row of outputs, or 0 if any number may: what a trainer checks before it begins.</summary>
    /// <param name="outputSize">Floats of a row.</param>
    public virtual int TargetsOfRow(int outputSize) => 0;

    /// <summary>What is wrong with the values of targets (a label that is no class, say): what a trainer checks before it begins.</summary>
    /// <param name="targets">The targets of a sequence, as many as it needs.</param>
    /// <param name="outputSize">Floats of a row.</param>
    /// <returns>The rest of a sentence that begins with "The targets", or null if nothing is wrong.</returns>
    public virtual string? FindFault(ReadOnlySpan<TTarget> targets, int outputSize) => null;

    /// <summary>The loss of one sequence, summed over its rows.</summary>
    /// <param name="outputs">[rows, output]</param>
    /// <param name="targets">Its targets: a label a row, or as many numbers as outputs.</param>
    /// <param name="gradients">[rows, output], written; or empty.</param>
    /// <param name="scale">What the gradients are multiplied with.</param>
    public abstract double Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<TTarget> targets, Span<float> gradients, double scale);
}

/// <summary>The losses of <see cref="Loss"/> for a trainer.</summary>
public static class SequenceLoss
{
    /// <summary>Softmax cross-entropy of logits; rows of <see cref="Loss.Ignored"/> count for nothing.</summary>
    /// <param name="classWeights">What each class counts for, or empty for ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative or not finite.</exception>
    public static SequenceLoss<int> CrossEntropy(params ReadOnlySpan<float> classWeights) => new CrossEntropyLoss(classWeights.ToArray(), labelSmoothing: 0);

    /// <summary>
    /// Softmax cross-entropy of logits with label smoothing, as <c>nn.CrossEntropyLoss(label_smoothing=labelSmoothing)</c>; rows of <see cref="Loss.Ignored"/> count for
    /// nothing. <c>Evaluate</c> measures it with the smoothing, too.
    /// </summary>
    /// <param name="labelSmoothing">The share of a label that goes to all classes alike, from 0 to 1.</param>
    /// <param name="classWeights">What each class counts for, or empty for ones.</param>
    /// <exception cref="ArgumentOutOfRangeException">A weight is negative or not finite, or the share is not from 0 to 1.</exception>
    public static SequenceLoss<int> SmoothedCrossEntropy(double labelSmoothing, params ReadOnlySpan<float> classWeights) =>
        new CrossEntropyLoss(classWeights.ToArray(), labelSmoothing);

    /// <summary>Binary cross-entropy of logits and targets from 0 to 1. A target that is NaN counts for nothing.</summary>
    public static SequenceLoss<float> BinaryCrossEntropy { get; } = new NumberLoss(Loss.BinaryCrossEntropy, 0, 1);

    /// <summary>The mean of squared errors. A target that is NaN counts for nothing.</summary>
    public static SequenceLoss<float> SquaredError { get; } = new NumberLoss(Loss.SquaredError, float.MinValue, float.MaxValue);

    /// <summary>The mean of absolute errors. A target that is NaN counts for nothing.</summary>
    public static SequenceLoss<float> AbsoluteError { get; } = new NumberLoss(Loss.AbsoluteError, float.MinValue, float.MaxValue);

    /// <summary>
    /// The negative logarithm of the labels' probability in a network whose last layer is a <see cref="CrfLayerAttribute"/>, by the network's own <c>Loss</c>, with its
    /// <c>Constraints</c>: the chain has parameters, which the outputs alone do not show. A label of <see cref="Loss.Ignored"/> stands for any, and its step counts for
    /// nothing in a mean.
    /// </summary>
    /// <remarks>Of whole sequences: a trainer takes it in <c>Fit</c> and <c>TrainEpoch</c>, not of a stream that is cut into windows.</remarks>
    public static SequenceLoss<int> ConditionalRandomField { get; } = new ChainLoss();

    private delegate double NumberFunction(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, double scale);

    private sealed class CrossEntropyLoss : SequenceLoss<int>
    {
        private readonly float[] _classWeights;
        private readonly double _labelSmoothing;

        public CrossEntropyLoss(float[] classWeights, double labelSmoothing)
        {
            Loss.CheckLabelSmoothing(labelSmoothing, nameof(labelSmoothing));
            _labelSmoothing = labelSmoothing;
            foreach (float weight in classWeights)
            {
                Optimizer.CheckNotNegative(weight, nameof(classWeights));
            }

            _classWeights = classWeights;
        }

        public override int TargetsOfRow(int outputSize) => _classWeights.Length == 0 || _classWeights.Length == outputSize
            ? 1
            : throw new ArgumentException($"There are {_classWeights.Length} class weights; {nameof(outputSize)} {outputSize} needs as many.", nameof(outputSize));

        public override double WeightOf(ReadOnlySpan<int> targets) => Loss.WeightOf(targets, _classWeights);

        public override string? FindFault(ReadOnlySpan<int> targets, int outputSize) => LabelChecks.FindFault(targets, outputSize);

        public override double Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<int> targets, Span<float> gradients, double scale) =>
            Loss.CrossEntropy(outputs, targets, gradients, scale, _classWeights, _labelSmoothing);
    }

    private sealed class ChainLoss : SequenceLoss<int>
    {
        internal override bool IsOfNetwork => true;

        public override int TargetsOfRow(int outputSize) => 1;

        public override double WeightOf(ReadOnlySpan<int> targets) => Loss.WeightOf(targets);

        public override string? FindFault(ReadOnlySpan<int> targets, int outputSize) => LabelChecks.FindFault(targets, outputSize);

        public override double Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<int> targets, Span<float> gradients, double scale) =>
            throw new InvalidOperationException("A conditional random field has parameters, which outputs do not show: call the network's Loss, or give the network to a Trainer.");
    }

    private sealed class NumberLoss(NumberFunction function, float smallest, float largest) : SequenceLoss<float>
    {
        public override int TargetsOfRow(int outputSize) => outputSize;

        public override double WeightOf(ReadOnlySpan<float> targets) => Loss.WeightOf(targets);

        public override string? FindFault(ReadOnlySpan<float> targets, int outputSize)
        {
            for (int index = 0; index < targets.Length; index++)
            {
                // NaN is neither: it is ignored.
                if (targets[index] < smallest || targets[index] > largest)
                {
                    (int row, int output) = Math.DivRem(index, outputSize);
                    string wanted = smallest == 0 ? "from 0 to 1" : "finite";
                    return string.Create(CultureInfo.InvariantCulture, $"have {targets[index]} at row {row}, output {output}; it must be {wanted}, or NaN to be ignored");
                }
            }

            return null;
        }

        public override double Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, double scale) =>
            function(outputs, targets, gradients, scale);
    }
}
