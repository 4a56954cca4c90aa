using System;
using System.Runtime.InteropServices;
using RnnGen.Formats;

namespace RnnGen.GuardRun;

/// <summary>The calls of a network that reads sequences whole.</summary>
internal class GuardedNetwork<TNetwork, TInput, TState, TWorkspace, TTape, TGradients> : GuardedCase
    where TNetwork : class, ITrainableNetwork<TNetwork, TInput, TState, TWorkspace, TTape, TGradients>, new()
    where TInput : unmanaged
    where TState : struct, INetworkState<TState>
    where TWorkspace : class
    where TTape : class, INetworkTape
    where TGradients : class, ICellGradients
{
    // Lengths of sequences, with many that need all rows of a tape.
    private static readonly int[][] Batches =
    [
        [1], [3], [2, 1], [3, 2], [0, 0], [0, 4], [5, 5, 4], [9, 9, 8, 7], [3, 1, 2], [4, 4, 4, 4], [10, 9, 10, 8, 10, 7, 10], [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1],
        [2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1], [6, 5, 4, 3, 2, 1, 0], [7, 6, 7, 5, 7, 4, 7, 3, 7, 2, 7, 1], [130, 129, 1],
    ];

    public override string Name => typeof(TNetwork).Name;

    /// <summary>Whether a workspace may be smaller than a sequence.</summary>
    protected virtual bool TakesPieces => false;

    public override void Run(GuardedMemory memory)
    {
        memory.FreeSince(memory.Start);
        var network = new TNetwork();
        network.Initialize(3);
        TGradients gradients = TNetwork.CreateGradients();
        var tensors = new TensorStore();
        network.Save(tensors);
        network.Load(tensors);
        gradients.Save(new TensorStore());
        _ = network.HasNonFiniteParameters;
        Calls += 5;
        nint mark = memory.Mark;
        RunOneStream(memory, network);
        foreach (int[] lengths in Batches)
        {
            foreach (SequenceLayout layout in Enum.GetValues<SequenceLayout>())
            {
                RunMany(memory, network, lengths, layout);
                memory.FreeSince(mark);
                Train(memory, network, gradients, lengths, layout, withAll: true);
                memory.FreeSince(mark);
                Train(memory, network, gradients, lengths, layout, withAll: false);
                memory.FreeSince(mark);
            }
        }
    }

    /// <summary>Floats or tokens.</summary>
    protected static Span<TInput> Inputs(GuardedMemory memory, int count)
    {
        Span<TInput> inputs = memory.Of<TInput>(count);
        if (typeof(TInput) == typeof(float))
        {
            Fill(MemoryMarshal.Cast<TInput, float>(inputs), count);
        }
        else
        {
            Span<int> tokens = MemoryMarshal.Cast<TInput, int>(inputs);
            for (int index = 0; index < tokens.Length; index++)
            {
                tokens[index] = index % GuardedNetworks.Vocabulary;
            }
        }

        return inputs;
    }

    /// <summary>The calls of one stream.</summary>
    protected virtual void RunOneStream(GuardedMemory memory, TNetwork network)
    {
    }

    private void RunMany(GuardedMemory memory, TNetwork network, int[] lengths, SequenceLayout layout)
    {
        Batch batch = Allocate(memory, lengths);
        network.Run(batch.Inputs, batch.Outputs, batch.States, TNetwork.CreateWorkspace(batch.Steps, lengths.Length), batch.Lengths, layout);
        network.Run(batch.Inputs, batch.Outputs, batch.States, TNetwork.CreateWorkspace(batch.Steps, lengths.Length), default, layout);
        TWorkspace workspace = TNetwork.CreateWorkspace(batch.Steps, lengths.Length, threads: 3);
        network.Run(batch.Inputs, batch.Outputs, batch.States, workspace, batch.Lengths, layout);
        ((IDisposable)workspace).Dispose();
        Calls += 3;
        if (TakesPieces)
        {
            network.Run(batch.Inputs, batch.Outputs, batch.States, TNetwork.CreateWorkspace(1, lengths.Length), batch.Lengths, layout);
            Calls++;
        }

        if (network is ICrfNetwork<TWorkspace> chain)
        {
            Span<int> labels = memory.Of<int>(batch.Steps * lengths.Length);
            Span<float> marginals = memory.Of<float>(batch.Outputs.Length);
            workspace = TNetwork.CreateWorkspace(batch.Steps);
            chain.Decode(batch.Outputs, labels, workspace, batch.Lengths, layout);
            labels.Replace(Training.Loss.Ignored, 0);
            chain.Loss(batch.Outputs, labels, workspace, batch.Lengths, layout);
            labels[0] = Training.Loss.Ignored;
            chain.Loss(batch.Outputs, labels, workspace, batch.Lengths, layout);
            chain.Marginals(batch.Outputs, marginals, workspace, batch.Lengths, layout);
            Calls += 4;
        }
    }

    private void Train(GuardedMemory memory, TNetwork network, TGradients gradients, int[] lengths, SequenceLayout layout, bool withAll)
    {
        Batch batch = Allocate(memory, lengths);
        Span<float> outputGradients = memory.Of<float>(batch.Outputs.Length);
        Span<float> inputGradients = withAll && typeof(TInput) == typeof(float) ? memory.Of<float>(batch.Inputs.Length) : default;
        Span<TState> stateGradients = withAll ? memory.Of<TState>(lengths.Length) : default;
        Fill(outputGradients, 2);
        foreach (int threads in withAll ? (int[])[1, 3] : [1])
        {
            TTape tape = TNetwork.CreateTape(batch.Steps, lengths.Length, threads);
            network.Forward(batch.Inputs, batch.Outputs, batch.States, tape, withAll ? batch.Lengths : default, layout);
            network.Backward(outputGradients, tape, gradients, inputGradients, stateGradients);
            network.Forward(batch.Inputs, batch.Outputs, batch.States, tape, batch.Lengths, layout);
            network.Backward(outputGradients, tape, gradients, inputGradients, stateGradients);
            if (network is ITrainableCrfNetwork<TState, TWorkspace, TTape, TGradients> chain)
            {
                Span<int> targets = memory.Of<int>(batch.Steps * lengths.Length);
                targets[^1] = TNetwork.OutputSize - 1;
                chain.Loss(targets, tape, gradients);
                targets[0] = Training.Loss.Ignored;
                chain.Loss(targets, tape, gradients, 0.5, outputGradients);
                chain.Backward(tape, gradients, inputGradients, stateGradients);
                Calls += 3;
            }

            ((IDisposable)tape).Dispose();
            Calls += 4;
        }
    }

    private static Batch Allocate(GuardedMemory memory, int[] lengths)
    {
        int steps = 1;
        foreach (int length in lengths)
        {
            steps = Math.Max(steps, length);
        }

        Span<int> guardedLengths = memory.Of<int>(lengths.Length);
        lengths.CopyTo(guardedLengths);
        return new Batch(
            steps, guardedLengths, Inputs(memory, steps * lengths.Length * TNetwork.InputSize),
            memory.Of<float>((TNetwork.HasOutputPerStep ? steps : 1) * lengths.Length * TNetwork.OutputSize), memory.Of<TState>(lengths.Length));
    }

    private readonly ref struct Batch(int steps, Span<int> lengths, Span<TInput> inputs, Span<float> outputs, Span<TState> states)
    {
        public int Steps { get; } = steps;

        public Span<int> Lengths { get; } = lengths;

        public Span<TInput> Inputs { get; } = inputs;

        public Span<float> Outputs { get; } = outputs;

        public Span<TState> States { get; } = states;
    }
}
