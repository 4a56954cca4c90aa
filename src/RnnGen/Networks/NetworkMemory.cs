using System;
using System.ComponentModel;
using System.Linq;
using RnnGen.Memory;
using RnnGen.Threads;

namespace RnnGen.Networks;

/// <summary>What workspaces and tapes of a network have in common: the sequences of a call, their states, and the rows that the layers give.</summary>
public abstract class NetworkMemory : CallMemory
{
    /// <summary>Creates the memory.</summary>
    /// <param name="name">What messages call it: the name of the argument.</param>
    /// <param name="network">The network.</param>
    /// <param name="steps">The most steps.</param>
    /// <param name="streams">The most streams.</param>
    /// <param name="threads">The most threads that divide the streams among them, the caller's included.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is less than one, or steps and streams are more than fit one array.</exception>
    /// <exception cref="PlatformNotSupportedException">Several threads are asked for where the platform has none.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected NetworkMemory(string name, NetworkDescription network, int steps, int streams, int threads)
        : this(name, network, steps, streams, threads, team: null)
    {
    }

    /// <summary>The same, of a network inside another, whose threads it has.</summary>
    private protected NetworkMemory(string name, NetworkDescription network, int steps, int streams, int threads, ThreadTeam? team)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(network);
        int rows = NetworkArguments.CheckCapacity(steps, streams, Math.Max(network.WidestRow, network.Crf?.Lanes ?? 0));
        Network = network;
        Capacity = rows;
        Steps = steps;
        Streams = streams;
        Batch = new SequenceBatch(streams, rows);
        States = new NetworkStates(network, streams);
        Tokens = new int[network.VocabularySize > 0 ? rows : 0];
        Places = new int[network.Inputs.Count > 0 ? rows : 0];
        InputRows = new AlignedBuffer(network.VocabularySize > 0 ? 0 : rows * network.InputSize);
        Rows =
        [
            .. network.Layers.Select(layer => new AlignedBuffer(
                layer.IsOfTraining && this is not NetworkTape ? 0 : (layer.IsOfSequences ? streams : rows) * layer.Width)),
        ];
        Halves = [.. network.Layers.Select(layer => new AlignedBuffer(rows * layer.HalfFloats))];
        Turned = [.. network.Layers.Select(layer => new AlignedBuffer(rows * layer.TurnedFloats))];
        Crf = network.Crf is { } crf ? new CrfMemory(crf, steps, streams, isTrained: this is NetworkTape) : null;
        Team = team ?? ThreadTeam.Create(threads);
        Nested = NestedMemory.Of(this);
    }

    /// <summary>The most steps it holds; of a workspace of a causal network, those that go through all layers at a time: longer sequences go in pieces.</summary>
    public int Steps { get; }

    /// <summary>The most streams it holds.</summary>
    public int Streams { get; }

    internal NetworkDescription Network { get; }

    /// <summary>Packed rows that it holds.</summary>
    internal int Capacity { get; }

    internal SequenceBatch Batch { get; }

    internal NetworkStates States { get; }

    /// <summary>The inputs, where they are tokens.</summary>
    internal int[] Tokens { get; }

    /// <summary>Of several inputs, where each row is in the caller's.</summary>
    internal int[] Places { get; }

    /// <summary>The inputs, where they are floats, or the rows to which several are joined.</summary>
    internal AlignedBuffer InputRows { get; }

    /// <summary>The rows that each layer gives.</summary>
    internal AlignedBuffer[] Rows { get; }

    /// <summary>Of layers that read from the end, the rows that one direction gives.</summary>
    internal AlignedBuffer[] Halves { get; }

    /// <summary>Of a chain of labels, what it computes in.</summary>
    internal CrfMemory? Crf { get; }

    /// <summary>Of several inputs, the memory of each network that reads sequences.</summary>
    internal NestedMemory?[] Nested { get; }

    /// <summary>Of layers that read from the end, the rows that they take, from the end.</summary>
    internal AlignedBuffer[] Turned { get; }
}
