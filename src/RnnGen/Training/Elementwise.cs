using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Training;

/// <summary>
/// Losses of one output and one target each, in double precision: eight sums side by side, term k going to sum k mod 8, so that the vector's width does not
/// change a bit.
/// </summary>
internal static class Elementwise
{
    private const int Lanes = 8;

    /// <summary>The sum of a loss, and its gradients.</summary>
    /// <typeparam name="TLoss">The loss.</typeparam>
    /// <param name="outputs">Any number.</param>
    /// <param name="targets">As many, of which NaN ones count for nothing.</param>
    /// <param name="gradients">As many, written; or empty.</param>
    /// <param name="scale">What the gradients are multiplied with.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Sum<TLoss>(ReadOnlySpan<float> outputs, ReadOnlySpan<float> targets, Span<float> gradients, double scale)
        where TLoss : struct, IElementLoss
    {
        Vector256<double> low = default, high = default, factor = Vector256.Create(scale);
        ref float output = ref MemoryMarshal.GetReference(outputs);
        ref float target = ref MemoryMarshal.GetReference(targets);
        ref float gradient = ref MemoryMarshal.GetReference(gradients);
        int i = 0;
        for (; i + Lanes <= outputs.Length; i += Lanes)
        {
            (Vector256<double> lowLoss, Vector256<double> highLoss, Vector256<float> slope) =
                Eight<TLoss>(Vector256.LoadUnsafe(ref output, (nuint)i), Vector256.LoadUnsafe(ref target, (nuint)i), factor);
            low += lowLoss;
            high += highLoss;
            if (!gradients.IsEmpty)
            {
                slope.StoreUnsafe(ref gradient, (nuint)i);
            }
        }

        int rest = outputs.Length - i;
        if (rest > 0)
        {
            Span<float> last = stackalloc float[2 * Lanes];
            last.Clear();
            outputs[i..].CopyTo(last);
            targets[i..].CopyTo(last[Lanes..]);
            ref float first = ref MemoryMarshal.GetReference(last);
            (Vector256<double> lowLoss, Vector256<double> highLoss, Vector256<float> slope) = Eight<TLoss>(
                Vector256.LoadUnsafe(ref first), Vector256.LoadUnsafe(ref first, Lanes), factor);
            Vector256<double> count = Vector256.Create((double)rest), lane = Vector256.Create(0.0, 1, 2, 3);
            low += lowLoss & Vector256.LessThan(lane, count);
            high += highLoss & Vector256.LessThan(lane + Vector256.Create(4.0), count);
            if (!gradients.IsEmpty)
            {
                slope.StoreUnsafe(ref first);
                last[..rest].CopyTo(gradients[i..]);
            }
        }

        Vector256<double> four = low + high;
        Vector128<double> two = four.GetLower() + four.GetUpper();
        return two.ToScalar() + two.GetElement(1);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<double> Low, Vector256<double> High, Vector256<float> Gradients) Eight<TLoss>(
        Vector256<float> outputs, Vector256<float> targets, Vector256<double> scale)
        where TLoss : struct, IElementLoss
    {
        (Vector256<double> x, Vector256<double> otherX) = Vector256.Widen(outputs);
        (Vector256<double> y, Vector256<double> otherY) = Vector256.Widen(targets);
        Vector256<double> low = TLoss.Of(x, y, out Vector256<double> slope), high = TLoss.Of(otherX, otherY, out Vector256<double> otherSlope);

        // A target that is NaN, and so does not equal itself, counts for nothing.
        Vector256<double> counts = Vector256.Equals(y, y), otherCounts = Vector256.Equals(otherY, otherY);
        return (low & counts, high & otherCounts, Vector256.Narrow(slope * scale & counts, otherSlope * scale & otherCounts));
    }

    /// <summary>A loss and its derivative by the output.</summary>
    internal interface IElementLoss
    {
        /// <summary>Four losses.</summary>
        /// <param name="output">Four outputs.</param>
        /// <param name="target">Their targets.</param>
        /// <param name="slope">The derivatives.</param>
        static abstract Vector256<double> Of(Vector256<double> output, Vector256<double> target, out Vector256<double> slope);
    }

    /// <summary>max(x, 0) - x y + log(1 + exp(-|x|)); sigmoid(x) - y</summary>
    internal readonly struct BinaryCrossEntropy : IElementLoss
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Of(Vector256<double> output, Vector256<double> target, out Vector256<double> slope)
        {
            Vector256<double> small = Vector256.Exp(-Vector256.Abs(output)), sum = Vector256<double>.One + small;
            Vector256<double> isNegative = Vector256.LessThan(output, Vector256<double>.Zero);
            slope = (Vector256.ConditionalSelect(isNegative, small, Vector256<double>.One) / sum) - target;
            return Vector256.Max(output, Vector256<double>.Zero) - (output * target) + Vector256.Log(sum);
        }
    }

    /// <summary>(x - y)^2; 2 (x - y)</summary>
    internal readonly struct SquaredError : IElementLoss
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Of(Vector256<double> output, Vector256<double> target, out Vector256<double> slope)
        {
            Vector256<double> error = output - target;
            slope = error + error;
            return error * error;
        }
    }

    /// <summary>|x - y|; its sign, NaN where x is NaN</summary>
    internal readonly struct AbsoluteError : IElementLoss
    {
        /// <inheritdoc/>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static Vector256<double> Of(Vector256<double> output, Vector256<double> target, out Vector256<double> slope)
        {
            Vector256<double> error = output - target, zero = Vector256<double>.Zero, one = Vector256<double>.One;
            slope = Vector256.ConditionalSelect(
                Vector256.GreaterThan(error, zero), one, Vector256.ConditionalSelect(Vector256.LessThan(error, zero), -one, error));
            return Vector256.Abs(error);
        }
    }
}
