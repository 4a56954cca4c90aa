using RnnGen.Numerics;

namespace RnnGen.AccuracyWalk;

/// <inheritdoc cref="Activation.TanhFast(float)"/>
internal readonly struct TanhFastActivation : IActivation
{
    public static string Name => nameof(Activation.TanhFast);

    public static bool IsOdd => true;

    public static float Low => -1;

    public static float High => 1;

    public static double AbsoluteBound => ActivationError.TanhFast;

    public static double UlpsBound => double.PositiveInfinity;

    public static float UlpsFrom => float.NegativeInfinity;

    public static float AtZero(float zero) => zero;

    public static float Apply(float x) => Activation.TanhFast(x);

    public static V Apply<V>(V x)
        where V : struct, IVector<V> => Activation.TanhFast(x);
}
