using System;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;

namespace RnnGen.Benchmarks.Peers;

/// <summary>Another library that has loaded and is set to one thread.</summary>
internal interface IPeer
{
    /// <summary>Its name in reports and JSON rows.</summary>
    string Name { get; }

    /// <summary>Its version, for people.</summary>
    string Version { get; }

    /// <summary>Builds what computes a case with the given weights.</summary>
    /// <param name="shape">What is computed.</param>
    /// <param name="weights">With which weights.</param>
    /// <exception cref="NotSupportedException">The peer has nothing of the kind.</exception>
    IContestant Create(CaseShape shape, CellWeights weights);

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
