using RnnGen.Numerics;

namespace RnnGen.AccuracyWalk;

/// <inheritdoc cref="Activation.Sigmoid(float)"/>
internal readonly struct SigmoidActivation : IActivation
{
    public static string Name => nameof(Activation.Sigmoid);

    public static bool IsOdd => false;

    public static float Low => 0;

    public static float High => 1;

    public static double AbsoluteBound => ActivationError.Sigmoid;

    public static double UlpsBound => double.PositiveInfinity;

    public static float UlpsFrom => float.NegativeInfinity;

    public static float AtZero(float zero) => 0.5f;

    public static float Apply(float x) => Activation.Sigmoid(x);

    public static V Apply<V>(V x)
        where V : struct, IVector<V> => Activation.Sigmoid(x);
}
