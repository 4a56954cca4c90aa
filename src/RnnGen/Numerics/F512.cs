using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

/// <summary>16 floats in a vector of 512 bits.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct F512 : IVector<F512>
{
    // Not read-only, for sums in place: through a copy the JIT moves registers about. Not set by a constructor where a result is made: the JIT's inliner has a
    // budget for each method, and that would be one more call for each operation.
    private Vector512<float> _value;

    /// <summary>A vector.</summary>
    /// <param name="value">The vector itself.</param>
    public F512(Vector512<float> value) => _value = value;

    /// <inheritdoc/>
    public static int Count => Vector512<float>.Count;

    /// <inheritdoc/>
    public static bool HasManyRegisters => true;

    /// <summary>The vector itself.</summary>
    public readonly Vector512<float> Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _value;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F512 Load(ref float source)
    {
        F512 result;
        result._value = Vector512.LoadUnsafe(ref source);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F512 Load(ref float source, nint offset)
    {
        F512 result;
        result._value = Vector512.LoadUnsafe(ref source, (nuint)offset);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Store(F512 value, ref float destination) => value._value.StoreUnsafe(ref destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Store(F512 value, ref float destination, nint offset) => value._value.StoreUnsafe(ref destination, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F512 Flush(F512 value)
    {
        Vector512<int> isKept = Vector512.GreaterThan(value._value.AsInt32() & Vector512.Create(FloatBits.Magnitude), Vector512.Create(FloatBits.LargestDenormal));
        F512 result;
        result._value = value._value & (isKept | Vector512.Create(FloatBits.Sign)).AsSingle();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F512 Create(float value)
    {
        F512 result;
        result._value = Vector512.Create(value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F512 operator +(F512 left, F512 right)
    {
        F512 result;
        result._value = left._value + right._value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F512 operator -(F512 left, F512 right)
    {
        F512 result;
        result._value = left._value - right._value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F512 operator -(F512 value)
    {
        F512 result;
        result._value = -value._value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F512 operator *(F512 left, F512 right)
    {
        F512 result;
        result._value = left._value * right._value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F512 operator /(F512 left, F512 right)
    {
        F512 result;
        result._value = left._value / right._value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F512 operator &(F512 left, F512 right)
    {
        F512 result;
        result._value = left._value & right._value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F512 operator |(F512 left, F512 right)
    {
        F512 result;
        result._value = left._value | right._value;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F512 MultiplyAdd(F512 left, F512 right, F512 addend)
    {
        F512 result;
        result._value = Vector512.MultiplyAddEstimate(left._value, right._value, addend._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void AddProduct(ref F512 sum, F512 left, F512 right) =>
        sum._value = Vector512.MultiplyAddEstimate(left._value, right._value, sum._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void AddProduct(ref F512 sum, F512 left, ref float source, nint offset) =>
        sum._value = Vector512.MultiplyAddEstimate(left._value, Vector512.LoadUnsafe(ref source, (nuint)offset), sum._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F512 Min(F512 left, F512 right)
    {
        F512 result;
        result._value = Vector512.MinNative(left._value, right._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F512 Max(F512 left, F512 right)
    {
        F512 result;
        result._value = Vector512.MaxNative(left._value, right._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F512 Abs(F512 value)
    {
        F512 result;
        result._value = Vector512.Abs(value._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F512 Sqrt(F512 value)
    {
        F512 result;
        result._value = Vector512.Sqrt(value._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F512 GreaterThan(F512 left, F512 right)
    {
        F512 result;
        result._value = Vector512.GreaterThan(left._value, right._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F512 GreaterThanOrEqual(F512 left, F512 right)
    {
        F512 result;
        result._value = Vector512.GreaterThanOrEqual(left._value, right._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F512 AreEqual(F512 left, F512 right)
    {
        F512 result;
        result._value = Vector512.Equals(left._value, right._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F512 Select(F512 mask, F512 yes, F512 no)
    {
        F512 result;
        result._value = Vector512.ConditionalSelect(mask._value, yes._value, no._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F512 AndNot(F512 value, F512 mask)
    {
        F512 result;
        result._value = Vector512.AndNot(value._value, mask._value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F512 ExponentOf(F512 value)
    {
        F512 result;
        result._value = (value._value.AsInt32() << 23).AsSingle();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F512 KeepFirst(F512 value, int count)
    {
        F512 result;
        result._value = value._value & Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Fold(F512 value) => F256.Fold(new(value._value.GetLower() + value._value.GetUpper()));
}
