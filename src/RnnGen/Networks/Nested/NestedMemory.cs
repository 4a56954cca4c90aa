using System;
using RnnGen.Memory;
using RnnGen.Threads;

namespace RnnGen.Networks;

/// <summary>
/// What a network inside another computes in: the words of the rows at hand, what it gives of each, and a workspace or tape for a chunk of them, so that memory does
/// not grow with their number.
/// </summary>
internal sealed class NestedMemory
{
    /// <summary>Words of a chunk at most: as many fill the products of a batch, and more only take memory.</summary>
    private const int MostWords = 64;

    /// <summary>Ids of a chunk at most, unless these are fewer words than <see cref="FewestWords"/>.</summary>
    private const int MostIds = 4096;

    private const int FewestWords = 8;

    private readonly int _outputs;
    private readonly int[] _tokens;
    private readonly int[] _lengths;
    private readonly AlignedBuffer _results;
    private readonly AlignedBuffer _gradients;

    private NestedMemory(NestedNetwork nested, int rows, int words, bool isTrained, ThreadTeam? team)
    {
        _outputs = nested.Outputs;
        Words = new NestedWords(rows, nested.MaxSteps);
        ChunkWords = words;
        _tokens = new int[words * nested.MaxSteps];
        _lengths = new int[words];
        _results = new AlignedBuffer(rows * _outputs);
        _gradients = new AlignedBuffer(isTrained ? rows * _outputs : 0);
        if (isTrained)
        {
            Tape = new ChunkTape(nested.Network, nested.MaxSteps, words, team);
        }
        else
        {
            Workspace = new ChunkWorkspace(nested.Network, nested.MaxSteps, words, team);
        }
    }

    /// <summary>The words of the rows.</summary>
    public NestedWords Words { get; }

    /// <summary>Of inference, that of a chunk.</summary>
    public NetworkWorkspace? Workspace { get; }

    /// <summary>Of training, that of a chunk.</summary>
    public NetworkTape? Tape { get; }

    /// <summary>The chunk that is on the tape.</summary>
    public int OnTape { get; set; }

    /// <summary>Words of a chunk; the last may have fewer.</summary>
    public int ChunkWords { get; }

    /// <summary>Chunks of the words at hand.</summary>
    public int Chunks => (Words.Count + ChunkWords - 1) / ChunkWords;

    /// <summary>The memory of every network inside another, by input.</summary>
    /// <param name="outer">The workspace or tape of the other.</param>
    public static NestedMemory?[] Of(NetworkMemory outer)
    {
        var memories = new NestedMemory?[outer.Network.Nested.Count == 0 ? 0 : outer.Network.Inputs.Count];
        foreach (NestedNetwork nested in outer.Network.Nested)
        {
            int words = Math.Min(Math.Clamp(MostIds / nested.MaxSteps, FewestWords, MostWords), outer.Capacity);
            memories[nested.Input] = new NestedMemory(nested, outer.Capacity, words, outer is NetworkTape, outer.Team);
        }

        return memories;
    }

    /// <summary>That of steps of one stream, which has no workspace.</summary>
    /// <param name="nested">The network.</param>
    public static NestedMemory OfSteps(NestedNetwork nested) => new(nested, FewestWords, FewestWords, isTrained: false, team: null);

    /// <summary>What the network gives of the word of a row.</summary>
    /// <param name="row">Which row.</param>
    public Span<float> ResultOf(int row) => _results.Span.Slice(Words.PlaceOf(row) * _outputs, _outputs);

    /// <summary>The gradients of what it gives of the word of a row: those of all of its rows.</summary>
    /// <param name="row">Which row.</param>
    public Span<float> GradientOf(int row) => _gradients.Span.Slice(Words.PlaceOf(row) * _outputs, _outputs);

    /// <summary>Clears the gradients of all words.</summary>
    public void ClearGradients() => _gradients.Span[..(Words.Count * _outputs)].Clear();

    /// <summary>A chunk of words.</summary>
    /// <param name="chunk">Which.</param>
    public NestedChunk ChunkOf(int chunk)
    {
        int first = chunk * ChunkWords, count = Math.Min(ChunkWords, Words.Count - first);
        int steps = Words.At(first).Length;
        Span<int> tokens = _tokens.AsSpan(0, count * steps), lengths = _lengths.AsSpan(0, count);
        for (int word = 0; word < count; word++)
        {
            ReadOnlySpan<int> ids = Words.At(first + word);
            ids.CopyTo(tokens[(word * steps)..]);
            lengths[word] = ids.Length;
        }

        return new NestedChunk
        {
            Tokens = tokens,
            Lengths = lengths,
            Results = _results.Span.Slice(first * _outputs, count * _outputs),
            Gradients = Tape is null ? default : _gradients.Span.Slice(first * _outputs, count * _outputs),
        };
    }

    private sealed class ChunkWorkspace(NetworkDescription network, int steps, int streams, ThreadTeam? team)
        : NetworkWorkspace(network, steps, streams, threads: 1, team);

    private sealed class ChunkTape(NetworkDescription network, int steps, int streams, ThreadTeam? team) : NetworkTape(network, steps, streams, threads: 1, team);
}

/// <summary>Some words.</summary>
internal ref struct NestedChunk
{
    /// <summary>[words, longest]</summary>
    public ReadOnlySpan<int> Tokens;

    /// <summary>[words]</summary>
    public ReadOnlySpan<int> Lengths;

    /// <summary>What the network gives: [words, outputs]</summary>
    public Span<float> Results;

    /// <summary>Of training, the gradients of that.</summary>
    public Span<float> Gradients;
}
