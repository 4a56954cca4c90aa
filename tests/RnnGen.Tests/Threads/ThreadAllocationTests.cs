using System;
using Xunit;
using static RnnGen.Tests.Cells.SharedStepCells;
using static RnnGen.Tests.Cells.TestCells;

namespace RnnGen.Tests.Threads;

/// <summary>Calls of several threads allocate nothing past the first ones, which start the workers.</summary>
[Collection(Alone.Name)]
public sealed class ThreadAllocationTests
{
    [Fact]
    public void A_batch_allocates_nothing()
    {
        var cell = new Lstm2x16();
        cell.Initialize(1);
        float[] inputs = new float[6 * 5 * Lstm2x16.InputSize], outputs = new float[6 * 5 * Lstm2x16.OutputSize];
        var states = new Lstm2x16.State[5];
        using var workspace = new Lstm2x16.Workspace(5, threads: 3);
        using var tape = new Lstm2x16.Tape(6, 5, threads: 3);
        var gradients = new Lstm2x16.Gradients();
        AssertAllocatesNothing(400, () =>
        {
            cell.Run(inputs, outputs, states, workspace);
            cell.Forward(inputs, outputs, states, tape);
            cell.Backward(outputs, tape, gradients);
        });
    }

    [Fact]
    public void A_stream_that_is_divided_allocates_nothing()
    {
        var cell = new Lstm200x200();
        using var workspace = new Lstm200x200.Workspace(1, threads: 2);
        float[] inputs = new float[30 * Lstm200x200.InputSize], outputs = new float[inputs.Length];
        var states = new Lstm200x200.State[1];
        AssertAllocatesNothing(30, () => cell.Run(inputs, outputs, states, workspace));
    }

    private static void AssertAllocatesNothing(int calls, Action call)
    {
        for (int warmUp = 0; warmUp < 100; warmUp++)
        {
            call();
        }

        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int repetition = 0; repetition < calls; repetition++)
        {
            call();
        }

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }
}
