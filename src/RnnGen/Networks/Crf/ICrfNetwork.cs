using System;

namespace RnnGen;

/// <summary>
/// What an emitted network can do besides whose last layer is a <see cref="CrfLayerAttribute"/>: label every step of a sequence. Its outputs are the scores that
/// these members take.
/// </summary>
/// <typeparam name="TWorkspace">Scratch memory.</typeparam>
public interface ICrfNetwork<TWorkspace>
    where TWorkspace : class
{
    /// <summary>Which labels may follow which; null for any.</summary>
    CrfConstraints? Constraints { get; }

    /// <summary>The negative logarithm of the probability of labels, summed over all sequences.</summary>
    /// <param name="scores">What <c>Run</c> gave: [step, stream, label], or [stream, step, label]; padding may hold anything.</param>
    /// <param name="targets">[step, stream], or [stream, step]; <see cref="Training.Loss.Ignored"/> is any label.</param>
    /// <param name="workspace">Scratch memory for at least as many steps as the longest sequence has; one call at a time.</param>
    /// <param name="lengths">The steps of every stream, [stream], in any order; or empty for one sequence.</param>
    /// <param name="layout">How scores and targets lie in memory.</param>
    /// <returns>The loss; NaN where a score or parameter is not finite.</returns>
    /// <exception cref="ArgumentException">A buffer or the workspace has not the size it needs.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range, a target is no label, or <see cref="Constraints"/> do not allow it.</exception>
    /// <exception cref="InvalidOperationException">The workspace is in use.</exception>
    double Loss(
        ReadOnlySpan<float> scores, ReadOnlySpan<int> targets, TWorkspace workspace, ReadOnlySpan<int> lengths = default,
        SequenceLayout layout = SequenceLayout.TimeFirst);

    /// <summary>The most likely labels of each sequence as a whole (Viterbi 1967); of equal scores the smaller label, from the last step on.</summary>
    /// <param name="scores">What <c>Run</c> gave: [step, stream, label], or [stream, step, label]; padding may hold anything.</param>
    /// <param name="labels">[step, stream], or [stream, step], written; <see cref="Training.Loss.Ignored"/> at padding.</param>
    /// <param name="workspace">Scratch memory for at least as many steps as the longest sequence has; one call at a time.</param>
    /// <param name="lengths">The steps of every stream, [stream], in any order; or empty for one sequence.</param>
    /// <param name="layout">How scores and labels lie in memory.</param>
    /// <exception cref="ArgumentException">A buffer or the workspace has not the size it needs, buffers overlap, or a score is NaN.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Constraints"/> allow no labels for a sequence, or the workspace is in use.</exception>
    void Decode(
        ReadOnlySpan<float> scores, Span<int> labels, TWorkspace workspace, ReadOnlySpan<int> lengths = default, SequenceLayout layout = SequenceLayout.TimeFirst);

    /// <summary>The probability of each label at each step, whatever the others are.</summary>
    /// <param name="scores">What <c>Run</c> gave: [step, stream, label], or [stream, step, label]; padding may hold anything.</param>
    /// <param name="probabilities">The same, written; zeros at padding. May be exactly <paramref name="scores"/>.</param>
    /// <param name="workspace">Scratch memory for at least as many steps as the longest sequence has; one call at a time.</param>
    /// <param name="lengths">The steps of every stream, [stream], in any order; or empty for one sequence.</param>
    /// <param name="layout">How scores and probabilities lie in memory.</param>
    /// <exception cref="ArgumentException">A buffer or the workspace has not the size it needs, buffers overlap, or a score is not finite.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is out of range.</exception>
    /// <exception cref="InvalidOperationException"><see cref="Constraints"/> allow no labels for a sequence, or the workspace is in use.</exception>
    void Marginals(
        ReadOnlySpan<float> scores, Span<float> probabilities, TWorkspace workspace, ReadOnlySpan<int> lengths = default,
        SequenceLayout layout = SequenceLayout.TimeFirst);
}
