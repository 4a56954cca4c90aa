using System;
using RnnGen.Training;

namespace LongRange;

/// <summary>
/// The copy problem (Hochreiter and Schmidhuber 1997; in this form Arjovsky, Shah and Bengio 2016, with fewer symbols to keep): some symbols, a wait of T blanks, a
/// sign, and then the symbols are wanted again. To guess has a loss of ln 8 a symbol.
/// </summary>
internal static class CopyProblem
{
    /// <summary>Symbols there are.</summary>
    public const int Symbols = 8;

    /// <summary>Symbols, blank and sign.</summary>
    public const int Tokens = Symbols + 2;

    /// <summary>The loss of knowing nothing.</summary>
    public const double Baseline = 2.0794415;

    /// <summary>The loss below which it counts as solved: all but a few symbols are right.</summary>
    public const double Solved = 0.05;

    private const int Blank = Symbols;
    private const int Sign = Symbols + 1;
    private const int Kept = 5;

    /// <summary>Draws a sequence.</summary>
    /// <param name="random">Draws.</param>
    /// <param name="wait">Blanks between.</param>
    public static Example<int, int> Draw(Random random, int wait)
    {
        int[] inputs = new int[wait + (2 * Kept)];
        int[] targets = new int[inputs.Length];
        Array.Fill(inputs, Blank);
        Array.Fill(targets, Loss.Ignored);
        for (int symbol = 0; symbol < Kept; symbol++)
        {
            inputs[symbol] = random.Next(Symbols);
            targets[Kept + wait + symbol] = inputs[symbol];
        }

        inputs[Kept + wait] = Sign;
        return new Example<int, int>(inputs, targets);
    }
}
