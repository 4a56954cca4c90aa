namespace RnnGen.Tests.Rates;

/// <summary>Models that run at other rates, and cells whose poles are known.</summary>
internal static partial class RateCells
{
    /// <summary>h' = u h + w x</summary>
    [RnnCell(input: 1, hidden: 1, Activation = RnnActivation.Affine, Bias = false)]
    public sealed partial class Line1;

    /// <summary>h' = U h + W x</summary>
    [RnnCell(input: 1, hidden: 2, Activation = RnnActivation.Affine, Bias = false)]
    public sealed partial class Line2;

    /// <summary>h' = U h + W x + b, padded.</summary>
    [RnnCell(input: 1, hidden: 5, Activation = RnnActivation.Affine)]
    public sealed partial class Line5;

    /// <summary>h' = tanh(U h + W x + b), which oscillates with a suitable U.</summary>
    [RnnCell(input: 1, hidden: 2)]
    public sealed partial class Tanh2;

    /// <summary>An amplifier as captures have it: two cells and a mix of their units.</summary>
    [Network(input: 1)]
    [LstmLayer(hidden: 12, Layers = 2)]
    [DenseLayer(outputs: 1)]
    public sealed partial class Amplifier;

    /// <summary>Cells of all kinds, one of them projected.</summary>
    [Network(input: 2)]
    [LstmLayer(hidden: 9, Projection = 5)]
    [GruLayer(hidden: 7)]
    [DenseLayer(outputs: 6, Activation = DenseActivation.Tanh)]
    [RnnLayer(hidden: 11)]
    public sealed partial class Mixed;
}
