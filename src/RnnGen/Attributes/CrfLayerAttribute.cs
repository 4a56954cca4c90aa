using System;

namespace RnnGen;

/// <summary>
/// The last layer of a <see cref="NetworkAttribute">network</see> that labels every step: a linear-chain conditional random field (Lafferty, McCallum and Pereira
/// 2001) over the scores of the layer before it, one a label, as the class <c>CRF</c> of the PyTorch package <c>pytorch-crf</c>. Its parameters are
/// <c>crf.start_transitions [labels]</c>, <c>crf.end_transitions [labels]</c> and <c>crf.transitions [labels, labels]</c>, from the label of a step (rows) to that
/// of the next (columns).
/// </summary>
/// <remarks>
/// <code>
/// score(x, y) = start[y_0] + sum over t of x[t, y_t] + sum over t > 0 of transitions[y_(t-1), y_t] + end[y_(T-1)]
/// P(y | x)    = exp(score(x, y)) / sum over all y' of exp(score(x, y'))
/// </code>
/// The layer passes the scores x on: <c>Step</c>, <c>Run</c> and <c>Forward</c> give them as without it. The network gets <c>Loss</c> (-log P of given labels, and
/// its gradients), <c>Decode</c> (the most likely labels), <c>Marginals</c> (the probability of each label at each step), and <c>Constraints</c>: which labels may
/// follow which. <see cref="Training.SequenceLoss.ConditionalRandomField"/> trains it.
/// <code>
/// [Network]
/// [EmbeddingLayer(vocabulary: 5000, size: 64)]
/// [LstmLayer(hidden: 64, Bidirectional = true)]
/// [DenseLayer(outputs: 9)]
/// [CrfLayer]
/// public sealed partial class Tagger;
/// </code>
/// </remarks>
[AttributeUsage(AttributeTargets.Class, AllowMultiple = true, Inherited = false)]
public sealed class CrfLayerAttribute : Attribute
{
    /// <summary>Declares a layer of as many labels as the layer before gives scores: 1 to 1024.</summary>
    public CrfLayerAttribute()
    {
    }

    /// <summary>Declares a layer and its labels.</summary>
    /// <param name="labels">Labels: what the layer before gives, 1 to 1024.</param>
    public CrfLayerAttribute(int labels) => Labels = labels;

    /// <summary>Labels, or 0 where it was not declared.</summary>
    public int Labels { get; }

    /// <summary>The layer's name in a <c>state_dict</c>; <c>crf</c> where it is null.</summary>
    public string? Name { get; set; }
}
