using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Linq;
using RnnGen.Cells;
using RnnGen.Memory;
using RnnGen.Threads;
using RnnGen.Training;

namespace RnnGen.Networks;

/// <summary>
/// What a network's <c>Forward</c> leaves for its <c>Backward</c>, and the latter's scratch memory: made once, used again and again, by one call at a time. Every
/// emitted network has its own type of it.
/// </summary>
public abstract class NetworkTape : NetworkMemory, INetworkTape
{
    /// <summary>Creates a tape.</summary>
    /// <param name="network">The network.</param>
    /// <param name="steps">The most steps it will hold.</param>
    /// <param name="streams">The most streams it will hold.</param>
    /// <param name="threads">The most threads that divide the work among them, the caller's included.</param>
    /// <exception cref="System.ArgumentOutOfRangeException">A number is less than one, or steps and streams are more than fit one array.</exception>
    /// <exception cref="System.PlatformNotSupportedException">Several threads are asked for where the platform has none.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected NetworkTape(NetworkDescription network, int steps, int streams, int threads = 1)
        : this(network, steps, streams, threads, team: null)
    {
    }

    private protected NetworkTape(NetworkDescription network, int steps, int streams, int threads, ThreadTeam? team)
        : base("tape", network, steps, streams, threads, team)
    {
        int cellFloats = Network.Cells.Select(static cell => cell.Tape.FloatsPerRow).DefaultIfEmpty().Max();
        int rows = cellFloats == 0 ? 0 : NetworkArguments.CheckTapeRows(steps, streams, cellFloats);
        Cells = [.. Network.Cells.Select(cell => new LayerTape(cell.Tape, steps, streams, rows, Team))];
        Dropping = new Dropping(Streams);
        RecurrentDropout =
        [
            .. Network.Cells.Zip(Network.Tensors.OfType<CellTensors>(), static (cell, tensors) => (cell.RecurrentDropout, tensors.Layout))
                .Select(static (cell, index) => cell.RecurrentDropout > 0 ? new RecurrentDropout(cell.RecurrentDropout, index, cell.Layout) : null),
        ];
        StateGradients = new NetworkStates(Network, streams);
        Winners = [.. Network.Layers.Select(layer => new int[layer.NotesWinners ? streams * layer.Width : 0])];
        DenseScratch = [.. Network.Layers.Select(static layer => layer.Dense is { } layout ? DenseRows.CreateScratch(layout) : null)];
        Kept = [.. Network.Inputs.Select(input => input.Kind switch
        {
            NetworkInputKind.Token => new KeptInput(Capacity, 1),
            NetworkInputKind.Bag => new KeptInput(Capacity, IdsOfBag),
            _ => null,
        })];
        GradientRows = new AlignedBuffer(Capacity * Network.WidestRow);
        OtherGradientRows = new AlignedBuffer(Capacity * Network.WidestRow);
    }

    /// <summary>Ids of a bag for which there is room from the start, on the average.</summary>
    private const int IdsOfBag = 16;

    /// <inheritdoc/>
    public long DropoutSeed
    {
        get => Dropping.Seed;
        set => Dropping.Seed = value;
    }

    /// <inheritdoc/>
    public Span<long> DropoutStreams => Dropping.Streams;

    /// <inheritdoc/>
    public IReadOnlyList<WordCounts> WordCounts
    {
        get => Words.Declared;
        set => Words.Declare(value, Network, nameof(WordCounts));
    }

    /// <summary>Whence the random numbers of the last <c>Forward</c> are.</summary>
    internal Dropping Dropping { get; }

    /// <summary>Of each cell some of whose recurrent weights are dropped, what it is computed with.</summary>
    internal RecurrentDropout?[] RecurrentDropout { get; }

    /// <summary>Which tokens become unknown.</summary>
    internal DroppedWords Words { get; } = new();

    /// <summary>Whether the last <c>Forward</c> threw.</summary>
    internal bool HasFailed { get; set; }

    /// <summary>Whether <c>Loss</c> has left the gradients of the scores in <see cref="GradientRows"/>.</summary>
    internal bool HasScoreGradients { get; set; }

    /// <summary>The outputs of the last layer; of a network of inputs alone what they give together.</summary>
    internal AlignedBuffer OutputRows => Rows.Length == 0 ? InputRows : Rows[^1];

    /// <summary>Those of each cell.</summary>
    internal CellTape[] Cells { get; }

    internal NetworkStates StateGradients { get; }

    /// <summary>Of pooling by the largest, the row that each float is from, or -1 where it was there before.</summary>
    internal int[][] Winners { get; }

    internal DenseScratch?[] DenseScratch { get; }

    /// <summary>Of several inputs, the ids of each that takes ids.</summary>
    internal KeptInput?[] Kept { get; }

    /// <summary>The gradients of the rows between two layers; those of the layer above are in the other.</summary>
    internal AlignedBuffer GradientRows { get; private set; }

    internal AlignedBuffer OtherGradientRows { get; private set; }

    /// <summary>The parameters that a cell is computed with.</summary>
    /// <param name="cell">Which cell.</param>
    /// <param name="parameters">The network's.</param>
    internal AlignedBuffer ParametersOf(int cell, NetworkParameters parameters) => RecurrentDropout[cell]?.Parameters ?? parameters.Cells[cell];

    /// <summary>The two buffers change places.</summary>
    internal void SwapGradientRows() => (GradientRows, OtherGradientRows) = (OtherGradientRows, GradientRows);

    private sealed class LayerTape(CellTapeSizes sizes, int steps, int streams, int rows, ThreadTeam? team) : CellTape(sizes, steps, streams, rows, team);
}
