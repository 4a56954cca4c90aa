using System.Runtime.Intrinsics;
using RnnGen.Numerics;

namespace RnnGen.AccuracyWalk;

/// <inheritdoc cref="Activation.TanhPrecise(float)"/>
internal readonly struct TanhPreciseActivation : IActivation
{
    public static string Name => nameof(Activation.TanhPrecise);

    public static bool IsOdd => true;

    public static float Low => -1;

    public static float High => 1;

    public static double AbsoluteBound => ActivationError.TanhPrecise;

    public static double UlpsBound => ActivationError.TanhPreciseUlps;

    public static float UlpsFrom => float.NegativeInfinity;

    public static float AtZero(float zero) => zero;

    public static float Apply(float x) => Activation.TanhPrecise(x);

    public static Vector128<float> Apply(Vector128<float> x) => Activation.TanhPrecise(x);

    public static Vector256<float> Apply(Vector256<float> x) => Activation.TanhPrecise(x);

    public static Vector512<float> Apply(Vector512<float> x) => Activation.TanhPrecise(x);
}
