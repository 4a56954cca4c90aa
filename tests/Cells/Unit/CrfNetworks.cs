namespace RnnGen.Tests.Networks;

/// <summary>Networks whose last layer is a chain of labels.</summary>
internal static partial class CrfNetworks
{
    [Network(input: 2)]
    [DenseLayer(outputs: 3, Name = "scores")]
    [CrfLayer]
    public sealed partial class ThreeLabels;

    [Network]
    [EmbeddingLayer(vocabulary: 12, size: 6)]
    [LstmLayer(hidden: 7, Bidirectional = true)]
    [DenseLayer(outputs: 5)]
    [CrfLayer(labels: 5)]
    public sealed partial class Tagger;

    /// <summary>Step by step: its outputs depend on no later input, but its labels do.</summary>
    [Network(input: 4)]
    [GruLayer(hidden: 9)]
    [DenseLayer(outputs: 4)]
    [CrfLayer]
    public sealed partial class Causal;

    /// <summary>More labels than two of the widest vectors have floats.</summary>
    [Network(input: 3)]
    [DenseLayer(outputs: 37)]
    [CrfLayer]
    public sealed partial class ManyLabels;

    /// <summary>Nothing to choose.</summary>
    [Network(input: 2)]
    [DenseLayer(outputs: 1)]
    [CrfLayer]
    public sealed partial class OneLabel;

    /// <summary>The scores are h itself.</summary>
    [Network(input: 3)]
    [LstmLayer(hidden: 6)]
    [CrfLayer]
    public sealed partial class BehindLstm;

    /// <summary>A hidden Markov model's shape: each token has scores.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 6, size: 4)]
    [CrfLayer]
    public sealed partial class BehindTokens;

    /// <summary>No layer but an input stands before the chain: a linear chain of sparse features.</summary>
    [Network]
    [EmbeddingBagLayer(vocabulary: 6, size: 4, BagMode.Sum)]
    [CrfLayer]
    public sealed partial class BehindBags;

    [Network(input: 2, Training = false)]
    [DenseLayer(outputs: 4)]
    [CrfLayer(Name = "chain")]
    public sealed partial class Inference;

    /// <summary>The layers of <see cref="ThreeLabels"/> without the chain.</summary>
    [Network(input: 2)]
    [DenseLayer(outputs: 3, Name = "scores")]
    public sealed partial class WithoutChain;
}
