using System;
using RnnGen.Benchmarks.Cases;
using RnnGen.Benchmarks.Contestants;

namespace RnnGen.Benchmarks.Peers;

/// <summary>Another library that has loaded and is set to a number of threads.</summary>
internal interface IPeer
{
    /// <summary>Its name in reports and JSON rows.</summary>
    string Name { get; }

    /// <summary>Its version, for people.</summary>
    string Version { get; }

    /// <summary>Which of several builds of it this is; empty if there is one. Builds have the same <see cref="Name"/>; the fastest is measured.</summary>
    string Build => "";

    /// <summary>How far its results may be from exact ones besides rounding, because its activations are approximated on purpose.</summary>
    float Approximation => 0;

    /// <summary>Whether it has a part in a table.</summary>
    /// <param name="table">The table.</param>
    bool Measures(string table);

    /// <summary>Builds what computes a case with the given weights.</summary>
    /// <param name="shape">What is computed.</param>
    /// <param name="weights">With which weights.</param>
    /// <exception cref="NotSupportedException">The peer has nothing of the kind.</exception>
    IContestant Create(CaseShape shape, CellWeights weights);
}
