using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

/// <summary>8 floats in a vector of 256 bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct F256 : IVector<F256>
{
    // Not read-only, for sums in place: through a copy the JIT moves registers about. Not set by a constructor where a result is made: the JIT's inliner has a
    // budget for each method, and that would be one more call for each operation.
    private Vector256<float> _value;

    /// <summary>A vector.</summary>
    /// <param name="value">The vector itself.</param>
    public F256(Vector256<float> value) => _value = value;

    /// <inheritdoc/>
    public static int Count => Vector256<float>.Count;

    /// <inheritdoc/>
    public static bool HasManyRegisters => false;

    /// <summary>The vector itself.</summary>
    public readonly Vector256<float> Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _value;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F256 Load(ref float source)
    {
        F256 result;
        result._value = Vector256.LoadUnsafe(ref source);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F256 Load(ref float source, nint offset)
    {
        F256 result;
        result._value = Vector256.LoadUnsafe(ref source, (nuint)offset);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Store(F256 value, ref float destination) => value._value.StoreUnsafe(ref destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Store(F256 value, ref float destination, nint offset) => value._value.StoreUnsafe(ref destination, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F256 Flush(F256 value)
    {
        Vector256<int> isKept = Vector256.GreaterThan(value._value.AsInt32() & Vector256.Create(FloatBits.Magnitude), Vector256.Create(FloatBits.LargestDenormal));
        F256 result;
        result._value = value._value & (isKept | Vector256.Create(FloatBits.Sign)).AsSingle();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F256 Create(float value)
    {
        F256 result;
        result._value = Vector256.Create(value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F256 operator +(F256 left, F256 right)
    {
        F256 result;
        result._value = left._value + right._value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F256 operator -(F256 left, F256 right)
    {
        F256 result;
        result._value = left._value - right._value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F256 operator -(F256 value)
    {
        F256 result;
        result._value = -value._value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F256 operator *(F256 left, F256 right)
    {
        F256 result;
        result._value = left._value * right._value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F256 operator /(F256 left, F256 right)
    {
        F256 result;
        result._value = left._value / right._value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F256 operator &(F256 left, F256 right)
    {
        F256 result;
        result._value = left._value & right._value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F256 operator |(F256 left, F256 right)
    {
        F256 result;
        result._value = left._value | right._value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F256 MultiplyAdd(F256 left, F256 right, F256 addend)
    {
        F256 result;
        result._value = Vector256.MultiplyAddEstimate(left._value, right._value, addend._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void AddProduct(ref F256 sum, F256 left, F256 right) =>
        sum._value = Vector256.MultiplyAddEstimate(left._value, right._value, sum._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void AddProduct(ref F256 sum, F256 left, ref float source, nint offset) =>
        sum._value = Vector256.MultiplyAddEstimate(left._value, Vector256.LoadUnsafe(ref source, (nuint)offset), sum._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F256 Min(F256 left, F256 right)
    {
        F256 result;
        result._value = Vector256.MinNative(left._value, right._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F256 Max(F256 left, F256 right)
    {
        F256 result;
        result._value = Vector256.MaxNative(left._value, right._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F256 Abs(F256 value)
    {
        F256 result;
        result._value = Vector256.Abs(value._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F256 Sqrt(F256 value)
    {
        F256 result;
        result._value = Vector256.Sqrt(value._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F256 GreaterThan(F256 left, F256 right)
    {
        F256 result;
        result._value = Vector256.GreaterThan(left._value, right._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F256 GreaterThanOrEqual(F256 left, F256 right)
    {
        F256 result;
        result._value = Vector256.GreaterThanOrEqual(left._value, right._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F256 AreEqual(F256 left, F256 right)
    {
        F256 result;
        result._value = Vector256.Equals(left._value, right._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F256 Select(F256 mask, F256 yes, F256 no)
    {
        F256 result;
        result._value = Vector256.ConditionalSelect(mask._value, yes._value, no._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F256 AndNot(F256 value, F256 mask)
    {
        F256 result;
        result._value = Vector256.AndNot(value._value, mask._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F256 ExponentOf(F256 value)
    {
        F256 result;
        result._value = (value._value.AsInt32() << 23).AsSingle();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F256 KeepFirst(F256 value, int count)
    {
        F256 result;
        result._value = value._value & Vector256.LessThan(Vector256<int>.Indices, Vector256.Create(count)).AsSingle();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Fold(F256 value) => F128.Fold(new(value._value.GetLower() + value._value.GetUpper()));
}
