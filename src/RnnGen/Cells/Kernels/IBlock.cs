using System.Runtime.CompilerServices;
using RnnGen.Numerics;
using RnnGen.Weights;

namespace RnnGen.Cells;

/// <summary>A kind of block of hidden units: how many there are of a gate side by side, and in which order their recurrent terms are added.</summary>
internal interface IBlock
{
    /// <summary>Floats from one row of a panel to the next.</summary>
    static abstract int Lanes { get; }

    /// <summary>Adds the recurrent terms to sums that are zero.</summary>
    /// <param name="sums">The sums.</param>
    /// <param name="operand">What the weights are multiplied with.</param>
    /// <param name="weights">The first row of recurrent weights.</param>
    static abstract void AddRecurrent<TCell, W, V, S>(ref S sums, ref float operand, ref W weights)
        where TCell : struct, ICellArithmetic
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where S : struct, ISums<S, V>;
}

/// <summary>Blocks of 16 units: terms ascending.</summary>
internal readonly struct FullBlocks : IBlock
{
    public static int Lanes => PanelProduct.Lanes;

    [MethodImpl(Sums.Inline)]
    public static void AddRecurrent<TCell, W, V, S>(ref S sums, ref float operand, ref W weights)
        where TCell : struct, ICellArithmetic
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where S : struct, ISums<S, V>
    {
        // Parts of elements one after the other, in one loop: that of the parts is none where there is one part.
        for (int k = 0; k < W.Elements(TCell.RecurrentTerms) * W.Parts; k++)
        {
            int part = W.Parts == 1 ? 0 : k % W.Parts;
            V factor = W.Factor<V>(ref operand, TCell.RecurrentTerms, W.Parts == 1 ? k : k / W.Parts, part);
            sums.AddProducts<TCell, W>(factor, ref weights, 0, TCell.PanelRows * Lanes, part);
            weights = ref Unsafe.Add(ref weights, part == W.Parts - 1 ? Lanes : 0);
        }
    }
}

/// <summary>The last block, of 8 units: even and odd terms apart, so that as many sums are in flight.</summary>
internal readonly struct TailBlock : IBlock
{
    public static int Lanes => PanelProduct.TailLanes;

    [MethodImpl(Sums.Inline)]
    public static void AddRecurrent<TCell, W, V, S>(ref S sums, ref float operand, ref W weights)
        where TCell : struct, ICellArithmetic
        where W : unmanaged, IWeights<W>
        where V : struct, IVector<V>
        where S : struct, ISums<S, V>
    {
        // An element of an even number of parts has an even term's weight and an odd one's; else every other row is that of an odd term.
        int parts = W.Elements(TCell.RecurrentTerms) * W.Parts;
        int toOdd = W.Parts == 1 ? Lanes : 0;
        S odd = default;
        for (int pair = 0; pair < parts / 2; pair++)
        {
            V evenFactor = W.Factor<V>(ref operand, TCell.RecurrentTerms, 2 * pair / W.Parts, 0);
            V oddFactor = W.Factor<V>(ref operand, TCell.RecurrentTerms, ((2 * pair) + 1) / W.Parts, W.Parts - 1);
            sums.AddProducts<TCell, W>(evenFactor, ref weights, 0, TCell.PanelRows * Lanes, 0);
            odd.AddProducts<TCell, W>(oddFactor, ref weights, toOdd, TCell.PanelRows * Lanes, W.Parts - 1);
            weights = ref Unsafe.Add(ref weights, 2 * Lanes / W.Parts);
        }

        if (parts % 2 == 1)
        {
            sums.AddProducts<TCell, W>(W.Factor<V>(ref operand, TCell.RecurrentTerms, (parts / W.Parts) - 1, 0), ref weights, 0, TCell.PanelRows * Lanes, 0);
        }

        sums.Add(in odd);
    }
}
