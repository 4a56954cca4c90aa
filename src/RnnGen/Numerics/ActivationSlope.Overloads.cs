using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

public static partial class ActivationSlope
{
    /// <inheritdoc cref="Clipped(float, float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Clipped(Vector128<float> slope, Vector128<float> y, float lower, float upper) => Clipped(new F128(slope), new F128(y), lower, upper).Value;

    /// <inheritdoc cref="Clipped(float, float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Clipped(Vector256<float> slope, Vector256<float> y, float lower, float upper) => Clipped(new F256(slope), new F256(y), lower, upper).Value;

    /// <inheritdoc cref="Clipped(float, float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Clipped(Vector512<float> slope, Vector512<float> y, float lower, float upper) => Clipped(new F512(slope), new F512(y), lower, upper).Value;

    /// <inheritdoc cref="Relu(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Relu(Vector128<float> y) => Relu(new F128(y)).Value;

    /// <inheritdoc cref="Relu(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Relu(Vector256<float> y) => Relu(new F256(y)).Value;

    /// <inheritdoc cref="Relu(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Relu(Vector512<float> y) => Relu(new F512(y)).Value;

    /// <inheritdoc cref="LeakyRelu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> LeakyRelu(Vector128<float> y, float alpha) => LeakyRelu(new F128(y), alpha).Value;

    /// <inheritdoc cref="LeakyRelu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> LeakyRelu(Vector256<float> y, float alpha) => LeakyRelu(new F256(y), alpha).Value;

    /// <inheritdoc cref="LeakyRelu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> LeakyRelu(Vector512<float> y, float alpha) => LeakyRelu(new F512(y), alpha).Value;

    /// <inheritdoc cref="ThresholdedRelu(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> ThresholdedRelu(Vector128<float> y) => ThresholdedRelu(new F128(y)).Value;

    /// <inheritdoc cref="ThresholdedRelu(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> ThresholdedRelu(Vector256<float> y) => ThresholdedRelu(new F256(y)).Value;

    /// <inheritdoc cref="ThresholdedRelu(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> ThresholdedRelu(Vector512<float> y) => ThresholdedRelu(new F512(y)).Value;

    /// <inheritdoc cref="HardSigmoid(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> HardSigmoid(Vector128<float> y, float alpha) => HardSigmoid(new F128(y), alpha).Value;

    /// <inheritdoc cref="HardSigmoid(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> HardSigmoid(Vector256<float> y, float alpha) => HardSigmoid(new F256(y), alpha).Value;

    /// <inheritdoc cref="HardSigmoid(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> HardSigmoid(Vector512<float> y, float alpha) => HardSigmoid(new F512(y), alpha).Value;

    /// <inheritdoc cref="Affine(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Affine(Vector128<float> y, float alpha) => Affine(new F128(y), alpha).Value;

    /// <inheritdoc cref="Affine(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Affine(Vector256<float> y, float alpha) => Affine(new F256(y), alpha).Value;

    /// <inheritdoc cref="Affine(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Affine(Vector512<float> y, float alpha) => Affine(new F512(y), alpha).Value;

    /// <inheritdoc cref="Elu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Elu(Vector128<float> y, float alpha) => Elu(new F128(y), alpha).Value;

    /// <inheritdoc cref="Elu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Elu(Vector256<float> y, float alpha) => Elu(new F256(y), alpha).Value;

    /// <inheritdoc cref="Elu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Elu(Vector512<float> y, float alpha) => Elu(new F512(y), alpha).Value;

    /// <inheritdoc cref="Softsign(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Softsign(Vector128<float> y) => Softsign(new F128(y)).Value;

    /// <inheritdoc cref="Softsign(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Softsign(Vector256<float> y) => Softsign(new F256(y)).Value;

    /// <inheritdoc cref="Softsign(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Softsign(Vector512<float> y) => Softsign(new F512(y)).Value;

    /// <inheritdoc cref="Softplus(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Softplus(Vector128<float> y) => Softplus(new F128(y)).Value;

    /// <inheritdoc cref="Softplus(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Softplus(Vector256<float> y) => Softplus(new F256(y)).Value;

    /// <inheritdoc cref="Softplus(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Softplus(Vector512<float> y) => Softplus(new F512(y)).Value;

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Sigmoid(Vector128<float> y) => Sigmoid(new F128(y)).Value;

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Sigmoid(Vector256<float> y) => Sigmoid(new F256(y)).Value;

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Sigmoid(Vector512<float> y) => Sigmoid(new F512(y)).Value;

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Tanh(Vector128<float> y) => Tanh(new F128(y)).Value;

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Tanh(Vector256<float> y) => Tanh(new F256(y)).Value;

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Tanh(Vector512<float> y) => Tanh(new F512(y)).Value;

    /// <inheritdoc cref="ScaledTanh(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> ScaledTanh(Vector128<float> y, float alpha, float beta) => ScaledTanh(new F128(y), alpha, beta).Value;

    /// <inheritdoc cref="ScaledTanh(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> ScaledTanh(Vector256<float> y, float alpha, float beta) => ScaledTanh(new F256(y), alpha, beta).Value;

    /// <inheritdoc cref="ScaledTanh(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> ScaledTanh(Vector512<float> y, float alpha, float beta) => ScaledTanh(new F512(y), alpha, beta).Value;
}
