namespace RnnGen.Conformance.Tests;

/// <summary>A network for every module of the cases in <c>Cases/</c> that has layers, directions or lengths: its name is the case's.</summary>
internal static partial class TorchNetworks
{
    [Network]
    [GruLayer(input: 7, hidden: 13, Layers = 2, Bidirectional = true)]
    public sealed partial class B_gru_L2_bi_bias_bf_7x13_T1B1;

    [Network]
    [GruLayer(input: 3, hidden: 5, Layers = 2)]
    public sealed partial class B_gru_L2_uni_bias_tf_3x5_T12B4;

    [Network(input: 7)]
    [LstmLayer(hidden: 13, Layers = 2, Bidirectional = true)]
    public sealed partial class B_lstm_L2_bi_bias_bf_7x13_T4B5;

    [Network(input: 3)]
    [LstmLayer(hidden: 5, Layers = 2, Name = "")]
    public sealed partial class B_lstm_L2_uni_bias_tf_3x5_T1B1;

    [Network(input: 7)]
    [RnnLayer(hidden: 13, Layers = 2, Bidirectional = true, Name = "")]
    public sealed partial class B_rnn_tanh_L2_bi_bias_bf_7x13_T1B1;

    [Network(input: 3)]
    [RnnLayer(hidden: 5, Layers = 2, Bidirectional = true)]
    public sealed partial class B_rnn_tanh_L2_bi_bias_tf_3x5_T9B2;

    [Network(input: 3)]
    [RnnLayer(hidden: 5, Layers = 2, Bidirectional = true, Bias = false)]
    public sealed partial class B_rnn_tanh_L2_bi_nobias_bf_3x5_T12B4;

    [Network(input: 1)]
    [RnnLayer(hidden: 8, Layers = 2, Bidirectional = true, Bias = false)]
    public sealed partial class B_rnn_tanh_L2_bi_nobias_tf_1x8_T6B3;

    [Network(input: 5)]
    [GruLayer(hidden: 9)]
    public sealed partial class D_gru_packed_sorted_L1_uni;

    [Network(input: 5)]
    [LstmLayer(hidden: 9, Layers = 2, Bidirectional = true)]
    public sealed partial class D_lstm_packed_unsorted_L2_bi;

    /// <summary>PyTorch's <c>nn.LSTM(input_size=100, hidden_size=256, num_layers=2)</c>.</summary>
    [Network(input: 100)]
    [LstmLayer(hidden: 256, Layers = 2)]
    public sealed partial class Lstm100x256x2;

    /// <summary>A language model of tied weights and residual connections.</summary>
    [Network]
    [EmbeddingLayer(vocabulary: 37, size: 9, Name = "words")]
    [LstmLayer(hidden: 9, Layers = 2, Residual = true)]
    [DenseLayer(outputs: 37, TieTo = "words")]
    public sealed partial class Tied;

    [Network(input: 7)]
    [LstmLayer(hidden: 13, Layers = 2, Bidirectional = true)]
    [PoolingLayer(Pooling.FinalState)]
    public sealed partial class FinalOf_B_lstm_L2_bi_bias_bf_7x13_T4B5;

    [Network(input: 5)]
    [LstmLayer(hidden: 9, Layers = 2, Bidirectional = true)]
    [PoolingLayer(Pooling.FinalState)]
    public sealed partial class FinalOf_D_lstm_packed_unsorted_L2_bi;

    [Network(input: 5)]
    [GruLayer(hidden: 9)]
    [PoolingLayer(Pooling.FinalState)]
    public sealed partial class FinalOf_D_gru_packed_sorted_L1_uni;

    [Network(input: 3)]
    [RnnLayer(hidden: 5, Layers = 2, Bidirectional = true)]
    [PoolingLayer(Pooling.FinalState)]
    public sealed partial class FinalOf_B_rnn_tanh_L2_bi_bias_tf_3x5_T9B2;
}
