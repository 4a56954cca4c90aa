using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Numerics;

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
        Apply<F128>(x, _vector);
        Findings.WidthMismatches += Differences(x);
        Apply<F256>(x, _vector);
        Findings.WidthMismatches += Differences(x);
        Apply<F512>(x, _vector);
        Findings.WidthMismatches += Differences(x);
        if (TActivation.IsOdd)
        {
            ApplyReflected<F256>(x, _vector);
            Findings.OddViolations += Differences(x);
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
    private static void Apply<V>(ReadOnlySpan<float> x, Span<float> y)
        where V : struct, IVector<V>
    {
        for (int i = 0; i < x.Length; i += V.Count)
        {
            V.Store(TActivation.Apply(V.Load(ref MemoryMarshal.GetReference(x), i)), ref MemoryMarshal.GetReference(y), i);
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static void ApplyReflected<V>(ReadOnlySpan<float> x, Span<float> y)
        where V : struct, IVector<V>
    {
        for (int i = 0; i < x.Length; i += V.Count)
        {
            V.Store(-TActivation.Apply(-V.Load(ref MemoryMarshal.GetReference(x), i)), ref MemoryMarshal.GetReference(y), i);
        }
    }

    private void Measure(ReadOnlySpan<float> x, ReadOnlySpan<double> exact, ReadOnlySpan<float> y)
    {
        for (int i = 0; i < x.Length; i++)
        {
            if (x[i] == 0 || !float.IsFinite(x[i]))
            {
                Special(x[i], y[i]);
            }
            else if (y[i] >= TActivation.Low && y[i] <= TActivation.High)
            {
                double error = Math.Abs(y[i] - exact[i]);
                Findings.AddError(x[i], error, x[i] >= TActivation.UlpsFrom ? error / Exact.Ulp(exact[i]) : 0);
            }
            else
            {
                Findings.NaNViolations += Violation(x[i], float.IsNaN(y[i]));
                Findings.RangeViolations += Violation(x[i], !float.IsNaN(y[i]));
            }
        }
    }

    private void Special(float x, float y)
    {
        if (float.IsNaN(x))
        {
            Findings.NaNViolations += Violation(x, !float.IsNaN(y));
        }
        else if (x == 0)
        {
            Findings.ZeroViolations += Violation(x, !SameBits(y, TActivation.AtZero(x)));
        }
        else
        {
            Findings.InfinityViolations += Violation(x, y != (x < 0 ? TActivation.Low : TActivation.High));
        }
    }

    /// <returns>How many values' results in the two buffers differ in a bit. Which NaN it is may differ.</returns>
    private long Differences(ReadOnlySpan<float> x)
    {
        if (MemoryMarshal.AsBytes<float>(_scalar).SequenceEqual(MemoryMarshal.AsBytes<float>(_vector)))
        {
            return 0;
        }

        long count = 0;
        for (int i = 0; i < x.Length; i++)
        {
            bool same = SameBits(_scalar[i], _vector[i]) || (float.IsNaN(_scalar[i]) && float.IsNaN(_vector[i]));
            count += Violation(x[i], !same);
        }

        return count;
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
