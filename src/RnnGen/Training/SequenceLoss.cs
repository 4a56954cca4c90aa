using System;

namespace RnnGen.Training;

/// <summary>What a trainer makes small, sequence by sequence.</summary>
/// <typeparam name="TTarget">What is wanted: <see cref="int"/> for labels, <see cref="float"/> for numbers.</typeparam>
public abstract class SequenceLoss<TTarget>
    where TTarget : unmanaged
{
    /// <summary>What the sequence counts for in a mean.</summary>
    /// <param name="targets">Its targets.</param>
    public abstract double WeightOf(ReadOnlySpan<TTarget> targets);

    /// <summary>Targets that belong to a row of outputs, or 0 if any number may: what a trainer checks before it begins.</summary>
    /// <param name="outputSize">Floats of a row.</param>
    public virtual int TargetsOfRow(int outputSize) => 0;

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
    public static SequenceLoss<int> CrossEntropy(params ReadOnlySpan<float> classWeights) => new CrossEntropyLoss(classWeights.ToArray());

    /// <summary>Binary cross-entropy of logits.</summary>
    public static SequenceLoss<float> BinaryCrossEntropy { get; } = new NumberLoss(Loss.BinaryCrossEntropy);

    /// <summary>The mean of squared errors.</summary>
    public static SequenceLoss<float> SquaredError { get; } = new NumberLoss(Loss.SquaredError);

    /// <summary>The mean of absolute errors.</summary>
    public static SequenceLoss<float> AbsoluteError { get; } = new NumberLoss(Loss.AbsoluteError);

    private delegate double NumberFunction(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, double scale);

    private sealed class CrossEntropyLoss(float[] classWeights) : SequenceLoss<int>
    {
        public override int TargetsOfRow(int outputSize) => classWeights.Length == 0 || classWeights.Length == outputSize
            ? 1
            : throw new ArgumentException($"There are {classWeights.Length} class weights; {nameof(outputSize)} {outputSize} needs as many.", nameof(outputSize));

        public override double WeightOf(ReadOnlySpan<int> targets) => Loss.WeightOf(targets, classWeights);

        public override double Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<int> targets, Span<float> gradients, double scale) =>
            Loss.CrossEntropy(outputs, targets, gradients, scale, classWeights);
    }

    private sealed class NumberLoss(NumberFunction function) : SequenceLoss<float>
    {
        public override int TargetsOfRow(int outputSize) => outputSize;

        public override double WeightOf(ReadOnlySpan<float> targets) => targets.Length;

        public override double Compute(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, double scale) =>
            function(outputs, targets, gradients, scale);
    }
}
