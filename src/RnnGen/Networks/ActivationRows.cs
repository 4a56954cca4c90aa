using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RnnGen.Numerics;

namespace RnnGen.Networks;

/// <summary>The activations of dense layers over rows, in place, and their derivatives from what they gave.</summary>
internal static class ActivationRows
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
                Elements.Replace(default(ReluGradient), outputs[..gradients.Length], gradients);
                break;
            case DenseActivation.Tanh:
                Elements.Replace(default(TanhGradient), outputs[..gradients.Length], gradients);
                break;
            case DenseActivation.Sigmoid:
                Elements.Replace(default(SigmoidGradient), outputs[..gradients.Length], gradients);
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

    /// <summary>The largest of a row; any of its floats, if one is NaN.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static float Largest(ReadOnlySpan<float> row)
    {
        var largest = new Maximum { First = ref MemoryMarshal.GetReference(row), Count = row.Length };
        VectorWidth.Run(ref largest);
        return largest.Result;
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

    private readonly struct ReluGradient : IElementFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public V Of<V>(ref float source, ref float destination, nint index)
            where V : struct, IVector<V> => V.Load(ref destination, index) & V.GreaterThan(V.Load(ref source, index), V.Create(0f));
    }

    private readonly struct TanhGradient : IElementFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public V Of<V>(ref float source, ref float destination, nint index)
            where V : struct, IVector<V> => V.Load(ref destination, index) * ActivationSlope.Tanh(V.Load(ref source, index));
    }

    private readonly struct SigmoidGradient : IElementFunction
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public V Of<V>(ref float source, ref float destination, nint index)
            where V : struct, IVector<V> => V.Load(ref destination, index) * ActivationSlope.Sigmoid(V.Load(ref source, index));
    }

    private ref struct Maximum : IWidthAction
    {
        public ref float First;
        public int Count;
        public float Result;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public void Run<V, VTail>()
            where V : struct, IVector<V>
            where VTail : struct, IVector<VTail>
        {
            nint index = 0;
            Result = First;
            if (Count >= VTail.Count)
            {
                VTail largest = VTail.Load(ref First);
                for (; index + VTail.Count <= Count; index += VTail.Count)
                {
                    largest = VTail.Max(largest, VTail.Load(ref First, index));
                }

                Span<float> lanes = stackalloc float[PanelProduct.TailLanes];
                VTail.Store(largest, ref MemoryMarshal.GetReference(lanes));
                foreach (float lane in lanes[..VTail.Count])
                {
                    Result = float.Max(Result, lane);
                }
            }

            for (; index < Count; index++)
            {
                Result = float.Max(Result, Unsafe.Add(ref First, index));
            }
        }
    }
}
