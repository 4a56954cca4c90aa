using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RnnGen.AccuracyWalk;

/// <summary>Applies one function at every width to blocks of values and compares with the exact results.</summary>
internal sealed class ActivationWalk<TActivation>
    where TActivation : struct, IActivation
{
    /// <summary>Values in a block: a whole number of vectors of any width.</summary>
    public const int BlockSize = 4096;

    private readonly float[] _scalar = new float[BlockSize];
    private readonly float[] _vector = new float[BlockSize];

    public Findings Findings { get; } = new();

    /// <param name="x">The values, <see cref="BlockSize"/> of them.</param>
    /// <param name="exact">The function's exact results for them.</param>
    public void Block(ReadOnlySpan<float> x, ReadOnlySpan<double> exact)
    {
        Findings.Values += BlockSize;
        ApplyScalar(x, _scalar);
        Measure(x, exact, _scalar);
        Apply128(x, _vector);
        CompareWidths(x);
        Apply256(x, _vector);
        CompareWidths(x);
        Apply512(x, _vector);
        CompareWidths(x);
        if (TActivation.IsTanh)
        {
            ApplyNegated(x, _vector);
            CompareNegated(x);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void ApplyScalar(ReadOnlySpan<float> x, Span<float> y)
    {
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = TActivation.Apply(x[i]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Apply128(ReadOnlySpan<float> x, Span<float> y)
    {
        for (int i = 0; i < x.Length; i += Vector128<float>.Count)
        {
            TActivation.Apply(Vector128.Create(x[i..])).CopyTo(y[i..]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Apply256(ReadOnlySpan<float> x, Span<float> y)
    {
        for (int i = 0; i < x.Length; i += Vector256<float>.Count)
        {
            TActivation.Apply(Vector256.Create(x[i..])).CopyTo(y[i..]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Apply512(ReadOnlySpan<float> x, Span<float> y)
    {
        for (int i = 0; i < x.Length; i += Vector512<float>.Count)
        {
            TActivation.Apply(Vector512.Create(x[i..])).CopyTo(y[i..]);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void ApplyNegated(ReadOnlySpan<float> x, Span<float> y)
    {
        for (int i = 0; i < x.Length; i++)
        {
            y[i] = TActivation.Apply(-x[i]);
        }
    }

    private void Measure(ReadOnlySpan<float> x, ReadOnlySpan<double> exact, ReadOnlySpan<float> y)
    {
        float low = TActivation.IsTanh ? -1 : 0;
        for (int i = 0; i < x.Length; i++)
        {
            if (float.IsNaN(x[i]) || float.IsNaN(y[i]))
            {
                Findings.NaNViolations += Violation(x[i], float.IsNaN(x[i]) != float.IsNaN(y[i]));
                continue;
            }

            double error = Math.Abs(y[i] - exact[i]);
            Findings.AddError(x[i], error, x[i] >= TActivation.UlpsFrom ? error / Exact.Ulp(exact[i]) : 0);
            Findings.RangeViolations += Violation(x[i], y[i] < low || y[i] > 1);
            if (float.IsInfinity(x[i]))
            {
                Findings.InfinityViolations += Violation(x[i], y[i] != (x[i] < 0 ? low : 1));
            }
            else if (x[i] == 0)
            {
                bool right = TActivation.IsTanh ? SameBits(y[i], x[i]) : y[i] == 0.5f;
                Findings.ZeroViolations += Violation(x[i], !right);
            }
        }
    }

    private void CompareWidths(ReadOnlySpan<float> x)
    {
        if (MemoryMarshal.AsBytes<float>(_scalar).SequenceEqual(MemoryMarshal.AsBytes<float>(_vector)))
        {
            return;
        }

        for (int i = 0; i < x.Length; i++)
        {
            // Which NaN it is may differ.
            bool same = SameBits(_scalar[i], _vector[i]) || (float.IsNaN(_scalar[i]) && float.IsNaN(_vector[i]));
            Findings.WidthMismatches += Violation(x[i], !same);
        }
    }

    private void CompareNegated(ReadOnlySpan<float> x)
    {
        for (int i = 0; i < x.Length; i++)
        {
            Findings.OddViolations += Violation(x[i], !float.IsNaN(x[i]) && !SameBits(_scalar[i], -_vector[i]));
        }
    }

    private long Violation(float x, bool violated)
    {
        if (violated)
        {
            Findings.FirstViolation ??= x;
        }

        return violated ? 1 : 0;
    }

    private static bool SameBits(float a, float b) => BitConverter.SingleToInt32Bits(a) == BitConverter.SingleToInt32Bits(b);
}
