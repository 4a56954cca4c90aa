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

    public static V Apply<V>(V x)
        where V : struct, IVector<V> => Activation.Softplus(x);
}
