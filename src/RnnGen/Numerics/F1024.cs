using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

/// <summary>
/// 32 floats in two vectors of 512 bits: what waits for the one is done beside what waits for the other. Of a type of its own, and not a pair of any vector: the JIT's
/// inliner has a budget for each method, and an operation of a pair would be two calls more.
/// </summary>
internal struct F1024 : IVector<F1024>
{
    // As in F512: not read-only, and not set by a constructor.
    private Vector512<float> _lower;
    private Vector512<float> _upper;

    /// <summary>Two vectors.</summary>
    /// <param name="lower">The first floats.</param>
    /// <param name="upper">Those behind them.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 Create(Vector512<float> lower, Vector512<float> upper)
    {
        F1024 result;
        result._lower = lower;
        result._upper = upper;
        return result;
    }

    /// <inheritdoc/>
    public static int Count => 2 * Vector512<float>.Count;

    /// <inheritdoc/>
    public static bool HasManyRegisters => false;

    /// <summary>The first 16 floats.</summary>
    public readonly Vector512<float> Lower
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _lower;
    }

    /// <summary>The 16 behind them.</summary>
    public readonly Vector512<float> Upper
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _upper;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 Load(ref float source)
    {
        F1024 result;
        result._lower = Vector512.LoadUnsafe(ref source);
        result._upper = Vector512.LoadUnsafe(ref source, (nuint)Vector512<float>.Count);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 Load(ref float source, nint offset)
    {
        F1024 result;
        result._lower = Vector512.LoadUnsafe(ref source, (nuint)offset);
        result._upper = Vector512.LoadUnsafe(ref source, (nuint)(offset + Vector512<float>.Count));
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Store(F1024 value, ref float destination)
    {
        value._lower.StoreUnsafe(ref destination);
        value._upper.StoreUnsafe(ref destination, (nuint)Vector512<float>.Count);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Store(F1024 value, ref float destination, nint offset)
    {
        value._lower.StoreUnsafe(ref destination, (nuint)offset);
        value._upper.StoreUnsafe(ref destination, (nuint)(offset + Vector512<float>.Count));
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 Flush(F1024 value) => Create(F512.Flush(new(value._lower)).Value, F512.Flush(new(value._upper)).Value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 Create(float value)
    {
        F1024 result;
        result._lower = Vector512.Create(value);
        result._upper = Vector512.Create(value);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 operator +(F1024 left, F1024 right)
    {
        F1024 result;
        result._lower = left._lower + right._lower;
        result._upper = left._upper + right._upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 operator -(F1024 left, F1024 right)
    {
        F1024 result;
        result._lower = left._lower - right._lower;
        result._upper = left._upper - right._upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 operator -(F1024 value)
    {
        F1024 result;
        result._lower = -value._lower;
        result._upper = -value._upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 operator *(F1024 left, F1024 right)
    {
        F1024 result;
        result._lower = left._lower * right._lower;
        result._upper = left._upper * right._upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 operator /(F1024 left, F1024 right)
    {
        F1024 result;
        result._lower = left._lower / right._lower;
        result._upper = left._upper / right._upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 operator &(F1024 left, F1024 right)
    {
        F1024 result;
        result._lower = left._lower & right._lower;
        result._upper = left._upper & right._upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 operator |(F1024 left, F1024 right)
    {
        F1024 result;
        result._lower = left._lower | right._lower;
        result._upper = left._upper | right._upper;
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 MultiplyAdd(F1024 left, F1024 right, F1024 addend)
    {
        F1024 result;
        result._lower = Vector512.MultiplyAddEstimate(left._lower, right._lower, addend._lower);
        result._upper = Vector512.MultiplyAddEstimate(left._upper, right._upper, addend._upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void AddProduct(ref F1024 sum, F1024 left, F1024 right)
    {
        sum._lower = Vector512.MultiplyAddEstimate(left._lower, right._lower, sum._lower);
        sum._upper = Vector512.MultiplyAddEstimate(left._upper, right._upper, sum._upper);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void AddProduct(ref F1024 sum, F1024 left, ref float source, nint offset)
    {
        sum._lower = Vector512.MultiplyAddEstimate(left._lower, Vector512.LoadUnsafe(ref source, (nuint)offset), sum._lower);
        sum._upper = Vector512.MultiplyAddEstimate(left._upper, Vector512.LoadUnsafe(ref source, (nuint)(offset + Vector512<float>.Count)), sum._upper);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 Min(F1024 left, F1024 right)
    {
        F1024 result;
        result._lower = Vector512.MinNative(left._lower, right._lower);
        result._upper = Vector512.MinNative(left._upper, right._upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 Max(F1024 left, F1024 right)
    {
        F1024 result;
        result._lower = Vector512.MaxNative(left._lower, right._lower);
        result._upper = Vector512.MaxNative(left._upper, right._upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 Abs(F1024 value)
    {
        F1024 result;
        result._lower = Vector512.Abs(value._lower);
        result._upper = Vector512.Abs(value._upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 Sqrt(F1024 value)
    {
        F1024 result;
        result._lower = Vector512.Sqrt(value._lower);
        result._upper = Vector512.Sqrt(value._upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 GreaterThan(F1024 left, F1024 right)
    {
        F1024 result;
        result._lower = Vector512.GreaterThan(left._lower, right._lower);
        result._upper = Vector512.GreaterThan(left._upper, right._upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 GreaterThanOrEqual(F1024 left, F1024 right)
    {
        F1024 result;
        result._lower = Vector512.GreaterThanOrEqual(left._lower, right._lower);
        result._upper = Vector512.GreaterThanOrEqual(left._upper, right._upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 AreEqual(F1024 left, F1024 right)
    {
        F1024 result;
        result._lower = Vector512.Equals(left._lower, right._lower);
        result._upper = Vector512.Equals(left._upper, right._upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 Select(F1024 mask, F1024 yes, F1024 no)
    {
        F1024 result;
        result._lower = Vector512.ConditionalSelect(mask._lower, yes._lower, no._lower);
        result._upper = Vector512.ConditionalSelect(mask._upper, yes._upper, no._upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 AndNot(F1024 value, F1024 mask)
    {
        F1024 result;
        result._lower = Vector512.AndNot(value._lower, mask._lower);
        result._upper = Vector512.AndNot(value._upper, mask._upper);
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 ExponentOf(F1024 value)
    {
        F1024 result;
        result._lower = (value._lower.AsInt32() << 23).AsSingle();
        result._upper = (value._upper.AsInt32() << 23).AsSingle();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F1024 KeepFirst(F1024 value, int count)
    {
        F1024 result;
        result._lower = value._lower & Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count)).AsSingle();
        result._upper = value._upper & Vector512.LessThan(Vector512<int>.Indices, Vector512.Create(count - Vector512<int>.Count)).AsSingle();
        return result;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Fold(F1024 value) => F512.Fold(new(value._lower + value._upper));
}
