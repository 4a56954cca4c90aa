using System;

namespace RnnGen.Benchmarks.Contestants;

/// <summary>The numbers that all contestants of a case compute with.</summary>
internal static class SharedData
{
    /// <summary>The seed of all weights.</summary>
    public const int WeightSeed = 1;

    private const int InputSeed = 2;
    private const int OutputGradientSeed = 3;

    /// <summary>Inputs between -1 and 1, the same in every run.</summary>
    /// <param name="count">How many.</param>
    public static float[] Inputs(int count) => Uniform(InputSeed, count);

    /// <summary>Gradients of outputs between -1 and 1, the same in every run.</summary>
    /// <param name="count">How many.</param>
    public static float[] OutputGradients(int count) => Uniform(OutputGradientSeed, count);

    private static float[] Uniform(int seed, int count)
    {
        var random = new Random(seed);
        var numbers = new float[count];
        foreach (ref float number in numbers.AsSpan())
        {
            number = (2 * random.NextSingle()) - 1;
        }

        return numbers;
    }
}
