using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;

namespace RnnGen.Benchmarks.Peers.Native;

/// <summary>One build of a library in C++ for small networks whose sizes the compiler knows, as audio effects run them.</summary>
internal sealed class NativeNetworkPeer : IPeer
{
    /// <summary>RTNeural with its own, accurate maths.</summary>
    public const string RtNeural = "rtneural";

    /// <summary>RTNeural with a maths provider that approximates sigmoid and tanh.</summary>
    public const string FastRtNeural = "rtneural-fast";

    /// <summary>NeuralAudio with its own maths, which approximates them.</summary>
    public const string NeuralAudio = "neuralaudio";

    private readonly NativeNetworkLibrary _library;

    private NativeNetworkPeer(string name, string path)
    {
        Name = name;
        Build = Path.GetFileNameWithoutExtension(path);
        _library = new NativeNetworkLibrary(path);
    }

    /// <inheritdoc/>
    public string Name { get; }

    /// <inheritdoc/>
    public string Version => _library.Version;

    /// <inheritdoc/>
    public string Build { get; }

    /// <inheritdoc/>
    public float Approximation => Name switch
    {
        // Seen: 1e-8 of the first, whose tanh is a good one up to 4.97; 5e-4 of the second.
        FastRtNeural => 1e-4f,
        NeuralAudio => 2e-3f,
        _ => 0,
    };

    /// <summary>Loads every build that there is.</summary>
    /// <param name="name">The peer.</param>
    /// <param name="threads">Its threads.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="NotSupportedException">There are several threads.</exception>
    public static IEnumerable<IPeer> LoadBuilds(string name, int threads) => threads == 1
        ? NativeLibraries.Of(name).Select(path => new NativeNetworkPeer(name, path))
        : throw new NotSupportedException("it computes on one");

    /// <inheritdoc/>
    public bool Measures(string table) => table == ComparisonTables.Network;

    /// <inheritdoc/>
    public IContestant Create(CaseShape shape, CellWeights weights) => _library.Create(shape, weights.AllValues()) switch
    {
        0 => throw new NotSupportedException($"it has no {shape.Cell.DisplayName()} of these sizes"),
        nint network => new NativeNetworkStep(_library, network),
    };
}
