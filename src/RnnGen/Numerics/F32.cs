using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;

namespace RnnGen.Numerics;

/// <summary>One float, for hardware without vectors.</summary>
/// <param name="value">The float.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct F32(float value) : IVector<F32>
{
    // Not read-only, for sums in place: through a copy the JIT moves registers about.
    private float _value = value;

    /// <inheritdoc/>
    public static int Count => 1;

    /// <inheritdoc/>
    public static bool HasManyRegisters => false;

    /// <summary>The float itself.</summary>
    public readonly float Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _value;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32 Load(ref float source) => new(source);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32 Load(ref float source, nint offset) => new(Unsafe.Add(ref source, offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Store(F32 value, ref float destination) => destination = value._value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Store(F32 value, ref float destination, nint offset) => Unsafe.Add(ref destination, offset) = value._value;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32 Flush(F32 value) => (value.Bits & FloatBits.Magnitude) > FloatBits.LargestDenormal ? value : OfBits(value.Bits & FloatBits.Sign);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32 Create(float value) => new(value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32 operator +(F32 left, F32 right) => new(left._value + right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32 operator -(F32 left, F32 right) => new(left._value - right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32 operator -(F32 value) => new(-value._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32 operator *(F32 left, F32 right) => new(left._value * right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32 operator /(F32 left, F32 right) => new(left._value / right._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32 operator &(F32 left, F32 right) => OfBits(left.Bits & right.Bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32 operator |(F32 left, F32 right) => OfBits(left.Bits | right.Bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32 MultiplyAdd(F32 left, F32 right, F32 addend) =>
        new(float.MultiplyAddEstimate(left._value, right._value, addend._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void AddProduct(ref F32 sum, F32 left, F32 right) =>
        sum._value = float.MultiplyAddEstimate(left._value, right._value, sum._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void AddProduct(ref F32 sum, F32 left, ref float source, nint offset) =>
        sum._value = float.MultiplyAddEstimate(left._value, Unsafe.Add(ref source, offset), sum._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32 Min(F32 left, F32 right) => new(float.MinNative(left._value, right._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32 Max(F32 left, F32 right) => new(float.MaxNative(left._value, right._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32 Abs(F32 value) => new(float.Abs(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32 Sqrt(F32 value) => new(float.Sqrt(value._value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32 GreaterThan(F32 left, F32 right) => OfBits(left._value > right._value ? -1 : 0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32 GreaterThanOrEqual(F32 left, F32 right) => OfBits(left._value >= right._value ? -1 : 0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32 AreEqual(F32 left, F32 right) => OfBits(left._value == right._value ? -1 : 0);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32 Select(F32 mask, F32 yes, F32 no) => mask.Bits != 0 ? yes : no;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32 AndNot(F32 value, F32 mask) => OfBits(value.Bits & ~mask.Bits);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32 ExponentOf(F32 value) => OfBits(value.Bits << 23);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F32 KeepFirst(F32 value, int count) => count > 0 ? value : default;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Fold(F32 value) => value._value;

    private readonly int Bits
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => BitConverter.SingleToInt32Bits(_value);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static F32 OfBits(int bits) => new(BitConverter.Int32BitsToSingle(bits));
}
