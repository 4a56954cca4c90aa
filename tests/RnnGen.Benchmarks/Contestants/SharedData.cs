using System;

namespace RnnGen.Benchmarks.Contestants;

/// <summary>The numbers that all contestants of a case compute with.</summary>
internal static class SharedData
{
    /// <summary>The seed of all weights.</summary>
    public const int WeightSeed = 1;

    private const int InputSeed = 2;

    /// <summary>Inputs between -1 and 1, the same in every run.</summary>
    /// <param name="count">How many.</param>
    public static float[] Inputs(int count)
    {
        var random = new Random(InputSeed);
        var inputs = new float[count];
        foreach (ref float input in inputs.AsSpan())
        {
            input = (2 * random.NextSingle()) - 1;
        }

        return inputs;
    }
}
