using System.ComponentModel;

namespace RnnGen.Numerics;

/// <summary>
/// Floats side by side: what arithmetic is written over, once for every vector width. <see cref="F512"/>, <see cref="F256"/> and <see cref="F128"/> are vectors,
/// <see cref="F32"/> is one float, for hardware without vectors.
/// </summary>
/// <remarks>
/// Every operation rounds once and does the same on every lane of every width. Code that does the same operations in the same order therefore gives the same bits
/// on every width, where the hardware has a fused multiply-add.
/// </remarks>
/// <typeparam name="V">The vector itself.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public interface IVector<V>
    where V : struct, IVector<V>
{
    /// <summary>Floats in a vector: a constant to the JIT.</summary>
    static abstract int Count { get; }

    /// <summary>Whether the hardware has 32 registers for vectors of this width, as a tile of twelve rows needs.</summary>
    static abstract bool HasManyRegisters { get; }

    /// <summary>The floats from <paramref name="source"/> on.</summary>
    /// <param name="source">The first float.</param>
    static abstract V Load(ref float source);

    /// <summary>The floats from <paramref name="offset"/> floats behind <paramref name="source"/> on.</summary>
    /// <param name="source">A float.</param>
    /// <param name="offset">Floats from it to the first.</param>
    static abstract V Load(ref float source, nint offset);

    /// <summary>Writes a vector to the floats from <paramref name="destination"/> on.</summary>
    /// <param name="value">The vector.</param>
    /// <param name="destination">The first float.</param>
    static abstract void Store(V value, ref float destination);

    /// <summary>Writes a vector to the floats from <paramref name="offset"/> floats behind <paramref name="destination"/> on.</summary>
    /// <param name="value">The vector.</param>
    /// <param name="destination">A float.</param>
    /// <param name="offset">Floats from it to the first.</param>
    static abstract void Store(V value, ref float destination, nint offset);

    /// <summary><paramref name="value"/>, but a zero of the same sign in the place of denormal numbers: some processors take a hundred times as long to multiply with a denormal
    /// number, and a state that decays in silence would stay at them for good.</summary>
    /// <param name="value">A vector.</param>
    static abstract V Flush(V value);

    /// <summary>The same float in every lane.</summary>
    /// <param name="value">The float.</param>
    static abstract V Create(float value);

    /// <summary>A sum.</summary>
    /// <param name="left">A term.</param>
    /// <param name="right">The other.</param>
    static abstract V operator +(V left, V right);

    /// <summary>A difference.</summary>
    /// <param name="left">What is subtracted from.</param>
    /// <param name="right">What is subtracted.</param>
    static abstract V operator -(V left, V right);

    /// <summary>The negative.</summary>
    /// <param name="value">A vector.</param>
    static abstract V operator -(V value);

    /// <summary>A product.</summary>
    /// <param name="left">A factor.</param>
    /// <param name="right">The other.</param>
    static abstract V operator *(V left, V right);

    /// <summary>A quotient.</summary>
    /// <param name="left">The dividend.</param>
    /// <param name="right">The divisor.</param>
    static abstract V operator /(V left, V right);

    /// <summary>The bits that both have: a mask keeps lanes, or makes them +0.</summary>
    /// <param name="left">A vector.</param>
    /// <param name="right">The other.</param>
    static abstract V operator &(V left, V right);

    /// <summary>The bits that either has.</summary>
    /// <param name="left">A vector.</param>
    /// <param name="right">The other.</param>
    static abstract V operator |(V left, V right);

    /// <summary><paramref name="left"/> * <paramref name="right"/> + <paramref name="addend"/>, fused wherever the hardware can.</summary>
    /// <param name="left">A factor.</param>
    /// <param name="right">The other.</param>
    /// <param name="addend">What is added to their product.</param>
    static abstract V MultiplyAdd(V left, V right, V addend);

    /// <summary><paramref name="sum"/> += <paramref name="left"/> * <paramref name="right"/>, fused wherever the hardware can: as <see cref="MultiplyAdd"/>, but in
    /// place, which keeps a sum of a loop in its register.</summary>
    /// <param name="sum">What is added to.</param>
    /// <param name="left">A factor.</param>
    /// <param name="right">The other.</param>
    static abstract void AddProduct(ref V sum, V left, V right);

    /// <summary><paramref name="sum"/> += <paramref name="left"/> * the floats from <paramref name="offset"/> floats behind <paramref name="source"/> on, fused
    /// wherever the hardware can: the instruction itself loads them.</summary>
    /// <param name="sum">What is added to.</param>
    /// <param name="left">A factor.</param>
    /// <param name="source">A float.</param>
    /// <param name="offset">Floats from it to the first of the other factor.</param>
    static abstract void AddProduct(ref V sum, V left, ref float source, nint offset);

    /// <summary>The smaller of two; which one, where one is NaN, is the hardware's choice (x64: the second).</summary>
    /// <param name="left">A vector.</param>
    /// <param name="right">The other.</param>
    static abstract V Min(V left, V right);

    /// <summary>The larger of two; which one, where one is NaN, is the hardware's choice (x64: the second).</summary>
    /// <param name="left">A vector.</param>
    /// <param name="right">The other.</param>
    static abstract V Max(V left, V right);

    /// <summary>The absolute value.</summary>
    /// <param name="value">A vector.</param>
    static abstract V Abs(V value);

    /// <summary>The square root, correctly rounded.</summary>
    /// <param name="value">A vector.</param>
    static abstract V Sqrt(V value);

    /// <summary>A mask of the lanes where <paramref name="left"/> is greater: all bits set, or none.</summary>
    /// <param name="left">A vector.</param>
    /// <param name="right">The other.</param>
    static abstract V GreaterThan(V left, V right);

    /// <summary>A mask of the lanes where <paramref name="left"/> is greater or equal: all bits set, or none.</summary>
    /// <param name="left">A vector.</param>
    /// <param name="right">The other.</param>
    static abstract V GreaterThanOrEqual(V left, V right);

    /// <summary>A mask of the lanes where both are equal: all bits set, or none.</summary>
    /// <param name="left">A vector.</param>
    /// <param name="right">The other.</param>
    static abstract V AreEqual(V left, V right);

    /// <summary><paramref name="yes"/> in the lanes of <paramref name="mask"/>, <paramref name="no"/> in the others.</summary>
    /// <param name="mask">Lanes with all bits set, or none.</param>
    /// <param name="yes">Of the lanes that are set.</param>
    /// <param name="no">Of the others.</param>
    static abstract V Select(V mask, V yes, V no);

    /// <summary><paramref name="value"/>, but +0 in the lanes of <paramref name="mask"/>.</summary>
    /// <param name="value">A vector.</param>
    /// <param name="mask">Lanes with all bits set, or none.</param>
    static abstract V AndNot(V value, V mask);

    /// <summary>The lowest bits of every lane as the exponent of a float: 2^n, where they are n + 127.</summary>
    /// <param name="value">A vector.</param>
    static abstract V ExponentOf(V value);

    /// <summary>The first <paramref name="count"/> floats of <paramref name="value"/> (all, if it has no more), then +0.</summary>
    /// <param name="value">A vector.</param>
    /// <param name="count">Floats to keep.</param>
    static abstract V KeepFirst(V value, int count);

    /// <summary>The sum of all lanes, in halves: the upper half added to the lower, down to one.</summary>
    /// <param name="value">A vector.</param>
    static abstract float Fold(V value);
}
