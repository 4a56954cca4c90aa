namespace RnnGen.GuardRun;

/// <summary>Networks of every kind of layer. Their vocabularies have <see cref="Vocabulary"/> tokens.</summary>
internal static partial class GuardedNetworks
{
    public const int Vocabulary = 7;

    [Network(input: 1)]
    [RnnLayer(hidden: 40)]
    public sealed partial class Elman;

    [Network(input: 3)]
    [RnnLayer(hidden: 4)]
    public sealed partial class SmallElman;

    [Network(input: 2)]
    [LstmLayer(hidden: 8)]
    [DenseLayer(outputs: 1)]
    public sealed partial class Effect;

    /// <summary>Dense layers of 9 to 1 outputs, of 1 to 9 inputs.</summary>
    [Network(input: 1)]
    [DenseLayer(outputs: 9)]
    [DenseLayer(outputs: 8)]
    [DenseLayer(outputs: 7, Activation = DenseActivation.Tanh)]
    [DenseLayer(outputs: 6)]
    [DenseLayer(outputs: 5)]
    [DenseLayer(outputs: 4)]
    [DenseLayer(outputs: 3)]
    [DenseLayer(outputs: 2)]
    [DenseLayer(outputs: 1)]
    public sealed partial class DenseChain;

    [Network(input: 1)]
    [GruLayer(hidden: 12)]
    [DenseLayer(outputs: 1)]
    public sealed partial class GruEffect12;

    [Network(input: 1)]
    [GruLayer(hidden: 20)]
    [DenseLayer(outputs: 2)]
    public sealed partial class GruEffect20;

    [Network(input: 1)]
    [GruLayer(hidden: 24)]
    [DenseLayer(outputs: 3)]
    public sealed partial class GruEffect24;

    [Network(input: 1)]
    [RnnLayer(hidden: 17)]
    [DenseLayer(outputs: 1)]
    public sealed partial class ElmanEffect17;

    [Network(input: 1)]
    [LstmLayer(hidden: 32)]
    [DenseLayer(outputs: 4)]
    public sealed partial class LstmEffect32;

    [Network(input: 1)]
    [GruLayer(hidden: 33)]
    [DenseLayer(outputs: 4, Activation = DenseActivation.Tanh)]
    public sealed partial class GruHead;

    [Network(input: 5)]
    [LstmLayer(hidden: 17, Layers = 2)]
    [DenseLayer(outputs: 13, Activation = DenseActivation.Softmax)]
    public sealed partial class Stack;

    [Network(input: 3)]
    [LstmLayer(hidden: 7, Layers = 2, Bidirectional = true, Dropout = 0.3)]
    [DenseLayer(outputs: 2, Activation = DenseActivation.Sigmoid)]
    public sealed partial class BothDirections;

    [Network(input: 3)]
    [LstmLayer(hidden: 7, Layers = 2, Reverse = true, Dropout = 0.3)]
    [DenseLayer(outputs: 2)]
    public sealed partial class FromTheEnd;

    [Network]
    [EmbeddingLayer(Vocabulary, size: 6, PaddingIndex = Vocabulary - 1)]
    [GruLayer(hidden: 40, Reverse = true)]
    [PoolingLayer(Pooling.FinalState)]
    public sealed partial class PooledFromTheEnd;

    [Network(input: 9)]
    [GruLayer(hidden: 40, Bidirectional = true)]
    [DenseLayer(outputs: 24, Activation = DenseActivation.Relu)]
    public sealed partial class WideBothDirections;

    [Network]
    [EmbeddingLayer(Vocabulary, size: 5)]
    [LstmLayer(hidden: 9, Layers = 3, Dropout = 0.4)]
    [DenseLayer(outputs: Vocabulary, Activation = DenseActivation.LogSoftmax)]
    public sealed partial class Tokens;

    [Network]
    [EmbeddingLayer(Vocabulary, size: 6)]
    [GruLayer(hidden: 10, Bidirectional = true)]
    [PoolingLayer(Pooling.Max)]
    [DenseLayer(outputs: 3)]
    public sealed partial class PooledTokens;

    [Network(input: 2)]
    [LstmLayer(hidden: 12, LayerNorm = true)]
    [PoolingLayer(Pooling.Mean)]
    public sealed partial class Mean;

    [Network(input: 1)]
    [RnnLayer(hidden: 3)]
    [DenseLayer(outputs: 5, Steps = DenseSteps.LastStep)]
    [DenseLayer(outputs: 16, Activation = DenseActivation.Relu)]
    public sealed partial class LastStep;

    [Network(input: 3)]
    [LstmLayer(hidden: 10, Projection = 6, Peephole = true)]
    [GruLayer(hidden: 9, Variant = GruVariant.ResetBefore)]
    [RnnLayer(hidden: 19, Activation = RnnActivation.Relu)]
    public sealed partial class Mixed;

    [Network(input: 17)]
    [DenseLayer(outputs: 16, Activation = DenseActivation.Tanh)]
    [LstmLayer(hidden: 16, CoupledGates = true)]
    [DenseLayer(outputs: 3)]
    public sealed partial class DenseBelow;

    [Network(input: 6)]
    [DenseLayer(outputs: 12, Activation = DenseActivation.Softmax)]
    [DenseLayer(outputs: 2)]
    public sealed partial class OnlyDense;

    [Network(input: 5)]
    [PoolingLayer(Pooling.Max)]
    public sealed partial class OnlyPooling;

    [Network(input: 40)]
    [LstmLayer(hidden: 70)]
    [DenseLayer(outputs: 40)]
    public sealed partial class Wide;

    [Network(input: 2)]
    [DenseLayer(outputs: 1)]
    [CrfLayer]
    public sealed partial class OneLabel;

    [Network(input: 3)]
    [LstmLayer(hidden: 9)]
    [DenseLayer(outputs: 16)]
    [CrfLayer]
    public sealed partial class Labels16;

    [Network]
    [EmbeddingLayer(Vocabulary, size: 6)]
    [GruLayer(hidden: 5, Bidirectional = true)]
    [DenseLayer(outputs: 17)]
    [CrfLayer]
    public sealed partial class Labels17;

    [Network]
    [EmbeddingLayer(Vocabulary, size: 17, PaddingIndex = 2)]
    [LstmLayer(hidden: 17, Layers = 2, Dropout = 0.3, Residual = true)]
    [DenseLayer(outputs: Vocabulary, TieTo = "embedding")]
    public sealed partial class Tied;

    [Network]
    [EmbeddingLayer(Vocabulary, size: 1)]
    [DenseLayer(outputs: Vocabulary, TieTo = "embedding")]
    public sealed partial class TiedOfOne;

    [Network(input: 18)]
    [GruLayer(hidden: 9, Bidirectional = true, Residual = true)]
    [RnnLayer(hidden: 18, Reverse = true, Residual = true)]
    public sealed partial class ResidualBothDirections;

    [Network(input: 3)]
    [LstmLayer(hidden: 3, Residual = true)]
    public sealed partial class Residual;

    [Network]
    [EmbeddingLayer(Vocabulary, size: 5, Dropout = 0.3)]
    [DropoutLayer(0.2, Variational = true)]
    [LstmLayer(hidden: 9, Layers = 2, Bidirectional = true, Dropout = 0.4, VariationalDropout = true, RecurrentDropout = 0.3)]
    [PoolingLayer(Pooling.Mean)]
    [DropoutLayer(0.5)]
    [DenseLayer(outputs: 3)]
    public sealed partial class RegularizedTokens;

    [Network]
    [InputLayer(3, Dropout = 0.3)]
    [LstmLayer(hidden: 17, Projection = 5, RecurrentDropout = 0.3)]
    [DropoutLayer(0.3)]
    [GruLayer(hidden: 12, Recurrence = Recurrence.Diagonal, RecurrentDropout = 0.3)]
    [DropoutLayer(0.3, Variational = true)]
    [DenseLayer(outputs: 4)]
    [CrfLayer]
    public sealed partial class RegularizedLabels;
}
