using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Memory;

/// <summary>
/// Whether buffers of a call share memory. What a call writes must not be in another of its buffers; outputs may be exactly on the inputs where no output
/// depends on a later input.
/// </summary>
internal static class BufferOverlap
{
    /// <summary>Checks that two buffers share no memory.</summary>
    /// <typeparam name="TFirst">Floats, token ids or states.</typeparam>
    /// <typeparam name="TSecond">Floats, token ids or states.</typeparam>
    /// <param name="first">A buffer.</param>
    /// <param name="second">Another one.</param>
    /// <param name="argument">The name of the first, which the exception has.</param>
    /// <param name="other">The name of the second.</param>
    /// <exception cref="ArgumentException">They do.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Check<TFirst, TSecond>(ReadOnlySpan<TFirst> first, ReadOnlySpan<TSecond> second, string argument, string other)
        where TFirst : struct
        where TSecond : struct
    {
        if (IsAny(first, second))
        {
            Throw(argument, other);
        }
    }

    /// <summary>Checks that outputs and inputs share no memory, or are the same.</summary>
    /// <typeparam name="TInput">Floats or token ids.</typeparam>
    /// <param name="inputs">Read.</param>
    /// <param name="outputs">Written.</param>
    /// <param name="argument">The name of the outputs, which the exception has.</param>
    /// <param name="other">The name of the inputs.</param>
    /// <exception cref="ArgumentException">They share memory, and are not the same.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void CheckInPlace<TInput>(ReadOnlySpan<TInput> inputs, ReadOnlySpan<float> outputs, string argument, string other)
        where TInput : struct
    {
        if (IsAny(inputs, outputs) && !IsSame(inputs, outputs))
        {
            Throw(argument, other);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static bool IsAny<TFirst, TSecond>(ReadOnlySpan<TFirst> first, ReadOnlySpan<TSecond> second)
        where TFirst : struct
        where TSecond : struct
    {
        nint firstBytes = first.Length * (nint)Unsafe.SizeOf<TFirst>();
        nint secondBytes = second.Length * (nint)Unsafe.SizeOf<TSecond>();
        nint distance = Unsafe.ByteOffset(
            ref Unsafe.As<TFirst, byte>(ref MemoryMarshal.GetReference(first)), ref Unsafe.As<TSecond, byte>(ref MemoryMarshal.GetReference(second)));

        // -secondBytes < distance < firstBytes, as one comparison.
        return !first.IsEmpty && !second.IsEmpty && (nuint)(distance + secondBytes - 1) < (nuint)(firstBytes + secondBytes - 1);
    }

    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    private static bool IsSame<TInput>(ReadOnlySpan<TInput> inputs, ReadOnlySpan<float> outputs)
        where TInput : struct =>
        typeof(TInput) == typeof(float) && inputs.Length == outputs.Length
        && Unsafe.AreSame(ref Unsafe.As<TInput, float>(ref MemoryMarshal.GetReference(inputs)), ref MemoryMarshal.GetReference(outputs));

    // Out of line, so that a hot method does not carry the message.
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Throw(string argument, string other) =>
        throw new ArgumentException(
            $"'{argument}' overlaps '{other}'. What a call writes must share no memory with its other buffers; only 'outputs' may be exactly 'inputs', where no output depends on a later input.",
            argument);
}
