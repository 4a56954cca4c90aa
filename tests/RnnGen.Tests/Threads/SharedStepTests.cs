using System;
using System.Linq;
using RnnGen.Tests.Cells;
using Xunit;
using static RnnGen.Tests.Cells.SharedStepCells;

namespace RnnGen.Tests.Threads;

/// <summary>One stream of a large cell, whose units threads divide among them: the bits are those of one thread.</summary>
public sealed class SharedStepTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(8)]
    public void Threads_that_share_a_step_give_the_bits_of_one(int threads)
    {
        Check<Lstm200x200, Lstm200x200.State, Lstm200x200.Workspace>(threads);
        Check<Lstm3x190, Lstm3x190.State, Lstm3x190.Workspace>(threads);
        Check<Lstm1x248, Lstm1x248.State, Lstm1x248.Workspace>(threads);
        Check<Lstm1100x32, Lstm1100x32.State, Lstm1100x32.Workspace>(threads);
        Check<Lstm40x264, Lstm40x264.State, Lstm40x264.Workspace>(threads);
        Check<Gru70x250, Gru70x250.State, Gru70x250.Workspace>(threads);
        Check<Gru30x240, Gru30x240.State, Gru30x240.Workspace>(threads);
        Check<GruResetBefore70x250, GruResetBefore70x250.State, GruResetBefore70x250.Workspace>(threads);
        Check<GruResetBefore20x230, GruResetBefore20x230.State, GruResetBefore20x230.Workspace>(threads);
        Check<Rnn64x400, Rnn64x400.State, Rnn64x400.Workspace>(threads);
    }

    private static void Check<TCell, TState, TWorkspace>(int threads)
        where TCell : class, IRecurrentCell<TCell, TState, TWorkspace>, new()
        where TState : struct, IRecurrentState
        where TWorkspace : class
    {
        var cell = new TCell();
        cell.Initialize(7);
        TWorkspace one = TCell.CreateWorkspace(1), many = TCell.CreateWorkspace(1, threads);
        var expected = new TState[1];
        cell.Run(Noise(3, 5 * TCell.InputSize), new float[5 * TCell.OutputSize], expected, one);
        TState[] actual = [.. expected];
        string name = $"{typeof(TCell).Name}, {threads} threads";
        foreach (int steps in new[] { 1, 2, 23, 24, 25, 60 })
        {
            float[] inputs = Noise(steps, steps * TCell.InputSize);
            float[] expectedOutputs = new float[steps * TCell.OutputSize], actualOutputs = new float[expectedOutputs.Length];
            cell.Run(inputs, expectedOutputs, expected, one);
            TState[] inPlace = [.. actual];
            cell.Run(inputs, actualOutputs, actual, many);
            Bits.AssertEqual(expectedOutputs, actualOutputs, $"outputs of {name}, {steps} steps");
            Bits.AssertEqual(expected[0].Hidden, actual[0].Hidden, $"h of {name}, {steps} steps");
            if (expected[0] is ILstmState lstm)
            {
                Bits.AssertEqual(lstm.Cell, ((ILstmState)actual[0]).Cell, $"c of {name}, {steps} steps");
            }

            if (TCell.InputSize == TCell.OutputSize)
            {
                cell.Run(inputs, inputs, inPlace, many);
                Bits.AssertEqual(expectedOutputs, inputs, $"outputs in place of {name}, {steps} steps");
            }
        }

        ((IDisposable)many).Dispose();
    }

    private static float[] Noise(int seed, int count)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => (float)((2 * random.NextDouble()) - 1))];
    }
}
