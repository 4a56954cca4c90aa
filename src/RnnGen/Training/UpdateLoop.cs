using System;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace RnnGen.Training;

/// <summary>Applies an optimiser's rule to all parameters. The last few go through a vector as well, so that a parameter has the same bits wherever it stands.</summary>
internal static class UpdateLoop
{
    /// <summary>Makes one step.</summary>
    /// <typeparam name="TRule">The rule.</typeparam>
    /// <param name="rule">With the numbers of this step.</param>
    /// <param name="parameters">Read and replaced.</param>
    /// <param name="gradients">As many.</param>
    /// <param name="first">The optimiser's first moment: as many, or empty.</param>
    /// <param name="second">The second: as many, or empty.</param>
    /// <param name="third">The third: as many, or empty.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run<TRule>(TRule rule, Span<float> parameters, ReadOnlySpan<float> gradients, float[] first, float[] second, float[] third)
        where TRule : struct, IUpdateRule
    {
        int width = Vector<float>.Count, whole = parameters.Length - (parameters.Length % width), rest = parameters.Length - whole;
        Whole(rule, parameters[..whole], gradients, first, second, third);
        if (rest == 0)
        {
            return;
        }

        Span<float> padded = stackalloc float[5 * Vector<float>.Count];
        padded.Clear();
        Span<float> parameter = padded[..width], gradient = padded.Slice(width, width);
        Span<float> one = Padded(padded, 2, first), two = Padded(padded, 3, second), three = Padded(padded, 4, third);
        parameters[whole..].CopyTo(parameter);
        gradients[whole..].CopyTo(gradient);
        Rest(first, whole).CopyTo(one);
        Rest(second, whole).CopyTo(two);
        Rest(third, whole).CopyTo(three);
        Whole(rule, parameter, gradient, one, two, three);
        parameter[..rest].CopyTo(parameters[whole..]);
        one[..Rest(first, whole).Length].CopyTo(Rest(first, whole));
        two[..Rest(second, whole).Length].CopyTo(Rest(second, whole));
        three[..Rest(third, whole).Length].CopyTo(Rest(third, whole));
    }

    // As many floats as whole vectors have.
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static void Whole<TRule>(TRule rule, Span<float> parameters, ReadOnlySpan<float> gradients, Span<float> first, Span<float> second, Span<float> third)
        where TRule : struct, IUpdateRule
    {
        ref float parameter = ref MemoryMarshal.GetReference(parameters), gradient = ref MemoryMarshal.GetReference(gradients);
        ref float one = ref MemoryMarshal.GetReference(first), two = ref MemoryMarshal.GetReference(second), three = ref MemoryMarshal.GetReference(third);
        bool hasFirst = !first.IsEmpty, hasSecond = !second.IsEmpty, hasThird = !third.IsEmpty;
        for (nuint i = 0; i < (nuint)parameters.Length; i += (nuint)Vector<float>.Count)
        {
            Vector<float> p = Vector.LoadUnsafe(ref parameter, i);
            Vector<float> m1 = hasFirst ? Vector.LoadUnsafe(ref one, i) : default;
            Vector<float> m2 = hasSecond ? Vector.LoadUnsafe(ref two, i) : default;
            Vector<float> m3 = hasThird ? Vector.LoadUnsafe(ref three, i) : default;
            rule.Apply(ref p, Vector.LoadUnsafe(ref gradient, i), ref m1, ref m2, ref m3);
            p.StoreUnsafe(ref parameter, i);
            if (hasFirst)
            {
                m1.StoreUnsafe(ref one, i);
            }

            if (hasSecond)
            {
                m2.StoreUnsafe(ref two, i);
            }

            if (hasThird)
            {
                m3.StoreUnsafe(ref three, i);
            }
        }
    }

    private static Span<float> Padded(Span<float> padded, int index, float[] moment) =>
        moment.Length == 0 ? [] : padded.Slice(index * Vector<float>.Count, Vector<float>.Count);

    private static Span<float> Rest(float[] moment, int whole) => moment.Length == 0 ? [] : moment.AsSpan(whole);
}
