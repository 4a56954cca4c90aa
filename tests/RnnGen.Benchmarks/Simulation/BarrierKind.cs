namespace RnnGen.Benchmarks.Simulation;

/// <summary>How threads wait for each other.</summary>
internal enum BarrierKind
{
    /// <summary>One counter, which each thread increments: its cache line moves from core to core, one after the other. Linear in the threads.</summary>
    Central,

    /// <summary>Threads meet in pairs, then pairs of pairs, and the word goes back the same way. Logarithmic in the threads.</summary>
    Tree,
}
