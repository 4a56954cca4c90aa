using RnnGen.Numerics;

namespace RnnGen.AccuracyWalk;

/// <inheritdoc cref="Activation.SigmoidFast(float)"/>
internal readonly struct SigmoidFastActivation : IActivation
{
    public static string Name => nameof(Activation.SigmoidFast);

    public static bool IsOdd => false;

    public static float Low => 0;

    public static float High => 1;

    public static double AbsoluteBound => ActivationError.SigmoidFast;

    public static double UlpsBound => double.PositiveInfinity;

    public static float UlpsFrom => float.NegativeInfinity;

    public static float AtZero(float zero) => 0.5f;

    public static float Apply(float x) => Activation.SigmoidFast(x);

    public static V Apply<V>(V x)
        where V : struct, IVector<V> => Activation.SigmoidFast(x);
}
