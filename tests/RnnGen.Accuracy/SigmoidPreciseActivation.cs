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

    public static V Apply<V>(V x)
        where V : struct, IVector<V> => Activation.SigmoidPrecise(x);
}
