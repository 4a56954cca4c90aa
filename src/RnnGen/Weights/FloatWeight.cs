using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.Wasm;
using RnnGen.Numerics;

namespace RnnGen.Weights;

/// <summary>One weight of 32 bits: the format of trained parameters.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
[StructLayout(LayoutKind.Sequential, Size = sizeof(float))]
public readonly struct FloatWeight : IWeights<FloatWeight>
{
    /// <inheritdoc/>
    public static int Parts => 1;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static int Elements(int terms) => terms;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V Factor<V>(ref float operand, int terms, int element, int part)
        where V : struct, IVector<V> => V.Create(Unsafe.Add(ref operand, element));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static V AddProduct<V>(V sum, V factor, ref FloatWeight weights, nint offset, int part)
        where V : struct, IVector<V>
    {
        // For the interpreter of browsers a sum whose address is taken is memory; for the JIT a sum in place is one instruction.
        if (PackedSimd.IsSupported)
        {
            return V.MultiplyAdd(factor, V.Load(ref Unsafe.As<FloatWeight, float>(ref weights), offset), sum);
        }

        V.AddProduct(ref sum, factor, ref Unsafe.As<FloatWeight, float>(ref weights), offset);
        return sum;
    }
}
