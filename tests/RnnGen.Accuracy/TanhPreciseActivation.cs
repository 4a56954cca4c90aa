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

    public static V Apply<V>(V x)
        where V : struct, IVector<V> => Activation.TanhPrecise(x);
}
