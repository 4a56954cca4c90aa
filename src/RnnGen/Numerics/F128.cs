using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Wasm;
using static System.Runtime.CompilerServices.Unsafe;
using Floats = System.Runtime.Intrinsics.Vector128<float>;

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
    // Not read-only, for sums in place: through a copy the JIT moves registers about. Elsewhere it is read and made by casts of its bits: through the field, or by a
    // constructor, the JIT takes a struct of 16 bytes apart (a step of small cells took 1.2 to 1.7 times as long), and the interpreter of browsers copies it for
    // every operation (three times). F256 and F512 have neither.
    private Floats _value;

    /// <summary>A vector.</summary>
    /// <param name="value">The vector itself.</param>
    public F128(Floats value) => _value = value;

    /// <inheritdoc/>
    public static int Count => Floats.Count;

    /// <inheritdoc/>
    public static bool HasManyRegisters => false;

    /// <summary>The vector itself.</summary>
    public readonly Floats Value
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => _value;
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 Load(ref float source) =>
        BitCast<Floats, F128>(Vector128.LoadUnsafe(ref source));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 Load(ref float source, nint offset) =>
        BitCast<Floats, F128>(Vector128.LoadUnsafe(ref source, (nuint)offset));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Store(F128 value, ref float destination) => BitCast<F128, Floats>(value).StoreUnsafe(ref destination);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void Store(F128 value, ref float destination, nint offset) => BitCast<F128, Floats>(value).StoreUnsafe(ref destination, (nuint)offset);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 Flush(F128 value)
    {
        Floats floats = BitCast<F128, Floats>(value);
        Vector128<int> isKept = Vector128.GreaterThan(floats.AsInt32() & Vector128.Create(FloatBits.Magnitude), Vector128.Create(FloatBits.LargestDenormal));
        return BitCast<Floats, F128>(floats & (isKept | Vector128.Create(FloatBits.Sign)).AsSingle());
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 Create(float value) =>
        BitCast<Floats, F128>(Vector128.Create(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 operator +(F128 left, F128 right) =>
        BitCast<Floats, F128>(BitCast<F128, Floats>(left) + BitCast<F128, Floats>(right));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 operator -(F128 left, F128 right) =>
        BitCast<Floats, F128>(BitCast<F128, Floats>(left) - BitCast<F128, Floats>(right));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 operator -(F128 value) =>
        BitCast<Floats, F128>(-BitCast<F128, Floats>(value));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 operator *(F128 left, F128 right) =>
        BitCast<Floats, F128>(BitCast<F128, Floats>(left) * BitCast<F128, Floats>(right));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 operator /(F128 left, F128 right) =>
        BitCast<Floats, F128>(BitCast<F128, Floats>(left) / BitCast<F128, Floats>(right));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 operator &(F128 left, F128 right) =>
        BitCast<Floats, F128>(BitCast<F128, Floats>(left) & BitCast<F128, Floats>(right));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 operator |(F128 left, F128 right) =>
        BitCast<Floats, F128>(BitCast<F128, Floats>(left) | BitCast<F128, Floats>(right));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 MultiplyAdd(F128 left, F128 right, F128 addend) =>
        BitCast<Floats, F128>(
            PackedSimd.IsSupported
                ? (BitCast<F128, Floats>(left) * BitCast<F128, Floats>(right)) + BitCast<F128, Floats>(addend)
                : Vector128.MultiplyAddEstimate(BitCast<F128, Floats>(left), BitCast<F128, Floats>(right), BitCast<F128, Floats>(addend)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void AddProduct(ref F128 sum, F128 left, F128 right) =>
        sum._value = PackedSimd.IsSupported
            ? (BitCast<F128, Floats>(left) * BitCast<F128, Floats>(right)) + sum._value
            : Vector128.MultiplyAddEstimate(BitCast<F128, Floats>(left), BitCast<F128, Floats>(right), sum._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static void AddProduct(ref F128 sum, F128 left, ref float source, nint offset) =>
        sum._value = PackedSimd.IsSupported
            ? (BitCast<F128, Floats>(left) * Vector128.LoadUnsafe(ref source, (nuint)offset)) + sum._value
            : Vector128.MultiplyAddEstimate(BitCast<F128, Floats>(left), Vector128.LoadUnsafe(ref source, (nuint)offset), sum._value);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 Min(F128 left, F128 right) =>
        BitCast<Floats, F128>(Vector128.MinNative(BitCast<F128, Floats>(left), BitCast<F128, Floats>(right)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 Max(F128 left, F128 right) =>
        BitCast<Floats, F128>(Vector128.MaxNative(BitCast<F128, Floats>(left), BitCast<F128, Floats>(right)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 Abs(F128 value) =>
        BitCast<Floats, F128>(Vector128.Abs(BitCast<F128, Floats>(value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 Sqrt(F128 value) =>
        BitCast<Floats, F128>(Vector128.Sqrt(BitCast<F128, Floats>(value)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 GreaterThan(F128 left, F128 right) =>
        BitCast<Floats, F128>(Vector128.GreaterThan(BitCast<F128, Floats>(left), BitCast<F128, Floats>(right)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 GreaterThanOrEqual(F128 left, F128 right) =>
        BitCast<Floats, F128>(Vector128.GreaterThanOrEqual(BitCast<F128, Floats>(left), BitCast<F128, Floats>(right)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 AreEqual(F128 left, F128 right) =>
        BitCast<Floats, F128>(Vector128.Equals(BitCast<F128, Floats>(left), BitCast<F128, Floats>(right)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 Select(F128 mask, F128 yes, F128 no) =>
        BitCast<Floats, F128>(Vector128.ConditionalSelect(BitCast<F128, Floats>(mask), BitCast<F128, Floats>(yes), BitCast<F128, Floats>(no)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 AndNot(F128 value, F128 mask) =>
        BitCast<Floats, F128>(Vector128.AndNot(BitCast<F128, Floats>(value), BitCast<F128, Floats>(mask)));

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 ExponentOf(F128 value) =>
        BitCast<Floats, F128>((BitCast<F128, Floats>(value).AsInt32() << 23).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static F128 KeepFirst(F128 value, int count) =>
        BitCast<Floats, F128>(BitCast<F128, Floats>(value) & Vector128.LessThan(Vector128<int>.Indices, Vector128.Create(count)).AsSingle());

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static float Fold(F128 value)
    {
        // In vectors of 128 bits: x64 has none of 64.
        Floats two = BitCast<F128, Floats>(value) + Vector128.Shuffle(BitCast<F128, Floats>(value), Vector128.Create(2, 3, 0, 1));
        return (two + Vector128.Shuffle(two, Vector128.Create(1, 0, 3, 2))).ToScalar();
    }
}
