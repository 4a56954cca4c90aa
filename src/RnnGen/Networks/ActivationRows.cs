using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using RnnGen.Numerics;

namespace RnnGen.Networks;

/// <summary>The activations of dense layers over rows, in place, and their derivatives from what they gave.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class ActivationRows
{
    /// <summary>Applies the function to all rows.</summary>
    /// <param name="activation">The function.</param>
    /// <param name="rows">[rows, width]</param>
    /// <param name="width">Floats a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(DenseActivation activation, Span<float> rows, int width)
    {
        switch (activation)
        {
            case DenseActivation.Relu:
                Elements.Replace(default(ReluFunction), rows);
                break;
            case DenseActivation.Tanh:
                Elements.Replace(default(TanhFunction), rows);
                break;
            case DenseActivation.Sigmoid:
                Elements.Replace(default(SigmoidFunction), rows);
                break;
            case DenseActivation.Softmax:
                for (; !rows.IsEmpty; rows = rows[width..])
                {
                    Softmax(rows[..width]);
                }

                break;
            case DenseActivation.LogSoftmax:
                for (; !rows.IsEmpty; rows = rows[width..])
                {
                    LogSoftmax(rows[..width]);
                }

                break;
        }
    }

    /// <summary>From the gradients of the outputs to those of the sums, in place.</summary>
    /// <param name="activation">The function.</param>
    /// <param name="outputs">What it gave: [rows, width]</param>
    /// <param name="gradients">[rows, width]</param>
    /// <param name="width">Floats a row.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Backward(DenseActivation activation, ReadOnlySpan<float> outputs, Span<float> gradients, int width)
    {
        switch (activation)
        {
            case DenseActivation.Relu:
                for (int i = 0; i < gradients.Length; i++)
                {
                    gradients[i] = outputs[i] > 0 ? gradients[i] : 0f;
                }

                break;
            case DenseActivation.Tanh:
                for (int i = 0; i < gradients.Length; i++)
                {
                    gradients[i] *= float.MultiplyAddEstimate(-outputs[i], outputs[i], 1f);
                }

                break;
            case DenseActivation.Sigmoid:
                for (int i = 0; i < gradients.Length; i++)
                {
                    gradients[i] *= outputs[i] * (1f - outputs[i]);
                }

                break;
            case DenseActivation.Softmax:
                for (int row = 0; row < gradients.Length; row += width)
                {
                    SoftmaxGradients(outputs.Slice(row, width), gradients.Slice(row, width));
                }

                break;
            case DenseActivation.LogSoftmax:
                for (int row = 0; row < gradients.Length; row += width)
                {
                    LogSoftmaxGradients(outputs.Slice(row, width), gradients.Slice(row, width));
                }

                break;
        }
    }

    /// <summary>exp(s - max), in place.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Exp(Span<float> values, float largest) => Elements.Replace(new ExpFunction(largest), values);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Softmax(Span<float> row)
    {
        Exp(row, Largest(row));
        float sum = FoldedSum.Sum(ref MemoryMarshal.GetReference(row), row.Length);
        for (int i = 0; i < row.Length; i++)
        {
            row[i] /= sum;
        }
    }

    [SkipLocalsInit]
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LogSoftmax(Span<float> row)
    {
        const int Piece = 1024;
        float largest = Largest(row);
        Span<float> exponentials = stackalloc float[Piece];
        double total = 0;
        for (int first = 0; first < row.Length; first += Piece)
        {
            Span<float> piece = exponentials[..Math.Min(Piece, row.Length - first)];
            row.Slice(first, piece.Length).CopyTo(piece);
            Exp(piece, largest);
            total += FoldedSum.Sum(ref MemoryMarshal.GetReference(piece), piece.Length);
        }

        float logarithm = (float)Math.Log(total);
        for (int i = 0; i < row.Length; i++)
        {
            row[i] = row[i] - largest - logarithm;
        }
    }

    // ds_k = y_k (dy_k - sum over j of dy_j y_j)
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void SoftmaxGradients(ReadOnlySpan<float> outputs, Span<float> gradients)
    {
        double mean = 0;
        for (int i = 0; i < outputs.Length; i++)
        {
            mean += (double)outputs[i] * gradients[i];
        }

        for (int i = 0; i < outputs.Length; i++)
        {
            gradients[i] = outputs[i] * (float)(gradients[i] - mean);
        }
    }

    // ds_k = dy_k - exp(y_k) * sum over j of dy_j
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void LogSoftmaxGradients(ReadOnlySpan<float> outputs, Span<float> gradients)
    {
        double sum = 0;
        foreach (float gradient in gradients)
        {
            sum += gradient;
        }

        for (int i = 0; i < outputs.Length; i++)
        {
            gradients[i] = (float)(gradients[i] - (Activation.ExpOfNonPositive(outputs[i]) * sum));
        }
    }

    /// <summary>The largest of a row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Largest(ReadOnlySpan<float> row)
    {
        ref float first = ref MemoryMarshal.GetReference(row);
        float largest = row[0];
        int i = 0;
        if (Vector256.IsHardwareAccelerated && row.Length >= 8)
        {
            Vector256<float> eight = Vector256.LoadUnsafe(ref first);
            for (i = 8; i + 8 <= row.Length; i += 8)
            {
                eight = Vector256.Max(eight, Vector256.LoadUnsafe(ref first, (nuint)i));
            }

            for (int lane = 0; lane < 8; lane++)
            {
                largest = float.Max(largest, eight.GetElement(lane));
            }
        }

        for (; i < row.Length; i++)
        {
            largest = float.Max(largest, row[i]);
        }

        return largest;
    }

    private readonly struct ReluFunction : IElementFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public V Of<V>(ref float source, ref float destination, nint index)
            where V : struct, IVector<V> => Activation.Relu(V.Load(ref source, index));
    }

    private readonly struct TanhFunction : IElementFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public V Of<V>(ref float source, ref float destination, nint index)
            where V : struct, IVector<V> => Activation.Tanh(V.Load(ref source, index));
    }

    private readonly struct SigmoidFunction : IElementFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public V Of<V>(ref float source, ref float destination, nint index)
            where V : struct, IVector<V> => Activation.Sigmoid(V.Load(ref source, index));
    }

    private readonly struct ExpFunction(float largest) : IElementFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public V Of<V>(ref float source, ref float destination, nint index)
            where V : struct, IVector<V> => Activation.ExpOfNonPositive(V.Load(ref source, index) - V.Create(largest));
    }
}
