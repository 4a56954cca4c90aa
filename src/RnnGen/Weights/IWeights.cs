using System.ComponentModel;
using RnnGen.Numerics;

namespace RnnGen.Weights;

/// <summary>
/// A format of weights: how a kernel multiplies with them. A row of a panel has one element for each hidden unit, of four bytes in every format; an element has the
/// weights of one term of a sum, or of a few consecutive terms. Trained parameters are always <see cref="FloatWeight"/>.
/// </summary>
/// <remarks>
/// Kernels of one stream are generic over the format, since a step of one stream reads every weight once and is bound by that. Products of many rows
/// (<c>PanelProduct</c>) reuse what they read, and read floats. Biases, peepholes and normalisations are floats in every format.
/// </remarks>
/// <typeparam name="W">The element itself.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IWeights<W>
    where W : unmanaged, IWeights<W>
{
    /// <summary>Consecutive factors whose weights stand in one element: a constant to the JIT.</summary>
    static abstract int Parts { get; }

    /// <summary>Elements, one behind the other in a panel's column, that hold the weights of some terms.</summary>
    /// <param name="terms">Terms of a sum.</param>
    static abstract int Elements(int terms);

    /// <summary>What the weights of an element's part are multiplied with, in every lane; 0 behind the last term.</summary>
    /// <typeparam name="V">The vector.</typeparam>
    /// <param name="operand">The first factor of the sum.</param>
    /// <param name="terms">Terms of the sum: no factor behind them is read.</param>
    /// <param name="element">The element.</param>
    /// <param name="part">Its part: below <see cref="Parts"/>.</param>
    static abstract V Factor<V>(ref float operand, int terms, int element, int part)
        where V : struct, IVector<V>;

    /// <summary><paramref name="sum"/> + <paramref name="factor"/> * the weights, fused wherever the hardware can.</summary>
    /// <typeparam name="V">The vector.</typeparam>
    /// <param name="sum">What is added to: a lane a unit.</param>
    /// <param name="factor">What they are multiplied with.</param>
    /// <param name="weights">An element.</param>
    /// <param name="offset">Elements from it to the one of the first unit.</param>
    /// <param name="part">The part of the elements: below <see cref="Parts"/>.</param>
    static abstract V AddProduct<V>(V sum, V factor, ref W weights, nint offset, int part)
        where V : struct, IVector<V>;
}
