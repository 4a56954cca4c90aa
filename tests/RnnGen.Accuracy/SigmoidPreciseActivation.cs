using System.Runtime.Intrinsics;
using RnnGen.Numerics;

namespace RnnGen.AccuracyWalk;

/// <inheritdoc cref="Activation.SigmoidPrecise(float)"/>
internal readonly struct SigmoidPreciseActivation : IActivation
{
    public static string Name => nameof(Activation.SigmoidPrecise);

    public static bool IsOdd => false;

    public static float Low => 0;

    public static float High => 1;

    public static double AbsoluteBound => ActivationError.SigmoidPrecise;

    public static double UlpsBound => ActivationError.SigmoidPreciseUlps;

    public static float UlpsFrom => ActivationError.SigmoidPreciseUlpsFrom;

    public static float AtZero(float zero) => 0.5f;

    public static float Apply(float x) => Activation.SigmoidPrecise(x);

    public static Vector128<float> Apply(Vector128<float> x) => Activation.SigmoidPrecise(x);

    public static Vector256<float> Apply(Vector256<float> x) => Activation.SigmoidPrecise(x);

    public static Vector512<float> Apply(Vector512<float> x) => Activation.SigmoidPrecise(x);
}
