using System;
using System.Collections.Generic;
using RnnGen.Generator.Model;

namespace RnnGen.Generator.Planning;

/// <summary>
/// From a spec to the numbers of its emission: a pure function, and the only place where they are decided. What was measured stands in
/// <c>tests/RnnGen.Benchmarks/README.md</c>.
/// </summary>
internal static class CellPlanner
{
    /// <summary>Units of a full block: with the four gates of an LSTM, eight accumulators of 256 bits.</summary>
    public const int BlockLanes = 16;

    /// <summary>Units of a tail block; its recurrent sums are split in two, so that there are eight accumulators again.</summary>
    public const int TailLanes = 8;

    private const int LstmGates = 4;
    private const int TailSplits = 2;

    /// <summary>Up to here inputs are read inside the kernel: a separate pass over them would cost more than it saves.</summary>
    private const int MaxFusedInput = 4;

    /// <summary>Up to here a straight line is no slower than a loop (the JIT gives up on much longer ones, see kernels.md).</summary>
    private const int MaxUnrolledHidden = 8;

    /// <summary>Up to here a cell's weights stay in the first-level cache, and one stream after the other is as fast as a product.</summary>
    private const int MaxHiddenByStream = 32;

    /// <summary>Gate sums that a call may keep on the stack: 64 KB.</summary>
    private const int MaxStackFloats = 16 * 1024;

    /// <summary>Rows of a tile of the product times two: what projecting many steps at once is worth.</summary>
    private const int PreferredRows = 12;

    public static CellPlan Plan(CellSpec spec)
    {
        int paddedHidden = (spec.Hidden + TailLanes - 1) / TailLanes * TailLanes;
        int fullBlocks = paddedHidden / BlockLanes;
        int tailLanes = paddedHidden % BlockLanes;
        int rows = 1 + spec.Input + spec.Hidden;
        return new CellPlan
        {
            Gates = LstmGates,
            PaddedHidden = paddedHidden,
            FullBlocks = fullBlocks,
            TailLanes = tailLanes,
            Rows = rows,
            FusesInput = spec.Input <= MaxFusedInput,
            UnrollsRecurrence = spec.Hidden <= MaxUnrolledHidden,
            BatchesByProduct = spec.Hidden > MaxHiddenByStream,
            StackRows = Math.Max(1, Math.Min(PreferredRows, MaxStackFloats / (LstmGates * paddedHidden))),
            WorkspaceRows = 2 * PreferredRows,
            ParameterCount = LstmGates * spec.Hidden * rows,
            Widths = PlanWidths(fullBlocks, tailLanes, rows),
        };
    }

    private static EquatableArray<WidthPlan> PlanWidths(int fullBlocks, int tailLanes, int rows)
    {
        var widths = new List<WidthPlan>();
        foreach (int bits in new[] { 512, 256, 128, 32 })
        {
            // 512 bits pay only for two blocks at a time: one alone would have four accumulators, too few.
            if (bits < 512 || fullBlocks >= 2)
            {
                widths.Add(new WidthPlan(bits, PlanPasses(bits, fullBlocks, tailLanes, rows)));
            }
        }

        return new EquatableArray<WidthPlan>(widths);
    }

    private static EquatableArray<PassPlan> PlanPasses(int bits, int fullBlocks, int tailLanes, int rows)
    {
        var passes = new List<PassPlan>();
        int pairs = bits == 512 ? fullBlocks / 2 : 0;
        if (pairs > 0)
        {
            passes.Add(new PassPlan(PairKernel(rows), FirstBlock: 0, Calls: pairs, BlocksPerCall: 2, PartsPerBlock: 1));
        }

        int narrow = Math.Min(bits, 256);
        int singles = fullBlocks - (2 * pairs);
        if (singles > 0)
        {
            KernelPlan kernel = BlockKernel(narrow, BlockLanes, rows, splits: 1);
            passes.Add(new PassPlan(kernel, FirstBlock: 2 * pairs, Calls: singles, BlocksPerCall: 1, PartsPerBlock: BlockLanes / kernel.Units));
        }

        if (tailLanes > 0)
        {
            KernelPlan kernel = BlockKernel(narrow, tailLanes, rows, TailSplits);
            passes.Add(new PassPlan(kernel, fullBlocks, Calls: 1, BlocksPerCall: 1, PartsPerBlock: tailLanes / kernel.Units));
        }

        return new EquatableArray<PassPlan>(passes);
    }

    /// <summary>Two blocks, each one 512-bit vector a gate.</summary>
    private static KernelPlan PairKernel(int rows)
    {
        var vectors = new EquatableArray<VectorPlan>(
        [
            new VectorPlan(Block: 0, Lane: 0),
            new VectorPlan(Block: 1, Lane: 0),
        ]);
        return new KernelPlan("Sum32UnitsBy512", 512, vectors, BlockLanes, rows * BlockLanes, Splits: 1);
    }

    /// <summary>A block, or a part of it: as many vectors as make eight accumulators.</summary>
    private static KernelPlan BlockKernel(int bits, int lanes, int rows, int splits)
    {
        const int accumulators = 8;
        int floats = bits / 32;
        int count = bits == 32 ? 1 : accumulators / (LstmGates * splits);
        var vectors = new List<VectorPlan>();
        for (int vector = 0; vector < count; vector++)
        {
            vectors.Add(new VectorPlan(Block: 0, Lane: vector * floats));
        }

        string name = bits == 32 ? "SumOneUnit" : $"Sum{count * floats}UnitsBy{bits}";
        return new KernelPlan(lanes == TailLanes ? name + "OfTail" : name, bits, new EquatableArray<VectorPlan>(vectors), lanes, rows * lanes, splits);
    }
}
