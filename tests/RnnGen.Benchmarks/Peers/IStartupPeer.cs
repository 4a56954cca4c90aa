using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;

namespace RnnGen.Benchmarks.Peers;

/// <summary>A peer that has a program whose start is timed.</summary>
internal interface IStartupPeer : IPeer
{
    /// <summary>The program under <c>tests/RnnGen.Startup</c> that uses it.</summary>
    string StartupProject { get; }

    /// <summary>Writes a cell as a file of its own format: what <see cref="StartupProject"/> loads.</summary>
    /// <param name="shape">What is computed: single steps.</param>
    /// <param name="weights">With which weights.</param>
    /// <param name="path">The file.</param>
    void SaveStepModel(CaseShape shape, CellWeights weights, string path);

    /// <summary>Makes a folder of a published program able to load it, if it takes more than publishing.</summary>
    /// <param name="folder">The folder.</param>
    void Prepare(string folder);
}
