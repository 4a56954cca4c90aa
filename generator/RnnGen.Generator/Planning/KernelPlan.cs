using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>One vector of every gate in a kernel: where it lies from the first, in floats.</summary>
/// <param name="Block">Blocks further on.</param>
/// <param name="Lane">Lanes further on.</param>
internal sealed record VectorPlan(int Block, int Lane);

/// <summary>One kernel: the recurrent sums of some gates of some hidden units, in registers from the first term to the last.</summary>
/// <param name="Name">The emitted method.</param>
/// <param name="Bits">Vector width in bits.</param>
/// <param name="Vectors">Vectors of every gate.</param>
/// <param name="Lanes">Floats in a row of weights.</param>
/// <param name="PanelFloats">Floats from one gate's panel to the next.</param>
/// <param name="Splits">Interleaved recurrent sums a lane.</param>
internal sealed record KernelPlan(string Name, int Bits, EquatableArray<VectorPlan> Vectors, int Lanes, int PanelFloats, int Splits)
{
    /// <summary>Floats in a vector.</summary>
    public int VectorFloats => Bits / 32;

    /// <summary>Hidden units that one call computes.</summary>
    public int Units => VectorFloats * Vectors.Count;

    /// <summary>Recurrent sums in flight: eight hide the latency of a fused multiply-add on two pipes.</summary>
    public int Accumulators(int gates) => gates * Vectors.Count * Splits;
}

/// <summary>Calls of one kernel over neighbouring blocks.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="FirstBlock">The first block.</param>
/// <param name="Calls">Calls, from block to block.</param>
/// <param name="BlocksPerCall">Blocks that one call covers.</param>
/// <param name="PartsPerBlock">Calls that one block takes.</param>
internal sealed record PassPlan(KernelPlan Kernel, int FirstBlock, int Calls, int BlocksPerCall, int PartsPerBlock);

/// <summary>All passes of a product at one vector width.</summary>
/// <param name="Bits">The width that must be accelerated.</param>
/// <param name="Passes">In the order of the units.</param>
internal sealed record WidthPlan(int Bits, EquatableArray<PassPlan> Passes);

/// <summary>One product of a step: the recurrent sums of neighbouring gates, all of the same vector.</summary>
/// <param name="FirstGate">The first gate.</param>
/// <param name="Gates">Gates.</param>
/// <param name="Widths">The passes at each vector width, widest first. (Without any of them a step is a product of one row.)</param>
internal sealed record ProductPlan(int FirstGate, int Gates, EquatableArray<WidthPlan> Widths);
