using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

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
        var action = new Normalization
        {
            Values = ref values,
            Gates = gates,
            Gate = gate,
            FullBlocks = fullBlocks,
            TailLanes = tailLanes,
            Hidden = hidden,
            Gain = ref gain,
            Shift = ref shift,
            Normalized = ref normalized,
            InverseDeviation = ref inverseDeviation,
        };
        VectorWidth.Run(ref action);
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
        var action = new Differentiation
        {
            Gradients = ref gradients,
            Gates = gates,
            Gate = gate,
            FullBlocks = fullBlocks,
            TailLanes = tailLanes,
            Hidden = hidden,
            Gain = ref gain,
            Normalized = ref normalized,
            InverseDeviation = inverseDeviation,
            GainGradient = ref gainGradient,
            ShiftGradient = ref shiftGradient,
        };
        VectorWidth.Run(ref action);
    }

    // The passes: `count` blocks of `lanes` units each, of which the first `units` are no padding. Each goes down a column of vectors, then
    // down the next, so that a lane's sum stays in a register.

    /// <summary><c>sums[lane] += x</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddValues<V>(ref float values, nint stride, int count, int lanes, int units, ref float sums)
        where V : struct, IVector<V>
    {
        for (int column = 0; column < lanes; column += V.Count)
        {
            V sum = V.Load(ref sums, column);
            for (int block = 0; block < count; block++)
            {
                V x = V.Load(ref values, (block * stride) + column);
                sum += WithoutPadding(x, units - (block * lanes) - column);
            }

            V.Store(sum, ref sums, column);
        }
    }

    /// <summary><c>sums[lane] += (x - mean)^2</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSquares<V>(ref float values, nint stride, int count, int lanes, int units, float mean, ref float sums)
        where V : struct, IVector<V>
    {
        V means = V.Create(mean);
        for (int column = 0; column < lanes; column += V.Count)
        {
            V sum = V.Load(ref sums, column);
            for (int block = 0; block < count; block++)
            {
                V x = V.Load(ref values, (block * stride) + column);
                V d = WithoutPadding(x - means, units - (block * lanes) - column);
                sum = V.MultiplyAdd(d, d, sum);
            }

            V.Store(sum, ref sums, column);
        }
    }

    /// <summary><c>xhat = (x - mean) * inverse</c>, <c>x = gain * xhat + shift</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteResults<V>(
        ref float values, nint stride, int count, int lanes, int units, float mean, float inverse, ref float gain, ref float shift, ref float normalized)
        where V : struct, IVector<V>
    {
        V means = V.Create(mean);
        V inverses = V.Create(inverse);
        for (int block = 0; block < count; block++)
        {
            for (int column = 0; column < lanes; column += V.Count)
            {
                nint place = (block * stride) + column;
                nint unit = (block * lanes) + column;
                int left = units - (int)unit;
                V x = (V.Load(ref values, place) - means) * inverses;
                x = WithoutPadding(x, left);
                V.Store(x, ref normalized, unit);
                V y = V.MultiplyAdd(V.Load(ref gain, unit), x, V.Load(ref shift, unit));
                V.Store(WithoutPadding(y, left), ref values, place);
            }
        }
    }

    /// <summary>
    /// <c>gainGradient += dy * xhat</c>, <c>shiftGradient += dy</c>, <c>sums[lane] += dxhat</c>, <c>products[lane] += dxhat * xhat</c>
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddGradients<V>(
        ref float gradients, nint stride, int count, int lanes, int units, ref float gain, ref float normalized,
        ref float gainGradient, ref float shiftGradient, ref float sums, ref float products)
        where V : struct, IVector<V>
    {
        for (int column = 0; column < lanes; column += V.Count)
        {
            V sum = V.Load(ref sums, column);
            V product = V.Load(ref products, column);
            for (int block = 0; block < count; block++)
            {
                nint unit = (block * lanes) + column;
                int left = units - (int)unit;
                V dy = WithoutPadding(V.Load(ref gradients, (block * stride) + column), left);
                V x = WithoutPadding(V.Load(ref normalized, unit), left);
                V.Store(V.MultiplyAdd(dy, x, V.Load(ref gainGradient, unit)), ref gainGradient, unit);
                V.Store(V.Load(ref shiftGradient, unit) + dy, ref shiftGradient, unit);
                V dx = WithoutPadding(dy * V.Load(ref gain, unit), left);
                sum += dx;
                product = V.MultiplyAdd(dx, x, product);
            }

            V.Store(sum, ref sums, column);
            V.Store(product, ref products, column);
        }
    }

    /// <summary><c>dx = inverse * (dxhat - mean - xhat * meanProduct)</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteGradients<V>(
        ref float gradients, nint stride, int count, int lanes, int units, ref float gain, ref float normalized,
        float mean, float meanProduct, float inverse)
        where V : struct, IVector<V>
    {
        V means = V.Create(mean);
        V slopes = V.Create(-meanProduct);
        V inverses = V.Create(inverse);
        for (int block = 0; block < count; block++)
        {
            for (int column = 0; column < lanes; column += V.Count)
            {
                nint place = (block * stride) + column;
                nint unit = (block * lanes) + column;
                V dx = V.Load(ref gradients, place) * V.Load(ref gain, unit);
                dx = V.MultiplyAdd(V.Load(ref normalized, unit), slopes, dx - means);
                dx = WithoutPadding(dx * inverses, units - (int)unit);
                V.Store(dx, ref gradients, place);
            }
        }
    }

    /// <summary>The vector itself, but in the last block +0 in place of padding.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static V WithoutPadding<V>(V value, int left)
        where V : struct, IVector<V> =>
        left < V.Count ? V.KeepFirst(value, left) : value;

    /// <summary>The arguments of <see cref="Normalize"/>, and the work.</summary>
    internal ref struct Normalization : IWidthAction
    {
        public ref float Values;
        public int Gates;
        public int Gate;
        public int FullBlocks;
        public int TailLanes;
        public int Hidden;
        public ref float Gain;
        public ref float Shift;
        public ref float Normalized;
        public ref float InverseDeviation;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V, VTail>()
            where V : struct, IVector<V>
            where VTail : struct, IVector<VTail>
        {
            nint stride = Gates * Lanes;
            int fullUnits = FullBlocks * Lanes;
            ref float full = ref Unsafe.Add(ref Values, Gate * Lanes);
            ref float tail = ref Unsafe.Add(ref Values, (FullBlocks * stride) + (Gate * TailLanes));

            Span<float> lanes = stackalloc float[Lanes];
            lanes.Clear();
            ref float sums = ref MemoryMarshal.GetReference(lanes);
            AddValues<V>(ref full, stride, FullBlocks, Lanes, Hidden, ref sums);
            if (TailLanes != 0)
            {
                AddValues<VTail>(ref tail, 0, 1, TailLanes, Hidden - fullUnits, ref sums);
            }

            float mean = FoldedSum.Fold(ref sums) / Hidden;

            // In a second pass: the difference of the mean square and the squared mean would cancel.
            lanes.Clear();
            AddSquares<V>(ref full, stride, FullBlocks, Lanes, Hidden, mean, ref sums);
            if (TailLanes != 0)
            {
                AddSquares<VTail>(ref tail, 0, 1, TailLanes, Hidden - fullUnits, mean, ref sums);
            }

            float inverse = 1f / float.Sqrt((FoldedSum.Fold(ref sums) / Hidden) + Epsilon);
            InverseDeviation = inverse;

            WriteResults<V>(ref full, stride, FullBlocks, Lanes, Hidden, mean, inverse, ref Gain, ref Shift, ref Normalized);
            if (TailLanes != 0)
            {
                WriteResults<VTail>(
                    ref tail, 0, 1, TailLanes, Hidden - fullUnits, mean, inverse,
                    ref Unsafe.Add(ref Gain, fullUnits), ref Unsafe.Add(ref Shift, fullUnits), ref Unsafe.Add(ref Normalized, fullUnits));
            }
        }
    }

    /// <summary>The arguments of <see cref="Backward"/>, and the work.</summary>
    internal ref struct Differentiation : IWidthAction
    {
        public ref float Gradients;
        public int Gates;
        public int Gate;
        public int FullBlocks;
        public int TailLanes;
        public int Hidden;
        public ref float Gain;
        public ref float Normalized;
        public float InverseDeviation;
        public ref float GainGradient;
        public ref float ShiftGradient;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V, VTail>()
            where V : struct, IVector<V>
            where VTail : struct, IVector<VTail>
        {
            nint stride = Gates * Lanes;
            int fullUnits = FullBlocks * Lanes;
            ref float full = ref Unsafe.Add(ref Gradients, Gate * Lanes);
            ref float tail = ref Unsafe.Add(ref Gradients, (FullBlocks * stride) + (Gate * TailLanes));
            ref float tailGain = ref Unsafe.Add(ref Gain, fullUnits);
            ref float tailNormalized = ref Unsafe.Add(ref Normalized, fullUnits);

            Span<float> lanes = stackalloc float[2 * Lanes];
            lanes.Clear();
            ref float sums = ref MemoryMarshal.GetReference(lanes);
            ref float products = ref Unsafe.Add(ref sums, Lanes);
            AddGradients<V>(
                ref full, stride, FullBlocks, Lanes, Hidden, ref Gain, ref Normalized, ref GainGradient, ref ShiftGradient, ref sums, ref products);
            if (TailLanes != 0)
            {
                AddGradients<VTail>(
                    ref tail, 0, 1, TailLanes, Hidden - fullUnits, ref tailGain, ref tailNormalized,
                    ref Unsafe.Add(ref GainGradient, fullUnits), ref Unsafe.Add(ref ShiftGradient, fullUnits), ref sums, ref products);
            }

            float mean = FoldedSum.Fold(ref sums) / Hidden;
            float meanProduct = FoldedSum.Fold(ref products) / Hidden;

            WriteGradients<V>(
                ref full, stride, FullBlocks, Lanes, Hidden, ref Gain, ref Normalized, mean, meanProduct, InverseDeviation);
            if (TailLanes != 0)
            {
                WriteGradients<VTail>(
                    ref tail, 0, 1, TailLanes, Hidden - fullUnits, ref tailGain, ref tailNormalized, mean, meanProduct, InverseDeviation);
            }
        }
    }
}
