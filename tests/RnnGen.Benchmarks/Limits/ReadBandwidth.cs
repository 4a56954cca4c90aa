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

    private static int _sink;

    private readonly AlignedBuffer _memory;

    private ReadBandwidth(int length)
    {
        _memory = new AlignedBuffer(length);
        _memory.Span.Fill(1f);
    }

    /// <summary>Measures the time that one reading takes at least.</summary>
    /// <param name="workingSet">Bytes that are read over and over; counted in whole cache lines.</param>
    /// <param name="bits">With vectors of this width.</param>
    /// <param name="timer">By this timer.</param>
    /// <returns>Nanoseconds.</returns>
    public static double Nanoseconds(long workingSet, int bits, LimitTimer timer)
    {
        int lines = (int)((workingSet + AlignedBuffer.Alignment - 1) / AlignedBuffer.Alignment);
        var reader = new ReadBandwidth(lines * AlignedBuffer.Alignment / sizeof(float));
        return timer.FastestNanoseconds(bits switch
        {
            512 => reader.Repeat512,
            256 => reader.Repeat256,
            _ => reader.Repeat128,
        });
    }

    // Exclusive or: the cheapest thing to do with what was read, so that nothing but the reads can be the limit.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Repeat512(int calls)
    {
        ref int first = ref Unsafe.As<float, int>(ref _memory.First);
        nuint count = (nuint)_memory.Length, width = (nuint)Vector512<int>.Count, block = VectorsAtOnce * width;
        nuint whole = count / block * block;
        Vector512<int> a = default, b = a, c = a, d = a, e = a, f = a, g = a, h = a;
        for (int call = 0; call < calls; call++)
        {
            nuint at = 0;
            for (; at < whole; at += block)
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

            for (; at < count; at += width)
            {
                a ^= Vector512.LoadUnsafe(ref first, at);
            }
        }

        _sink = Vector512.Sum(a ^ b ^ c ^ d ^ e ^ f ^ g ^ h);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Repeat256(int calls)
    {
        ref int first = ref Unsafe.As<float, int>(ref _memory.First);
        nuint count = (nuint)_memory.Length, width = (nuint)Vector256<int>.Count, block = VectorsAtOnce * width;
        nuint whole = count / block * block;
        Vector256<int> a = default, b = a, c = a, d = a, e = a, f = a, g = a, h = a;
        for (int call = 0; call < calls; call++)
        {
            nuint at = 0;
            for (; at < whole; at += block)
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

            for (; at < count; at += width)
            {
                a ^= Vector256.LoadUnsafe(ref first, at);
            }
        }

        _sink = Vector256.Sum(a ^ b ^ c ^ d ^ e ^ f ^ g ^ h);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Repeat128(int calls)
    {
        ref int first = ref Unsafe.As<float, int>(ref _memory.First);
        nuint count = (nuint)_memory.Length, width = (nuint)Vector128<int>.Count, block = VectorsAtOnce * width;
        nuint whole = count / block * block;
        Vector128<int> a = default, b = a, c = a, d = a, e = a, f = a, g = a, h = a;
        for (int call = 0; call < calls; call++)
        {
            nuint at = 0;
            for (; at < whole; at += block)
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

            for (; at < count; at += width)
            {
                a ^= Vector128.LoadUnsafe(ref first, at);
            }
        }

        _sink = Vector128.Sum(a ^ b ^ c ^ d ^ e ^ f ^ g ^ h);
    }
}
