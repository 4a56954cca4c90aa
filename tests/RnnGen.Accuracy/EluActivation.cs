using RnnGen.Numerics;

namespace RnnGen.AccuracyWalk;

/// <summary><see cref="Activation.Elu(float, float)"/> with an alpha of 1.</summary>
internal readonly struct EluActivation : IActivation
{
    public static string Name => nameof(Activation.Elu);

    public static bool IsOdd => false;

    public static float Low => -1;

    public static float High => float.PositiveInfinity;

    public static double AbsoluteBound => ActivationError.Elu;

    public static double UlpsBound => ActivationError.EluUlps;

    public static float UlpsFrom => float.NegativeInfinity;

    public static float AtZero(float zero) => zero;

    public static float Apply(float x) => Activation.Elu(x, 1f);

    public static V Apply<V>(V x)
        where V : struct, IVector<V> => Activation.Elu(x, 1f);
}
