using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Wasm;

namespace RnnGen.Numerics;

/// <summary>4 floats in a vector of 128 bits.</summary>
/// <remarks>
/// Runtimes give <see cref="Vector128.MultiplyAddEstimate(Vector128{float}, Vector128{float}, Vector128{float})"/> as one fused instruction where there is one,
/// else as a product and a sum. WebAssembly has none, and its interpreter knows no such operation: it calls a method for every float, which made a step
/// twenty times slower. There the product and the sum are written out, with the same bits.
/// </remarks>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct F128 : IVector<F128>
{
    // Not read-only, for sums in place: through a copy the JIT moves registers about. Not set by a constructor where a result is made: the JIT's inliner has a
    // budget for each method, and that would be one more call for each operation.
    private Vector128<float> _value;

    /// <summary>A vector.</summary>
    /// <param name="value">The vector itself.</param>
    public F128(Vector128<float> value) => _value = value;

    /// <inheritdoc/>
    public static int Count => Vector128<float>.Count;

    /// <inheritdoc/>
    public static bool HasManyRegisters => false;

    /// <summary>The vector itself.</summary>
    public readonly Vector128<float> Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _value;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 Load(ref float source)
    {
        F128 result;
        result._value = Vector128.LoadUnsafe(ref source);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 Load(ref float source, nint offset)
    {
        F128 result;
        result._value = Vector128.LoadUnsafe(ref source, (nuint)offset);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Store(F128 value, ref float destination) => value._value.StoreUnsafe(ref destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Store(F128 value, ref float destination, nint offset) => value._value.StoreUnsafe(ref destination, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 Create(float value)
    {
        F128 result;
        result._value = Vector128.Create(value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 operator +(F128 left, F128 right)
    {
        F128 result;
        result._value = left._value + right._value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 operator -(F128 left, F128 right)
    {
        F128 result;
        result._value = left._value - right._value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 operator -(F128 value)
    {
        F128 result;
        result._value = -value._value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 operator *(F128 left, F128 right)
    {
        F128 result;
        result._value = left._value * right._value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 operator /(F128 left, F128 right)
    {
        F128 result;
        result._value = left._value / right._value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 operator &(F128 left, F128 right)
    {
        F128 result;
        result._value = left._value & right._value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 operator |(F128 left, F128 right)
    {
        F128 result;
        result._value = left._value | right._value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 MultiplyAdd(F128 left, F128 right, F128 addend)
    {
        F128 result;
        result._value = PackedSimd.IsSupported ? (left._value * right._value) + addend._value : Vector128.MultiplyAddEstimate(left._value, right._value, addend._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void AddProduct(ref F128 sum, F128 left, F128 right) =>
        sum._value = PackedSimd.IsSupported ? (left._value * right._value) + sum._value : Vector128.MultiplyAddEstimate(left._value, right._value, sum._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void AddProduct(ref F128 sum, F128 left, ref float source, nint offset) =>
        sum._value = PackedSimd.IsSupported ? (left._value * Vector128.LoadUnsafe(ref source, (nuint)offset)) + sum._value : Vector128.MultiplyAddEstimate(left._value, Vector128.LoadUnsafe(ref source, (nuint)offset), sum._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 Min(F128 left, F128 right)
    {
        F128 result;
        result._value = Vector128.MinNative(left._value, right._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 Max(F128 left, F128 right)
    {
        F128 result;
        result._value = Vector128.MaxNative(left._value, right._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 Abs(F128 value)
    {
        F128 result;
        result._value = Vector128.Abs(value._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 Sqrt(F128 value)
    {
        F128 result;
        result._value = Vector128.Sqrt(value._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 GreaterThan(F128 left, F128 right)
    {
        F128 result;
        result._value = Vector128.GreaterThan(left._value, right._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 GreaterThanOrEqual(F128 left, F128 right)
    {
        F128 result;
        result._value = Vector128.GreaterThanOrEqual(left._value, right._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 AreEqual(F128 left, F128 right)
    {
        F128 result;
        result._value = Vector128.Equals(left._value, right._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 Select(F128 mask, F128 yes, F128 no)
    {
        F128 result;
        result._value = Vector128.ConditionalSelect(mask._value, yes._value, no._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 AndNot(F128 value, F128 mask)
    {
        F128 result;
        result._value = Vector128.AndNot(value._value, mask._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 ExponentOf(F128 value)
    {
        F128 result;
        result._value = (value._value.AsInt32() << 23).AsSingle();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 KeepFirst(F128 value, int count)
    {
        F128 result;
        result._value = value._value & Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(count)).AsSingle();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Fold(F128 value)
    {
        // In vectors of 128 bits: x64 has none of 64.
        Vector128<float> two = value._value + Vector128.Shuffle(value._value, Vector128.Create(2, 3, 0, 1));
        return (two + Vector128.Shuffle(two, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }
}
