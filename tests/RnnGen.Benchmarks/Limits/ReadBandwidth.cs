using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using RnnGen.Memory;

namespace RnnGen.Benchmarks.Limits;

/// <summary>
/// How fast the core reads: one working set over and over, in order, eight vectors at a time, as a step reads its weights.
/// </summary>
internal sealed class ReadBandwidth
{
    private const int VectorsAtOnce = 8;
    private const int LongestVectorBytes = 64;

    private static int _sink;

    private readonly AlignedBuffer _memory;

    private ReadBandwidth(long bytes)
    {
        const int block = VectorsAtOnce * LongestVectorBytes;
        _memory = new AlignedBuffer((int)(bytes / block * block / sizeof(float)));
        _memory.Span.Fill(1f);
    }

    /// <summary>Measures it.</summary>
    /// <param name="workingSet">Bytes that are read over and over.</param>
    /// <returns>10^9 bytes a second.</returns>
    public static double Measure(long workingSet)
    {
        var reader = new ReadBandwidth(workingSet);
        double nanoseconds = LimitTimer.FastestNanoseconds(
            Vector512.IsHardwareAccelerated ? reader.Repeat512 : Vector256.IsHardwareAccelerated ? reader.Repeat256 : reader.Repeat128);
        return (double)sizeof(float) * reader._memory.Length / nanoseconds;
    }

    // Exclusive or: the cheapest thing to do with what was read, so that nothing but the reads can be the limit.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Repeat512(int calls)
    {
        ref int first = ref Unsafe.As<float, int>(ref _memory.First);
        nuint count = (nuint)_memory.Length, width = (nuint)Vector512<int>.Count;
        Vector512<int> a = default, b = a, c = a, d = a, e = a, f = a, g = a, h = a;
        for (int call = 0; call < calls; call++)
        {
            for (nuint at = 0; at < count; at += VectorsAtOnce * width)
            {
                a ^= Vector512.LoadUnsafe(ref first, at);
                b ^= Vector512.LoadUnsafe(ref first, at + width);
                c ^= Vector512.LoadUnsafe(ref first, at + (2 * width));
                d ^= Vector512.LoadUnsafe(ref first, at + (3 * width));
                e ^= Vector512.LoadUnsafe(ref first, at + (4 * width));
                f ^= Vector512.LoadUnsafe(ref first, at + (5 * width));
                g ^= Vector512.LoadUnsafe(ref first, at + (6 * width));
                h ^= Vector512.LoadUnsafe(ref first, at + (7 * width));
            }
        }

        _sink = Vector512.Sum(a ^ b ^ c ^ d ^ e ^ f ^ g ^ h);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Repeat256(int calls)
    {
        ref int first = ref Unsafe.As<float, int>(ref _memory.First);
        nuint count = (nuint)_memory.Length, width = (nuint)Vector256<int>.Count;
        Vector256<int> a = default, b = a, c = a, d = a, e = a, f = a, g = a, h = a;
        for (int call = 0; call < calls; call++)
        {
            for (nuint at = 0; at < count; at += VectorsAtOnce * width)
            {
                a ^= Vector256.LoadUnsafe(ref first, at);
                b ^= Vector256.LoadUnsafe(ref first, at + width);
                c ^= Vector256.LoadUnsafe(ref first, at + (2 * width));
                d ^= Vector256.LoadUnsafe(ref first, at + (3 * width));
                e ^= Vector256.LoadUnsafe(ref first, at + (4 * width));
                f ^= Vector256.LoadUnsafe(ref first, at + (5 * width));
                g ^= Vector256.LoadUnsafe(ref first, at + (6 * width));
                h ^= Vector256.LoadUnsafe(ref first, at + (7 * width));
            }
        }

        _sink = Vector256.Sum(a ^ b ^ c ^ d ^ e ^ f ^ g ^ h);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Repeat128(int calls)
    {
        ref int first = ref Unsafe.As<float, int>(ref _memory.First);
        nuint count = (nuint)_memory.Length, width = (nuint)Vector128<int>.Count;
        Vector128<int> a = default, b = a, c = a, d = a, e = a, f = a, g = a, h = a;
        for (int call = 0; call < calls; call++)
        {
            for (nuint at = 0; at < count; at += VectorsAtOnce * width)
            {
                a ^= Vector128.LoadUnsafe(ref first, at);
                b ^= Vector128.LoadUnsafe(ref first, at + width);
                c ^= Vector128.LoadUnsafe(ref first, at + (2 * width));
                d ^= Vector128.LoadUnsafe(ref first, at + (3 * width));
                e ^= Vector128.LoadUnsafe(ref first, at + (4 * width));
                f ^= Vector128.LoadUnsafe(ref first, at + (5 * width));
                g ^= Vector128.LoadUnsafe(ref first, at + (6 * width));
                h ^= Vector128.LoadUnsafe(ref first, at + (7 * width));
            }
        }

        _sink = Vector128.Sum(a ^ b ^ c ^ d ^ e ^ f ^ g ^ h);
    }
}
