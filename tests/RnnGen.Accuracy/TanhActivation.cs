using RnnGen.Numerics;

namespace RnnGen.AccuracyWalk;

/// <inheritdoc cref="Activation.Tanh(float)"/>
internal readonly struct TanhActivation : IActivation
{
    public static string Name => nameof(Activation.Tanh);

    public static bool IsOdd => true;

    public static float Low => -1;

    public static float High => 1;

    public static double AbsoluteBound => ActivationError.Tanh;

    public static double UlpsBound => ActivationError.TanhUlps;

    public static float UlpsFrom => float.NegativeInfinity;

    public static float AtZero(float zero) => zero;

    public static float Apply(float x) => Activation.Tanh(x);

    public static V Apply<V>(V x)
        where V : struct, IVector<V> => Activation.Tanh(x);
}
