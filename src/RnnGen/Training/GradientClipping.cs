using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RnnGen.Networks;
using RnnGen.Numerics;

namespace RnnGen.Training;

/// <summary>Keeps gradients from exploding (Pascanu, Mikolov and Bengio 2013). Allocates nothing.</summary>
public static class GradientClipping
{
    /// <summary>The square root of the sum of all squares, summed in double precision in one order.</summary>
    /// <param name="gradients">The gradients.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Norm(ReadOnlySpan<float> gradients)
    {
        ref float first = ref MemoryMarshal.GetReference(gradients);
        Vector256<double> sums = default;
        int i = 0;
        for (; i + 4 <= gradients.Length; i += 4)
        {
            Vector128<float> four = Vector128.LoadUnsafe(ref first, (nuint)i);
            Vector256<double> wide = Vector256.Create(Vector128.WidenLower(four), Vector128.WidenUpper(four));
            sums += wide * wide;
        }

        double rest = sums.ToScalar();
        for (; i < gradients.Length; i++)
        {
            rest += (double)gradients[i] * gradients[i];
        }

        return Root(rest, sums);
    }

    /// <summary>The same of gradients, with the same bits. Of tables with <c>SparseRows</c> only the rows are looked at that <c>Backward</c> added to.</summary>
    /// <param name="gradients">The gradients.</param>
    /// <exception cref="ArgumentNullException"><paramref name="gradients"/> is null.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Norm(ICellGradients gradients)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        ReadOnlySpan<float> values = gradients.Values;
        Vector256<double> sums = default;
        foreach (GradientRange range in gradients.Ranges)
        {
            if (range.Length == values.Length)
            {
                return Norm(values);
            }

            AddSquares(range.First, range.Of(values), ref sums);
        }

        return Root(sums.ToScalar(), sums);
    }

    /// <summary>Scales all gradients so that their norm is at most so much, as PyTorch's <c>clip_grad_norm_</c>: by <c>maxNorm / (norm + 1e-6)</c>, if that is
    /// less than 1.</summary>
    /// <param name="gradients">Read and replaced.</param>
    /// <param name="maxNorm">The largest norm that is left.</param>
    /// <returns>The norm before.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxNorm"/> is negative or not a number.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double ByNorm(Span<float> gradients, double maxNorm)
    {
        CheckBound(maxNorm, nameof(maxNorm));
        double norm = Norm(gradients);
        double factor = Factor(norm, maxNorm);
        if (factor < 1)
        {
            RowMath.Scale((float)factor, gradients);
        }

        return norm;
    }

    /// <summary>The same of gradients, with the same bits. Of tables with <c>SparseRows</c> only the rows are looked at that <c>Backward</c> added to.</summary>
    /// <param name="gradients">Read and replaced.</param>
    /// <param name="maxNorm">The largest norm that is left.</param>
    /// <returns>The norm before.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="gradients"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxNorm"/> is negative or not a number.</exception>
    public static double ByNorm(ICellGradients gradients, double maxNorm)
    {
        CheckBound(maxNorm, nameof(maxNorm));
        double norm = Norm(gradients);
        double factor = Factor(norm, maxNorm);
        if (factor < 1)
        {
            foreach (GradientRange range in gradients.Ranges)
            {
                RowMath.Scale((float)factor, range.Of(gradients.Values));
            }
        }

        return norm;
    }

    /// <summary>Bounds every gradient by itself, as PyTorch's <c>clip_grad_value_</c>. NaN stays NaN.</summary>
    /// <param name="gradients">Read and replaced.</param>
    /// <param name="maxValue">The largest magnitude that is left.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxValue"/> is negative or not a number.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ByValue(Span<float> gradients, float maxValue)
    {
        CheckBound(maxValue, nameof(maxValue));
        Elements.Replace(new Clip(maxValue), gradients);
    }

    /// <summary>The same of gradients. Of tables with <c>SparseRows</c> only the rows are looked at that <c>Backward</c> added to.</summary>
    /// <param name="gradients">Read and replaced.</param>
    /// <param name="maxValue">The largest magnitude that is left.</param>
    /// <exception cref="ArgumentNullException"><paramref name="gradients"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxValue"/> is negative or not a number.</exception>
    public static void ByValue(ICellGradients gradients, float maxValue)
    {
        ArgumentNullException.ThrowIfNull(gradients);
        CheckBound(maxValue, nameof(maxValue));
        foreach (GradientRange range in gradients.Ranges)
        {
            ByValue(range.Of(gradients.Values), maxValue);
        }
    }

    /// <summary>What gradients of a norm are multiplied with, if it is below 1.</summary>
    private static double Factor(double norm, double maxNorm) => maxNorm / (norm + 1e-6);

    private static double Root(double first, Vector256<double> sums) => Math.Sqrt((first + sums.GetElement(2)) + (sums.GetElement(1) + sums.GetElement(3)));

    /// <summary>Adds squares to the sums of their places: gradient k goes to sum k mod 4.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddSquares(int place, ReadOnlySpan<float> gradients, ref Vector256<double> sums)
    {
        ref float first = ref MemoryMarshal.GetReference(gradients);
        int i = 0;
        for (; i < gradients.Length && ((place + i) & 3) != 0; i++)
        {
            sums += Square(place + i, gradients[i]);
        }

        for (; i + 4 <= gradients.Length; i += 4)
        {
            Vector128<float> four = Vector128.LoadUnsafe(ref first, (nuint)i);
            Vector256<double> wide = Vector256.Create(Vector128.WidenLower(four), Vector128.WidenUpper(four));
            sums += wide * wide;
        }

        for (; i < gradients.Length; i++)
        {
            sums += Square(place + i, gradients[i]);
        }
    }

    private static Vector256<double> Square(int place, double gradient) => Vector256<double>.Zero.WithElement(place & 3, gradient * gradient);

    internal static void CheckBound(double bound, string name)
    {
        if (!(bound >= 0))
        {
            throw new ArgumentOutOfRangeException(name, bound, $"'{name}' must be a number and not negative.");
        }
    }

    private readonly struct Clip(float limit) : IElementFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public V Of<V>(ref float source, ref float destination, nint index)
            where V : struct, IVector<V> => Activation.Clip(V.Load(ref source, index), limit);
    }
}
