using System.Runtime.Intrinsics;
using RnnGen.Numerics;

namespace RnnGen.AccuracyWalk;

/// <inheritdoc cref="Activation.Softplus(float)"/>
internal readonly struct SoftplusActivation : IActivation
{
    public static string Name => nameof(Activation.Softplus);

    public static bool IsOdd => false;

    public static float Low => 0;

    public static float High => float.PositiveInfinity;

    public static double AbsoluteBound => double.PositiveInfinity;

    public static double UlpsBound => ActivationError.SoftplusUlps;

    public static float UlpsFrom => ActivationError.SoftplusUlpsFrom;

    public static float AtZero(float zero) => 0.6931472f;

    public static float Apply(float x) => Activation.Softplus(x);

    public static Vector128<float> Apply(Vector128<float> x) => Activation.Softplus(x);

    public static Vector256<float> Apply(Vector256<float> x) => Activation.Softplus(x);

    public static Vector512<float> Apply(Vector512<float> x) => Activation.Softplus(x);
}
