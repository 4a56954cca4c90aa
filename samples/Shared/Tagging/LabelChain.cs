using System;
using RnnGen;

namespace Shared.Tagging;

/// <summary>The chain of labels of a network, whatever its workspace is.</summary>
public abstract class LabelChain
{
    /// <summary>The chain of a network.</summary>
    /// <typeparam name="TWorkspace">Its workspace.</typeparam>
    /// <param name="network">The network.</param>
    /// <param name="workspace">For as many steps as a sequence has.</param>
    public static LabelChain Of<TWorkspace>(ICrfNetwork<TWorkspace> network, TWorkspace workspace)
        where TWorkspace : class => new OfNetwork<TWorkspace>(network, workspace);

    /// <summary>The most likely labels of a sequence.</summary>
    /// <param name="scores">[step, label]</param>
    /// <param name="labels">[step], written.</param>
    public abstract void Decode(ReadOnlySpan<float> scores, Span<int> labels);

    /// <summary>How likely each label is.</summary>
    /// <param name="scores">[step, label]</param>
    /// <param name="probabilities">[step, label], written.</param>
    public abstract void Marginals(ReadOnlySpan<float> scores, Span<float> probabilities);

    private sealed class OfNetwork<TWorkspace>(ICrfNetwork<TWorkspace> network, TWorkspace workspace) : LabelChain
        where TWorkspace : class
    {
        public override void Decode(ReadOnlySpan<float> scores, Span<int> labels) => network.Decode(scores, labels, workspace);

        public override void Marginals(ReadOnlySpan<float> scores, Span<float> probabilities) => network.Marginals(scores, probabilities, workspace);
    }
}
