using System.Runtime.CompilerServices;
using RnnGen.Numerics;

namespace RnnGen.Rates;

/// <summary>
/// Weighted sums of the floats of states. Every float is its own sum, from the newest state to the oldest: a product, then fused multiply-adds. So the width of
/// the vectors does not change a bit.
/// </summary>
internal static class WeightedStates
{
    /// <summary>destination = w0 s0 + w1 s1</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="newest">The first float of the newest state.</param>
    /// <param name="oldest">That of the one before.</param>
    /// <param name="destination">The first float to write.</param>
    /// <param name="count">Floats.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void OfTwo(ref float weights, ref float newest, ref float oldest, ref float destination, int count) =>
        VectorWidth.RunForEach(new Two { Weights = ref weights, State0 = ref newest, State1 = ref oldest, Destination = ref destination }, count);

    /// <summary>destination = w0 s0 + w1 s1 + w2 s2 + w3 s3</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="state0">The first float of the newest state.</param>
    /// <param name="state1">That of the one before.</param>
    /// <param name="state2">That of the one before it.</param>
    /// <param name="state3">That of the oldest.</param>
    /// <param name="destination">The first float to write.</param>
    /// <param name="count">Floats.</param>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization)]
    public static void OfFour(
        ref float weights, ref float state0, ref float state1, ref float state2, ref float state3, ref float destination, int count) => VectorWidth.RunForEach(
            new Four
            {
                Weights = ref weights,
                State0 = ref state0,
                State1 = ref state1,
                State2 = ref state2,
                State3 = ref state3,
                Destination = ref destination,
            },
            count);

    private ref struct Two : IElementAction
    {
        public ref float Weights;
        public ref float State0;
        public ref float State1;
        public ref float Destination;

        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public readonly void RunAt<V>(nint index)
            where V : struct, IVector<V>
        {
            V sum = V.Create(Weights) * V.Load(ref State0, index);
            V.AddProduct(ref sum, V.Create(Unsafe.Add(ref Weights, 1)), ref State1, index);
            V.Store(sum, ref Destination, index);
        }
    }

    private ref struct Four : IElementAction
    {
        public ref float Weights;
        public ref float State0;
        public ref float State1;
        public ref float State2;
        public ref float State3;
        public ref float Destination;

        [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
        public readonly void RunAt<V>(nint index)
            where V : struct, IVector<V>
        {
            V sum = V.Create(Weights) * V.Load(ref State0, index);
            V.AddProduct(ref sum, V.Create(Unsafe.Add(ref Weights, 1)), ref State1, index);
            V.AddProduct(ref sum, V.Create(Unsafe.Add(ref Weights, 2)), ref State2, index);
            V.AddProduct(ref sum, V.Create(Unsafe.Add(ref Weights, 3)), ref State3, index);
            V.Store(sum, ref Destination, index);
        }
    }
}
