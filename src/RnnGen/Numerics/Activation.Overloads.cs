using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace RnnGen.Numerics;

public static partial class Activation
{
    /// <inheritdoc cref="Affine(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Affine(Vector128<float> x, float alpha, float beta) => Affine(new F128(x), alpha, beta).Value;

    /// <inheritdoc cref="Affine(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Affine(Vector256<float> x, float alpha, float beta) => Affine(new F256(x), alpha, beta).Value;

    /// <inheritdoc cref="Affine(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Affine(Vector512<float> x, float alpha, float beta) => Affine(new F512(x), alpha, beta).Value;

    /// <inheritdoc cref="Clip(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Clip(Vector128<float> x, float limit) => Clip(new F128(x), limit).Value;

    /// <inheritdoc cref="Clip(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Clip(Vector256<float> x, float limit) => Clip(new F256(x), limit).Value;

    /// <inheritdoc cref="Clip(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Clip(Vector512<float> x, float limit) => Clip(new F512(x), limit).Value;

    /// <inheritdoc cref="Elu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Elu(Vector128<float> x, float alpha) => Elu(new F128(x), alpha).Value;

    /// <inheritdoc cref="Elu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Elu(Vector256<float> x, float alpha) => Elu(new F256(x), alpha).Value;

    /// <inheritdoc cref="Elu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Elu(Vector512<float> x, float alpha) => Elu(new F512(x), alpha).Value;

    /// <inheritdoc cref="HardSigmoid(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> HardSigmoid(Vector128<float> x, float alpha, float beta) => HardSigmoid(new F128(x), alpha, beta).Value;

    /// <inheritdoc cref="HardSigmoid(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> HardSigmoid(Vector256<float> x, float alpha, float beta) => HardSigmoid(new F256(x), alpha, beta).Value;

    /// <inheritdoc cref="HardSigmoid(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> HardSigmoid(Vector512<float> x, float alpha, float beta) => HardSigmoid(new F512(x), alpha, beta).Value;

    /// <inheritdoc cref="LeakyRelu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> LeakyRelu(Vector128<float> x, float alpha) => LeakyRelu(new F128(x), alpha).Value;

    /// <inheritdoc cref="LeakyRelu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> LeakyRelu(Vector256<float> x, float alpha) => LeakyRelu(new F256(x), alpha).Value;

    /// <inheritdoc cref="LeakyRelu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> LeakyRelu(Vector512<float> x, float alpha) => LeakyRelu(new F512(x), alpha).Value;

    /// <inheritdoc cref="ThresholdedRelu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> ThresholdedRelu(Vector128<float> x, float alpha) => ThresholdedRelu(new F128(x), alpha).Value;

    /// <inheritdoc cref="ThresholdedRelu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> ThresholdedRelu(Vector256<float> x, float alpha) => ThresholdedRelu(new F256(x), alpha).Value;

    /// <inheritdoc cref="ThresholdedRelu(float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> ThresholdedRelu(Vector512<float> x, float alpha) => ThresholdedRelu(new F512(x), alpha).Value;

    /// <inheritdoc cref="Relu(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Relu(Vector128<float> x) => Relu(new F128(x)).Value;

    /// <inheritdoc cref="Relu(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Relu(Vector256<float> x) => Relu(new F256(x)).Value;

    /// <inheritdoc cref="Relu(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Relu(Vector512<float> x) => Relu(new F512(x)).Value;

    /// <inheritdoc cref="ScaledTanh(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> ScaledTanh(Vector128<float> x, float alpha, float beta) => ScaledTanh(new F128(x), alpha, beta).Value;

    /// <inheritdoc cref="ScaledTanh(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> ScaledTanh(Vector256<float> x, float alpha, float beta) => ScaledTanh(new F256(x), alpha, beta).Value;

    /// <inheritdoc cref="ScaledTanh(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> ScaledTanh(Vector512<float> x, float alpha, float beta) => ScaledTanh(new F512(x), alpha, beta).Value;

    /// <inheritdoc cref="ScaledTanhPrecise(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> ScaledTanhPrecise(Vector128<float> x, float alpha, float beta) => ScaledTanhPrecise(new F128(x), alpha, beta).Value;

    /// <inheritdoc cref="ScaledTanhPrecise(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> ScaledTanhPrecise(Vector256<float> x, float alpha, float beta) => ScaledTanhPrecise(new F256(x), alpha, beta).Value;

    /// <inheritdoc cref="ScaledTanhPrecise(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> ScaledTanhPrecise(Vector512<float> x, float alpha, float beta) => ScaledTanhPrecise(new F512(x), alpha, beta).Value;

    /// <inheritdoc cref="ScaledTanhFast(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> ScaledTanhFast(Vector128<float> x, float alpha, float beta) => ScaledTanhFast(new F128(x), alpha, beta).Value;

    /// <inheritdoc cref="ScaledTanhFast(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> ScaledTanhFast(Vector256<float> x, float alpha, float beta) => ScaledTanhFast(new F256(x), alpha, beta).Value;

    /// <inheritdoc cref="ScaledTanhFast(float, float, float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> ScaledTanhFast(Vector512<float> x, float alpha, float beta) => ScaledTanhFast(new F512(x), alpha, beta).Value;

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Sigmoid(Vector128<float> x) => Sigmoid(new F128(x)).Value;

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Sigmoid(Vector256<float> x) => Sigmoid(new F256(x)).Value;

    /// <inheritdoc cref="Sigmoid(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Sigmoid(Vector512<float> x) => Sigmoid(new F512(x)).Value;

    /// <inheritdoc cref="SigmoidFast(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> SigmoidFast(Vector128<float> x) => SigmoidFast(new F128(x)).Value;

    /// <inheritdoc cref="SigmoidFast(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> SigmoidFast(Vector256<float> x) => SigmoidFast(new F256(x)).Value;

    /// <inheritdoc cref="SigmoidFast(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> SigmoidFast(Vector512<float> x) => SigmoidFast(new F512(x)).Value;

    /// <inheritdoc cref="SigmoidPrecise(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> SigmoidPrecise(Vector128<float> x) => SigmoidPrecise(new F128(x)).Value;

    /// <inheritdoc cref="SigmoidPrecise(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> SigmoidPrecise(Vector256<float> x) => SigmoidPrecise(new F256(x)).Value;

    /// <inheritdoc cref="SigmoidPrecise(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> SigmoidPrecise(Vector512<float> x) => SigmoidPrecise(new F512(x)).Value;

    /// <inheritdoc cref="Softplus(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Softplus(Vector128<float> x) => Softplus(new F128(x)).Value;

    /// <inheritdoc cref="Softplus(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Softplus(Vector256<float> x) => Softplus(new F256(x)).Value;

    /// <inheritdoc cref="Softplus(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Softplus(Vector512<float> x) => Softplus(new F512(x)).Value;

    /// <inheritdoc cref="Softsign(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Softsign(Vector128<float> x) => Softsign(new F128(x)).Value;

    /// <inheritdoc cref="Softsign(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Softsign(Vector256<float> x) => Softsign(new F256(x)).Value;

    /// <inheritdoc cref="Softsign(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Softsign(Vector512<float> x) => Softsign(new F512(x)).Value;

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> Tanh(Vector128<float> x) => Tanh(new F128(x)).Value;

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> Tanh(Vector256<float> x) => Tanh(new F256(x)).Value;

    /// <inheritdoc cref="Tanh(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> Tanh(Vector512<float> x) => Tanh(new F512(x)).Value;

    /// <inheritdoc cref="TanhFast(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> TanhFast(Vector128<float> x) => TanhFast(new F128(x)).Value;

    /// <inheritdoc cref="TanhFast(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> TanhFast(Vector256<float> x) => TanhFast(new F256(x)).Value;

    /// <inheritdoc cref="TanhFast(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> TanhFast(Vector512<float> x) => TanhFast(new F512(x)).Value;

    /// <inheritdoc cref="TanhPrecise(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector128<float> TanhPrecise(Vector128<float> x) => TanhPrecise(new F128(x)).Value;

    /// <inheritdoc cref="TanhPrecise(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector256<float> TanhPrecise(Vector256<float> x) => TanhPrecise(new F256(x)).Value;

    /// <inheritdoc cref="TanhPrecise(float)"/>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static Vector512<float> TanhPrecise(Vector512<float> x) => TanhPrecise(new F512(x)).Value;
}
