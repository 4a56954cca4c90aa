using System.Runtime.Intrinsics;
using RnnGen.Numerics;

namespace RnnGen.AccuracyWalk;

/// <inheritdoc cref="Activation.Softsign(float)"/>
internal readonly struct SoftsignActivation : IActivation
{
    public static string Name => nameof(Activation.Softsign);

    public static bool IsOdd => true;

    public static float Low => -1;

    public static float High => 1;

    public static double AbsoluteBound => ActivationError.Softsign;

    public static double UlpsBound => ActivationError.SoftsignUlps;

    public static float UlpsFrom => float.NegativeInfinity;

    public static float AtZero(float zero) => zero;

    public static float Apply(float x) => Activation.Softsign(x);

    public static Vector128<float> Apply(Vector128<float> x) => Activation.Softsign(x);

    public static Vector256<float> Apply(Vector256<float> x) => Activation.Softsign(x);

    public static Vector512<float> Apply(Vector512<float> x) => Activation.Softsign(x);
}
