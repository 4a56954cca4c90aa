using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

/// <summary>Layer normalisation of one gate's sums over its hidden units, forward and backward.</summary>
/// <remarks>
/// <para><c>y = gain * xhat + shift</c>, <c>xhat = (x - mean(x)) / sqrt(var(x) + 1e-5)</c> with the population variance, as PyTorch's
/// nn.LayerNorm(hidden) (Ba, Kiros, Hinton 2016, eq. 4).</para>
/// <para>Rows of gate sums are laid out in blocks of 16 units and an optional tail block of 8: unit u of gate g stands at
/// <c>block * gates * 16 + g * 16 + lane</c>, and in the tail block at <c>fullBlocks * gates * 16 + g * 8 + lane</c>. Vectors of units
/// (gain, shift, xhat and their gradients) have the same layout with one gate. Units of the last block past the last hidden one are
/// padding: whatever they hold, it does not enter a sum, and their results are +0.</para>
/// <para>Each of 16 lanes sums its own units in ascending order, then a fixed tree adds the lanes, so that on hardware with fused
/// multiply-add vector widths do not change a result's bits.</para>
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class LayerNorm
{
    /// <summary>Added to the variance: 1e-5, PyTorch's default.</summary>
    public const float Epsilon = 1e-5f;

    private const int Lanes = PanelProduct.Lanes;

    /// <summary>Normalises one gate's values in place: <c>values = gain * xhat + shift</c>.</summary>
    /// <param name="values">A row of gate sums, in blocks (the class's remarks).</param>
    /// <param name="gates">Gates in a row; 1 for a plain vector of units.</param>
    /// <param name="gate">The gate to normalise.</param>
    /// <param name="fullBlocks">Blocks of 16 units.</param>
    /// <param name="tailLanes">Units of the tail block: 8, or 0 where there is none.</param>
    /// <param name="hidden">Units, without the padding; all but those of the last block at least.</param>
    /// <param name="gain">The factor of each unit.</param>
    /// <param name="shift">The addend of each unit.</param>
    /// <param name="normalized">Receives xhat of each unit, for <see cref="Backward"/>.</param>
    /// <param name="inverseDeviation">Receives <c>1 / sqrt(var + <see cref="Epsilon"/>)</c>, for <see cref="Backward"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalize(
        ref float values, int gates, int gate, int fullBlocks, int tailLanes, int hidden, ref float gain, ref float shift,
        ref float normalized, ref float inverseDeviation)
    {
        if (VectorWidth.Is512Used)
        {
            Normalize<Lanes512, Vector512<float>, Lanes256, Vector256<float>>(
                ref values, gates, gate, fullBlocks, tailLanes, hidden, ref gain, ref shift, ref normalized, ref inverseDeviation);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Normalize<Lanes256, Vector256<float>, Lanes256, Vector256<float>>(
                ref values, gates, gate, fullBlocks, tailLanes, hidden, ref gain, ref shift, ref normalized, ref inverseDeviation);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Normalize<Lanes128, Vector128<float>, Lanes128, Vector128<float>>(
                ref values, gates, gate, fullBlocks, tailLanes, hidden, ref gain, ref shift, ref normalized, ref inverseDeviation);
        }
        else
        {
            Normalize<ScalarLane, float, ScalarLane, float>(
                ref values, gates, gate, fullBlocks, tailLanes, hidden, ref gain, ref shift, ref normalized, ref inverseDeviation);
        }
    }

    /// <summary>
    /// The gradient of <see cref="Normalize"/>: replaces the loss's gradient with respect to its results by that with respect to its
    /// values, <c>dx = inverseDeviation * (dxhat - mean(dxhat) - xhat * mean(dxhat * xhat))</c>, <c>dxhat = gain * dy</c>, and adds
    /// <c>dy * xhat</c> and <c>dy</c> to the gradients of gain and shift.
    /// </summary>
    /// <param name="gradients">dy in, dx out: a row in blocks (the class's remarks).</param>
    /// <param name="gates">Gates in a row; 1 for a plain vector of units.</param>
    /// <param name="gate">The gate that was normalised.</param>
    /// <param name="fullBlocks">Blocks of 16 units.</param>
    /// <param name="tailLanes">Units of the tail block: 8, or 0 where there is none.</param>
    /// <param name="hidden">Units, without the padding; all but those of the last block at least.</param>
    /// <param name="gain">The factor of each unit.</param>
    /// <param name="normalized">xhat of each unit, from <see cref="Normalize"/>.</param>
    /// <param name="inverseDeviation">From <see cref="Normalize"/>.</param>
    /// <param name="gainGradient">The gradient of each unit's gain, added to. That of padding stays as it is.</param>
    /// <param name="shiftGradient">The gradient of each unit's shift, added to. That of padding stays as it is.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(
        ref float gradients, int gates, int gate, int fullBlocks, int tailLanes, int hidden, ref float gain, ref float normalized,
        float inverseDeviation, ref float gainGradient, ref float shiftGradient)
    {
        if (VectorWidth.Is512Used)
        {
            Backward<Lanes512, Vector512<float>, Lanes256, Vector256<float>>(
                ref gradients, gates, gate, fullBlocks, tailLanes, hidden, ref gain, ref normalized, inverseDeviation, ref gainGradient, ref shiftGradient);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Backward<Lanes256, Vector256<float>, Lanes256, Vector256<float>>(
                ref gradients, gates, gate, fullBlocks, tailLanes, hidden, ref gain, ref normalized, inverseDeviation, ref gainGradient, ref shiftGradient);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Backward<Lanes128, Vector128<float>, Lanes128, Vector128<float>>(
                ref gradients, gates, gate, fullBlocks, tailLanes, hidden, ref gain, ref normalized, inverseDeviation, ref gainGradient, ref shiftGradient);
        }
        else
        {
            Backward<ScalarLane, float, ScalarLane, float>(
                ref gradients, gates, gate, fullBlocks, tailLanes, hidden, ref gain, ref normalized, inverseDeviation, ref gainGradient, ref shiftGradient);
        }
    }

    /// <summary><see cref="Normalize"/> by one type of lanes for the full blocks and one, at most as wide as it, for the tail block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Normalize<TLanes, TVector, TTail, TTailVector>(
        ref float values, int gates, int gate, int fullBlocks, int tailLanes, int hidden, ref float gain, ref float shift,
        ref float normalized, ref float inverseDeviation)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TTail : struct, ILanes<TTailVector>
        where TTailVector : struct
    {
        nint stride = gates * Lanes;
        int fullUnits = fullBlocks * Lanes;
        ref float full = ref Unsafe.Add(ref values, gate * Lanes);
        ref float tail = ref Unsafe.Add(ref values, (fullBlocks * stride) + (gate * tailLanes));

        Span<float> lanes = stackalloc float[Lanes];
        lanes.Clear();
        ref float sums = ref MemoryMarshal.GetReference(lanes);
        AddValues<TLanes, TVector>(ref full, stride, fullBlocks, Lanes, hidden, ref sums);
        if (tailLanes != 0)
        {
            AddValues<TTail, TTailVector>(ref tail, 0, 1, tailLanes, hidden - fullUnits, ref sums);
        }

        float mean = Total(ref sums) / hidden;

        // In a second pass: the difference of the mean square and the squared mean would cancel.
        lanes.Clear();
        AddSquares<TLanes, TVector>(ref full, stride, fullBlocks, Lanes, hidden, mean, ref sums);
        if (tailLanes != 0)
        {
            AddSquares<TTail, TTailVector>(ref tail, 0, 1, tailLanes, hidden - fullUnits, mean, ref sums);
        }

        float inverse = 1f / float.Sqrt((Total(ref sums) / hidden) + Epsilon);
        inverseDeviation = inverse;

        WriteResults<TLanes, TVector>(ref full, stride, fullBlocks, Lanes, hidden, mean, inverse, ref gain, ref shift, ref normalized);
        if (tailLanes != 0)
        {
            WriteResults<TTail, TTailVector>(
                ref tail, 0, 1, tailLanes, hidden - fullUnits, mean, inverse,
                ref Unsafe.Add(ref gain, fullUnits), ref Unsafe.Add(ref shift, fullUnits), ref Unsafe.Add(ref normalized, fullUnits));
        }
    }

    /// <summary><see cref="Backward"/> by one type of lanes for the full blocks and one, at most as wide as it, for the tail block.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Backward<TLanes, TVector, TTail, TTailVector>(
        ref float gradients, int gates, int gate, int fullBlocks, int tailLanes, int hidden, ref float gain, ref float normalized,
        float inverseDeviation, ref float gainGradient, ref float shiftGradient)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
        where TTail : struct, ILanes<TTailVector>
        where TTailVector : struct
    {
        nint stride = gates * Lanes;
        int fullUnits = fullBlocks * Lanes;
        ref float full = ref Unsafe.Add(ref gradients, gate * Lanes);
        ref float tail = ref Unsafe.Add(ref gradients, (fullBlocks * stride) + (gate * tailLanes));
        ref float tailGain = ref Unsafe.Add(ref gain, fullUnits);
        ref float tailNormalized = ref Unsafe.Add(ref normalized, fullUnits);

        Span<float> lanes = stackalloc float[2 * Lanes];
        lanes.Clear();
        ref float sums = ref MemoryMarshal.GetReference(lanes);
        ref float products = ref Unsafe.Add(ref sums, Lanes);
        AddGradients<TLanes, TVector>(
            ref full, stride, fullBlocks, Lanes, hidden, ref gain, ref normalized, ref gainGradient, ref shiftGradient, ref sums, ref products);
        if (tailLanes != 0)
        {
            AddGradients<TTail, TTailVector>(
                ref tail, 0, 1, tailLanes, hidden - fullUnits, ref tailGain, ref tailNormalized,
                ref Unsafe.Add(ref gainGradient, fullUnits), ref Unsafe.Add(ref shiftGradient, fullUnits), ref sums, ref products);
        }

        float mean = Total(ref sums) / hidden;
        float meanProduct = Total(ref products) / hidden;

        WriteGradients<TLanes, TVector>(
            ref full, stride, fullBlocks, Lanes, hidden, ref gain, ref normalized, mean, meanProduct, inverseDeviation);
        if (tailLanes != 0)
        {
            WriteGradients<TTail, TTailVector>(
                ref tail, 0, 1, tailLanes, hidden - fullUnits, ref tailGain, ref tailNormalized, mean, meanProduct, inverseDeviation);
        }
    }

    // The passes: `count` blocks of `lanes` units each, of which the first `units` are no padding. Each goes down a column of vectors, then
    // down the next, so that a lane's sum stays in a register.

    /// <summary><c>sums[lane] += x</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddValues<TLanes, TVector>(ref float values, nint stride, int count, int lanes, int units, ref float sums)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (int column = 0; column < lanes; column += TLanes.Count)
        {
            TVector sum = TLanes.Load(ref sums, column);
            for (int block = 0; block < count; block++)
            {
                TVector x = TLanes.Load(ref values, (block * stride) + column);
                sum = TLanes.Add(sum, WithoutPadding<TLanes, TVector>(x, units - (block * lanes) - column));
            }

            TLanes.Store(sum, ref sums, column);
        }
    }

    /// <summary><c>sums[lane] += (x - mean)^2</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSquares<TLanes, TVector>(ref float values, nint stride, int count, int lanes, int units, float mean, ref float sums)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector means = TLanes.Broadcast(mean);
        for (int column = 0; column < lanes; column += TLanes.Count)
        {
            TVector sum = TLanes.Load(ref sums, column);
            for (int block = 0; block < count; block++)
            {
                TVector x = TLanes.Load(ref values, (block * stride) + column);
                TVector d = WithoutPadding<TLanes, TVector>(TLanes.Subtract(x, means), units - (block * lanes) - column);
                sum = TLanes.MultiplyAdd(d, d, sum);
            }

            TLanes.Store(sum, ref sums, column);
        }
    }

    /// <summary><c>xhat = (x - mean) * inverse</c>, <c>x = gain * xhat + shift</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteResults<TLanes, TVector>(
        ref float values, nint stride, int count, int lanes, int units, float mean, float inverse, ref float gain, ref float shift, ref float normalized)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector means = TLanes.Broadcast(mean);
        TVector inverses = TLanes.Broadcast(inverse);
        for (int block = 0; block < count; block++)
        {
            for (int column = 0; column < lanes; column += TLanes.Count)
            {
                nint place = (block * stride) + column;
                nint unit = (block * lanes) + column;
                int left = units - (int)unit;
                TVector x = TLanes.Multiply(TLanes.Subtract(TLanes.Load(ref values, place), means), inverses);
                x = WithoutPadding<TLanes, TVector>(x, left);
                TLanes.Store(x, ref normalized, unit);
                TVector y = TLanes.MultiplyAdd(TLanes.Load(ref gain, unit), x, TLanes.Load(ref shift, unit));
                TLanes.Store(WithoutPadding<TLanes, TVector>(y, left), ref values, place);
            }
        }
    }

    /// <summary>
    /// <c>gainGradient += dy * xhat</c>, <c>shiftGradient += dy</c>, <c>sums[lane] += dxhat</c>, <c>products[lane] += dxhat * xhat</c>
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddGradients<TLanes, TVector>(
        ref float gradients, nint stride, int count, int lanes, int units, ref float gain, ref float normalized,
        ref float gainGradient, ref float shiftGradient, ref float sums, ref float products)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        for (int column = 0; column < lanes; column += TLanes.Count)
        {
            TVector sum = TLanes.Load(ref sums, column);
            TVector product = TLanes.Load(ref products, column);
            for (int block = 0; block < count; block++)
            {
                nint unit = (block * lanes) + column;
                int left = units - (int)unit;
                TVector dy = WithoutPadding<TLanes, TVector>(TLanes.Load(ref gradients, (block * stride) + column), left);
                TVector x = WithoutPadding<TLanes, TVector>(TLanes.Load(ref normalized, unit), left);
                TLanes.Store(TLanes.MultiplyAdd(dy, x, TLanes.Load(ref gainGradient, unit)), ref gainGradient, unit);
                TLanes.Store(TLanes.Add(TLanes.Load(ref shiftGradient, unit), dy), ref shiftGradient, unit);
                TVector dx = WithoutPadding<TLanes, TVector>(TLanes.Multiply(dy, TLanes.Load(ref gain, unit)), left);
                sum = TLanes.Add(sum, dx);
                product = TLanes.MultiplyAdd(dx, x, product);
            }

            TLanes.Store(sum, ref sums, column);
            TLanes.Store(product, ref products, column);
        }
    }

    /// <summary><c>dx = inverse * (dxhat - mean - xhat * meanProduct)</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteGradients<TLanes, TVector>(
        ref float gradients, nint stride, int count, int lanes, int units, ref float gain, ref float normalized,
        float mean, float meanProduct, float inverse)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct
    {
        TVector means = TLanes.Broadcast(mean);
        TVector slopes = TLanes.Broadcast(-meanProduct);
        TVector inverses = TLanes.Broadcast(inverse);
        for (int block = 0; block < count; block++)
        {
            for (int column = 0; column < lanes; column += TLanes.Count)
            {
                nint place = (block * stride) + column;
                nint unit = (block * lanes) + column;
                TVector dx = TLanes.Multiply(TLanes.Load(ref gradients, place), TLanes.Load(ref gain, unit));
                dx = TLanes.MultiplyAdd(TLanes.Load(ref normalized, unit), slopes, TLanes.Subtract(dx, means));
                dx = WithoutPadding<TLanes, TVector>(TLanes.Multiply(dx, inverses), units - (int)unit);
                TLanes.Store(dx, ref gradients, place);
            }
        }
    }

    /// <summary>The vector itself, but in the last block +0 in place of padding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static TVector WithoutPadding<TLanes, TVector>(TVector value, int left)
        where TLanes : struct, ILanes<TVector>
        where TVector : struct =>
        left < TLanes.Count ? TLanes.KeepFirst(value, left) : value;

    /// <summary>The sum of the 16 lanes: by halves, lane i with lane i + 8, then i + 4, i + 2 and i + 1.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Total(ref float lanes)
    {
        Vector128<float> low = Vector128.LoadUnsafe(ref lanes, 0) + Vector128.LoadUnsafe(ref lanes, 8);
        Vector128<float> high = Vector128.LoadUnsafe(ref lanes, 4) + Vector128.LoadUnsafe(ref lanes, 12);
        Vector128<float> four = low + high;
        return (four[0] + four[2]) + (four[1] + four[3]);
    }
}
