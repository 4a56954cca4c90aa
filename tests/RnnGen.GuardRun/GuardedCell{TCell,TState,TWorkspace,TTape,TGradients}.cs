using System;
using System.Runtime.InteropServices;
using RnnGen.Formats;

namespace RnnGen.GuardRun;

/// <summary>The calls of a cell.</summary>
internal sealed class GuardedCell<TCell, TState, TWorkspace, TTape, TGradients> : GuardedCase
    where TCell : class, ITrainableCell<TCell, TState, TWorkspace, TTape, TGradients>, new()
    where TState : struct, IRecurrentState
    where TWorkspace : class
    where TTape : class
    where TGradients : class, ICellGradients
{
    // Steps of one stream: around the rows of sums on the stack, and more than a chunk of a backward pass.
    private static readonly int[] Lengths = [0, 1, 2, 3, 6, 11, 12, 13, 24, 25];

    // Rows of a product: all remainders of its tiles.
    private static readonly (int Steps, int Streams)[] Batches =
        [(1, 1), (2, 1), (5, 1), (13, 1), (1, 2), (3, 2), (1, 3), (2, 4), (2, 5), (1, 6), (2, 7), (1, 11), (2, 12), (2, 13), (1, 25), (9, 30), (260, 1), (0, 2)];

    // Three divide any of the streams, and the blocks of large cells, in unequal parts.
    private static readonly int[] Threads = [1, 3];

    public override string Name => typeof(TCell).Name;

    public override void Run(GuardedMemory memory)
    {
        memory.FreeSince(memory.Start);
        var cell = new TCell();
        cell.Initialize(3);
        TGradients gradients = TCell.CreateGradients();
        var tensors = new TensorStore();
        cell.Save(tensors);
        cell.Load(tensors);
        gradients.Save(new TensorStore());
        _ = cell.HasNonFiniteParameters;
        Calls += 5;
        nint mark = memory.Mark;
        foreach (int steps in Lengths)
        {
            RunOne(memory, cell, steps);
            memory.FreeSince(mark);
        }

        RunAtOtherRates(memory, cell, [1, 7]);
        foreach ((int steps, int streams) in Batches)
        {
            foreach (int threads in Threads)
            {
                RunMany(memory, cell, steps, streams, threads);
                Train(memory, cell, gradients, steps, streams, threads, withAll: true);
                memory.FreeSince(mark);
            }

            Train(memory, cell, gradients, steps, streams, threads: 1, withAll: false);
            memory.FreeSince(mark);
        }
    }

    private void RunOne(GuardedMemory memory, TCell cell, int steps)
    {
        Span<float> input = memory.Of<float>(TCell.InputSize), inputs = memory.Of<float>(steps * TCell.InputSize), outputs = memory.Of<float>(steps * TCell.OutputSize);
        Span<TState> state = memory.Of<TState>(1);
        Fill(input, 1);
        Fill(inputs, steps);
        cell.Step(input, ref state[0]);
        cell.Run(inputs, outputs, ref state[0]);
        Calls += 2;
    }

    private void RunMany(GuardedMemory memory, TCell cell, int steps, int streams, int threads)
    {
        Span<float> input = memory.Of<float>(streams * TCell.InputSize), inputs = memory.Of<float>(steps * streams * TCell.InputSize);
        Span<float> outputs = memory.Of<float>(steps * streams * TCell.OutputSize);
        Span<TState> states = memory.Of<TState>(streams);
        Fill(input, 1);
        Fill(inputs, steps);
        cell.Step(input, states);
        TWorkspace workspace = TCell.CreateWorkspace(streams, threads);
        cell.Run(inputs, outputs, states, workspace);
        ((IDisposable)workspace).Dispose();
        Calls += 2;
    }

    private void Train(GuardedMemory memory, TCell cell, TGradients gradients, int steps, int streams, int threads, bool withAll)
    {
        Span<float> inputs = memory.Of<float>(steps * streams * TCell.InputSize), outputs = memory.Of<float>(steps * streams * TCell.OutputSize);
        Span<float> outputGradients = memory.Of<float>(outputs.Length), inputGradients = withAll ? memory.Of<float>(inputs.Length) : default;
        Span<TState> states = memory.Of<TState>(streams), stateGradients = withAll ? memory.Of<TState>(streams) : default;
        TTape tape = TCell.CreateTape(Math.Max(1, steps), streams, threads);
        Fill(inputs, 1);
        Fill(outputGradients, 2);
        cell.Forward(inputs, outputs, states, tape);
        cell.Backward(outputGradients, tape, gradients, inputGradients, stateGradients);
        ((IDisposable)tape).Dispose();
        Calls += 2;
    }
}
