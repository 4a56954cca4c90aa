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

    public static V Apply<V>(V x)
        where V : struct, IVector<V> => Activation.Softsign(x);
}
