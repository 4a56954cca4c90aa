using System;

namespace RnnGen.Reference;

/// <summary>The checks of sizes that every public entry makes once.</summary>
internal static class ArgumentSize
{
    /// <summary>Throws unless a buffer has the length it needs.</summary>
    /// <param name="length">The length it has.</param>
    /// <param name="needed">The length it needs.</param>
    /// <param name="shape">What that length is made of, for the message.</param>
    /// <param name="argument">The argument's name.</param>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    public static void Check(int length, int needed, string shape, string argument)
    {
        if (length != needed)
        {
            throw new ArgumentException($"has {length} elements; needs {needed} ({shape}).", argument);
        }
    }

    /// <summary>Throws unless a sequence of inputs holds whole steps.</summary>
    /// <param name="length">The length it has.</param>
    /// <param name="inputSize">Inputs a step.</param>
    /// <param name="argument">The argument's name.</param>
    /// <returns>How many steps it holds.</returns>
    /// <exception cref="ArgumentException">The last step is cut short.</exception>
    public static int CheckSteps(int length, int inputSize, string argument)
    {
        (int steps, int rest) = Math.DivRem(length, inputSize);
        return rest == 0
            ? steps
            : throw new ArgumentException($"has {length} elements; needs a multiple of {inputSize} ([step, input]).", argument);
    }
}
