using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;

namespace RnnGen.Benchmarks.Peers.Native;

/// <summary>oneDNN: primitives, memory and the weights in the layout that it likes best are all made beforehand.</summary>
internal sealed class OneDnnPeer : IPeer
{
    /// <summary>Its name.</summary>
    public const string PeerName = "onednn";

    private readonly OneDnnLibrary _library;

    private OneDnnPeer(string path, int threads) => _library = new OneDnnLibrary(path, threads);

    /// <inheritdoc/>
    public string Name => PeerName;

    /// <inheritdoc/>
    public string Version => _library.Version;

    /// <summary>Loads the wrapper and with it the library.</summary>
    /// <param name="threads">Threads of all its cells.</param>
    /// <exception cref="NotSupportedException">It cannot have that many.</exception>
    public static IPeer Load(int threads) => new OneDnnPeer(NativeLibraries.Of(PeerName)[0], threads);

    /// <inheritdoc/>
    public bool Measures(string table) => table is ComparisonTables.Step or ComparisonTables.Training;

    /// <inheritdoc/>
    public IContestant Create(CaseShape shape, CellWeights weights) => new OneDnnContestant(_library, shape, weights);
}
