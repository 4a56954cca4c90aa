using System;

namespace RnnGen.Tests.Cells;

/// <summary>Numbers uniform in [-1, 1).</summary>
internal static class Noise
{
    public static float[] Create(int seed, int count)
    {
        var random = new Random(seed);
        float[] values = new float[count];
        foreach (ref float value in values.AsSpan())
        {
            value = (random.NextSingle() * 2) - 1;
        }

        return values;
    }
}
