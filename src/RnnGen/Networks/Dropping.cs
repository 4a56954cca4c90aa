using System.Runtime.CompilerServices;
using RnnGen.Numerics;

namespace RnnGen.Networks;

/// <summary>
/// Whence the random numbers of a forward pass and its backward pass are: a function of the seed, of where in the network something is dropped, and of the number of a
/// stream, which a caller chooses. So what is dropped of an example depends neither on the streams beside it nor on how they are packed.
/// </summary>
internal sealed class Dropping
{
    // What tells apart the places of a network where something is dropped.
    private const ulong InputPlaces = 1UL << 32;
    private const ulong WordPlaces = 2UL << 32;
    private const ulong WeightPlaces = 3UL << 32;

    private readonly long[] _recorded;

    /// <summary>Creates it: every stream's number is its place.</summary>
    /// <param name="streams">Streams.</param>
    public Dropping(int streams)
    {
        Streams = new long[streams];
        _recorded = new long[streams];
        for (int stream = 0; stream < streams; stream++)
        {
            Streams[stream] = stream;
        }
    }

    /// <summary>The seed of the next forward pass.</summary>
    public long Seed { get; set; }

    /// <summary>The number of each stream in the next forward pass.</summary>
    public long[] Streams { get; }

    private long RecordedSeed { get; set; }

    /// <summary>Where rows of a layer are dropped.</summary>
    public static ulong OfLayer(int index) => (uint)index;

    /// <summary>Where rows of one of several inputs are dropped.</summary>
    public static ulong OfInput(int number) => InputPlaces | (uint)number;

    /// <summary>Where tokens of an input are dropped.</summary>
    public static ulong OfWords(int number) => WordPlaces | (uint)number;

    /// <summary>Where recurrent weights of a cell are dropped.</summary>
    public static ulong OfWeights(int cell) => WeightPlaces | (uint)cell;

    /// <summary>Takes over what the next passes draw from.</summary>
    public void Record()
    {
        RecordedSeed = Seed;
        Streams.CopyTo(_recorded, 0);
    }

    /// <summary>The key of a place in the network, from which <see cref="OfStream"/> goes on.</summary>
    /// <param name="place">The place.</param>
    public ulong KeyOf(ulong place) => Mix(Mix((ulong)RecordedSeed) ^ place);

    /// <summary>The key of a stream.</summary>
    /// <param name="key">Of a place.</param>
    /// <param name="stream">The caller's stream.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public ulong OfStream(ulong key, int stream) => Mix(key ^ (ulong)_recorded[stream]);

    /// <summary>The key of a step of a stream, or of another part of what has a key.</summary>
    /// <param name="key">Of the stream.</param>
    /// <param name="part">The step.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    public static ulong OfPart(ulong key, int part) => Mix(key ^ (uint)part);

    [MethodImpl(MethodImplOptions.AggressiveInlining | MethodImplOptions.AggressiveOptimization)]
    private static ulong Mix(ulong value) => new SplitMix64(value).Next();
}
