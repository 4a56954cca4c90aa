using System;
using RnnGen.Training;

namespace LongRange;

/// <summary>
/// The adding problem (Hochreiter and Schmidhuber 1997, experiment 4): of numbers from 0 to 1 two are marked, one in each half of the sequence; their sum is
/// wanted at the end. To say 1 always has a squared error of 1/6.
/// </summary>
internal static class AddingProblem
{
    /// <summary>The error of knowing nothing.</summary>
    public const double Baseline = 1 / 6.0;

    /// <summary>The error below which it counts as solved.</summary>
    public const double Solved = 0.01;

    /// <summary>Draws a sequence.</summary>
    /// <param name="random">Draws.</param>
    /// <param name="steps">Its steps.</param>
    public static Example<float, float> Draw(Random random, int steps)
    {
        float[] inputs = new float[2 * steps];
        for (int step = 0; step < steps; step++)
        {
            inputs[2 * step] = random.NextSingle();
        }

        int first = random.Next(steps / 2), second = (steps / 2) + random.Next(steps / 2);
        inputs[(2 * first) + 1] = inputs[(2 * second) + 1] = 1;
        return new Example<float, float>(inputs, [inputs[2 * first] + inputs[2 * second]]);
    }
}
